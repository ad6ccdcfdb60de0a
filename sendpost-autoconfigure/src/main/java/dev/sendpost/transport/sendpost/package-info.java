/**
 * Sends by SendPost.
 */
@NullMarked
package dev.sendpost.transport.sendpost;

import org.jspecify.annotations.NullMarked;
