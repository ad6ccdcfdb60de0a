package dev.sendpost.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the gateway.
 *
 * @param from Who an e-mail is from that has no sender of its own, for example "Acme
 * <hello@acme.example>".
 * @param concurrency How many e-mails are sent at a time by the asynchronous and the
 * batch methods.
 * @param shutdownTimeout How long closing the application waits for e-mails that are
 * still queued in memory.
 */
@ConfigurationProperties("sendpost")
record MailGatewayProperties(@Nullable String from, @DefaultValue("16") int concurrency,
		@DefaultValue("30s") Duration shutdownTimeout) {

}
