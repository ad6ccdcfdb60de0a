/**
 * What providers' webhooks say, in our words.
 */
@NullMarked
package dev.sendpost.webhook.inbound.format;

import org.jspecify.annotations.NullMarked;
