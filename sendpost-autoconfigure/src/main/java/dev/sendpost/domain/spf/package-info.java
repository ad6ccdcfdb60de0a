/**
 * Evaluates SPF (RFC 7208) and explains what it finds.
 */
@NullMarked
package dev.sendpost.domain.spf;

import org.jspecify.annotations.NullMarked;
