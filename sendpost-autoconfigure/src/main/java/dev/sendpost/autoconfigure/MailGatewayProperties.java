package dev.sendpost.autoconfigure;

import java.time.Duration;

import dev.sendpost.policy.MailDefaults;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the gateway.
 *
 * @param from Who an e-mail is from that has no sender of its own, for example "Acme
 * <hello@acme.example>".
 * @param concurrency How many e-mails are sent at a time: by this node from the outbox,
 * or without a store by the asynchronous and the batch methods.
 * @param shutdownTimeout How long closing the application waits for e-mails that are
 * being sent, or without a store are still queued in memory.
 */
@ConfigurationProperties("sendpost")
record MailGatewayProperties(@Nullable String from, @DefaultValue("16") int concurrency,
		@DefaultValue("30s") Duration shutdownTimeout) {

	MailDefaults defaults() {
		return MailDefaults.from(AddressProperty.parse("sendpost.from", this.from));
	}

	int requiredConcurrency() {
		if (this.concurrency < 1) {
			throw new InvalidSendpostPropertyException("sendpost.concurrency",
					this.concurrency + " e-mails at a time are none", "Set it to 1 or more.");
		}
		return this.concurrency;
	}

}
