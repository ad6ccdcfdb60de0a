/**
 * The transport that keeps messages instead of sending them.
 */
@NullMarked
package dev.sendpost.transport.capture;

import org.jspecify.annotations.NullMarked;
