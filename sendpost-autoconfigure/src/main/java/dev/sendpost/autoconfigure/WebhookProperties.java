package dev.sendpost.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of webhooks that come in.
 *
 * @param basePath Path below which the sources' webhooks are received.
 * @param maxBodySize Largest body that is accepted.
 * @param retention How long webhooks are kept that were received.
 * @param sources Sources by name.
 */
@ConfigurationProperties("sendpost.webhooks")
record WebhookProperties(@DefaultValue("/webhooks/email") String basePath, @DefaultValue("1MB") DataSize maxBodySize,
		@DefaultValue("7d") Duration retention, @DefaultValue Map<String, Source> sources) {

	/**
	 * A source of webhooks.
	 *
	 * @param provider Who sends them.
	 * @param secrets Secrets or public keys that signatures may be made with: several
	 * while one is replaced by another.
	 * @param username User name of HTTP Basic authentication, for providers that do not
	 * sign.
	 * @param password Password of HTTP Basic authentication.
	 * @param tolerance How far the time of a signature may be off. By default what the
	 * provider's scheme says: 5m, or 1h for SES.
	 * @param topicArns SNS topics that may notify this application.
	 * @param url URL of the webhook as the provider knows it, where that is signed.
	 * @param endpoint Whether its webhooks are received at the base path. Switch it off
	 * to verify them in a controller of the application.
	 * @param transports Transports whose messages it may report on. By default all
	 * transports.
	 * @param subAccount Sub-account whose messages it may report on. By default those of
	 * all sub-accounts.
	 * @param mapping Where the facts are in the events of a source without a format of
	 * its own.
	 */
	record Source(@Nullable WebhookProvider provider, @DefaultValue List<String> secrets, @Nullable String username,
			@Nullable String password, @Nullable Duration tolerance, @DefaultValue List<String> topicArns,
			@Nullable URI url, @DefaultValue("true") boolean endpoint, @DefaultValue List<String> transports,
			@Nullable String subAccount, @DefaultValue Mapping mapping) {

		/**
		 * Who it is, without its secrets.
		 */
		@Override
		public String toString() {
			return "Source[provider=" + this.provider + "]";
		}

	}

	/**
	 * Where the facts are in an event: JSON pointers (RFC 6901).
	 *
	 * @param events Where the list of events is in the body. By default the body is one
	 * event, or a list of them.
	 * @param type Where the event's type is.
	 * @param types What the provider's types mean: sent, delivered, deferred, bounced,
	 * complained, opened, clicked or unsubscribed.
	 * @param id Where the event's id is.
	 * @param messageId Where the id is that the provider gave the e-mail.
	 * @param recipient Where the recipient's address is.
	 * @param occurredAt Where the time of the event is: ISO 8601, or seconds or
	 * milliseconds since 1970.
	 * @param statusCode Where the enhanced status code is.
	 * @param serverText Where the server's reply is.
	 * @param url Where the link is that was clicked.
	 */
	record Mapping(@Nullable String events, @Nullable String type, @DefaultValue Map<String, String> types,
			@Nullable String id, @Nullable String messageId, @Nullable String recipient, @Nullable String occurredAt,
			@Nullable String statusCode, @Nullable String serverText, @Nullable String url) {

	}

}
