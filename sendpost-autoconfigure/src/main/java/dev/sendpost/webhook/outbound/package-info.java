/**
 * Webhooks that go out: who is told of facts about messages, in which form, and what came
 * of it.
 */
@NullMarked
package dev.sendpost.webhook.outbound;

import org.jspecify.annotations.NullMarked;
