/**
 * Receives what providers report by webhooks: stores it as it came, says it in our words
 * and records it.
 */
@NullMarked
package dev.sendpost.webhook.inbound;

import org.jspecify.annotations.NullMarked;
