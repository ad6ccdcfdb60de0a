package dev.sendpost.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the bridge from Spring's JavaMailSender.
 *
 * @param enabled Whether what the application sends by JavaMailSender goes through the
 * gateway.
 */
@ConfigurationProperties("sendpost.java-mail-sender")
record JavaMailSenderProperties(@DefaultValue("false") boolean enabled) {

}
