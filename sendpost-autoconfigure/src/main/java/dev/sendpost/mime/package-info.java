/**
 * Writes an {@link dev.sendpost.Email} as the octets of an Internet message (RFC 5322,
 * MIME).
 */
@NullMarked
package dev.sendpost.mime;

import org.jspecify.annotations.NullMarked;
