/**
 * An HTTP server that answers on cue. Nothing here leaves the loopback interface.
 */
@NullMarked
package dev.sendpost.testhttp;

import org.jspecify.annotations.NullMarked;
