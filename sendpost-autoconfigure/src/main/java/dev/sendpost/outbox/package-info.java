/**
 * The durable queue: a message is written in the caller's transaction, and delivered
 * afterwards by whichever node claims it.
 */
@NullMarked
package dev.sendpost.outbox;

import org.jspecify.annotations.NullMarked;
