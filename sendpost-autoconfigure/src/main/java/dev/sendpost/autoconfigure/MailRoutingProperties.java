package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sendpost.EmailStream;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of routing: which transport gets a message, and what happens if it fails.
 *
 * @param defaultRoute Name of the route, or of the transport, for recipients that no rule
 * matches. By default all transports, in the order in which they are configured.
 * @param routes Routes by name.
 * @param rules Rules; the first one that matches a recipient decides.
 * @param retry Quick retries on the same transport.
 * @param circuit When a transport that keeps failing is left alone.
 * @param failOverPerhapsSent Whether the next transport is tried also when the one before
 * may have sent the e-mail without saying so. Somebody may get it twice.
 */
@ConfigurationProperties("sendpost.routing")
record MailRoutingProperties(@Nullable String defaultRoute, @DefaultValue Map<String, RouteProperties> routes,
		@DefaultValue List<Rule> rules, @DefaultValue Retry retry, @DefaultValue CircuitProperties circuit,
		@DefaultValue("false") boolean failOverPerhapsSent) {

	/**
	 * A route.
	 *
	 * @param transports Names of the transports, the preferred one first.
	 * @param weights How often each transport is tried first, relative to the others. By
	 * default the order decides.
	 */
	record RouteProperties(@DefaultValue List<String> transports, @DefaultValue Map<String, Integer> weights) {

	}

	/**
	 * A rule.
	 *
	 * @param recipientDomains Domains of recipients; "*.example.com" stands for those
	 * below example.com.
	 * @param tags Tags of e-mails, any of which is enough.
	 * @param stream Stream of e-mails.
	 * @param route Name of the route, or of the transport.
	 */
	record Rule(@DefaultValue Set<String> recipientDomains, @DefaultValue Set<String> tags,
			@Nullable EmailStream stream, @Nullable String route) {

	}

	/**
	 * Quick retries.
	 *
	 * @param maxAttempts How many tries there are in all when the connection fails.
	 * @param initialDelay How long to wait before the second try.
	 * @param maxDelay Longest wait between two tries.
	 */
	record Retry(@DefaultValue("3") int maxAttempts, @DefaultValue("200ms") Duration initialDelay,
			@DefaultValue("2s") Duration maxDelay) {

	}

	/**
	 * The circuit of each transport.
	 *
	 * @param failureRate Share of the last attempts, in percent, that must have failed.
	 * @param minimumAttempts How many attempts there must have been to judge by.
	 * @param openFor How long the transport is left alone.
	 */
	record CircuitProperties(@DefaultValue("50") int failureRate, @DefaultValue("5") int minimumAttempts,
			@DefaultValue("30s") Duration openFor) {

	}

}
