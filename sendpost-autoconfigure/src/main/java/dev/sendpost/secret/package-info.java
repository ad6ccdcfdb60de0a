/**
 * Secrets that must be readable again, encrypted at rest.
 */
@NullMarked
package dev.sendpost.secret;

import org.jspecify.annotations.NullMarked;
