package dev.sendpost.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the mailbox of captured e-mail.
 *
 * @param capacity How many e-mails are kept in memory; the oldest go first.
 */
@ConfigurationProperties("sendpost.capture")
record CaptureProperties(@DefaultValue("1000") int capacity) {

}
