package dev.sendpost.event;

import dev.sendpost.EmailStream;

/**
 * A fact that is being recorded, and the message it is about.
 *
 * @param event the fact
 * @param subAccount the name of the sub-account whose message it is
 * @param stream the kind of mail
 */
public record RecordedEvent(DeliveryEvent event, String subAccount, EmailStream stream) {

}
