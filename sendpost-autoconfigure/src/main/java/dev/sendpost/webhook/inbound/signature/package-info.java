/**
 * Verification of webhooks: who sent them, that nobody altered them, and that they come
 * for the first time.
 */
@NullMarked
package dev.sendpost.webhook.inbound.signature;

import org.jspecify.annotations.NullMarked;
