/**
 * Webhooks over HTTP: the endpoint where they are received, and the verification of those
 * that the application's own controllers receive.
 */
@NullMarked
package dev.sendpost.webhook.inbound.mvc;

import org.jspecify.annotations.NullMarked;
