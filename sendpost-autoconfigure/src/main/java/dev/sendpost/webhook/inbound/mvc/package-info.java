/**
 * Verification of webhooks that the application's own controllers receive.
 */
@NullMarked
package dev.sendpost.webhook.inbound.mvc;

import org.jspecify.annotations.NullMarked;
