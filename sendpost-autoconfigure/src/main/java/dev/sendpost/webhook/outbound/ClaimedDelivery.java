package dev.sendpost.webhook.outbound;

import java.util.UUID;

/**
 * A delivery that this node is to attempt.
 *
 * @param delivery the delivery; its number of attempts counts this one
 * @param tries how many attempts there were since it was asked for last, with this one
 * @param lease by what this node holds it
 */
record ClaimedDelivery(WebhookDelivery delivery, int tries, UUID lease) {

}
