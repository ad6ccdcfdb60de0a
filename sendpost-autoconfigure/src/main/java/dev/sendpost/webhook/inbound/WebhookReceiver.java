package dev.sendpost.webhook.inbound;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sendpost.store.Store;
import dev.sendpost.webhook.inbound.signature.Verification;
import dev.sendpost.webhook.inbound.signature.WebhookRequest;
import dev.sendpost.webhook.inbound.signature.WebhookSource;
import dev.sendpost.webhook.inbound.signature.WebhookSources;
import dev.sendpost.webhook.inbound.signature.WebhookVerificationException;

/**
 * Receives webhooks: verifies them and keeps them as they came, so that their sender can
 * be answered at once and nothing is lost. What they report is recorded afterwards.
 */
public final class WebhookReceiver {

	private final Map<String, Endpoint> endpoints = new TreeMap<>();

	private final WebhookDeliveries deliveries;

	private final Runnable signal;

	/**
	 * Create a receiver.
	 * @param verified all that can be verified
	 * @param sources those whose webhooks are received
	 * @param deliveries where they are kept
	 * @param signal told, after the commit, that there is something to process
	 * @throws IllegalArgumentException if a source cannot be verified, or is there twice
	 */
	public WebhookReceiver(WebhookSources verified, ReceivingSources sources, WebhookDeliveries deliveries,
			Runnable signal) {
		for (ReceivingSource source : sources.sources()) {
			WebhookSource found = verified.find(source.name())
				.orElseThrow(() -> new IllegalArgumentException(
						"There is no source '" + source.name() + "' whose webhooks can be verified"));
			if (this.endpoints.put(source.name(), new Endpoint(found, source)) != null) {
				throw new IllegalArgumentException("There are two sources '" + source.name() + "'");
			}
		}
		this.deliveries = deliveries;
		this.signal = signal;
	}

	/**
	 * Receive a webhook. When this returns, it is kept for good.
	 * @param source the name of its source
	 * @param request the webhook
	 * @return {@code false} if it came before, and so is kept already
	 * @throws WebhookVerificationException if it cannot be believed
	 * @throws IllegalArgumentException if there is no such source
	 */
	public boolean receive(String source, WebhookRequest request) {
		Endpoint endpoint = this.endpoints.get(source);
		if (endpoint == null) {
			throw new IllegalArgumentException("There is no source '" + source + "'");
		}
		Verification verification = endpoint.verified().verify(request);
		AtomicBoolean claimed = new AtomicBoolean();
		try {
			return this.deliveries.store().inCallersTransaction(() -> {
				claimed.set(endpoint.verified().claim(verification));
				if (claimed.get()) {
					keep(endpoint, verification, request);
				}
				return claimed.get();
			});
		}
		catch (RuntimeException ex) {
			// A claim outside the database is not rolled back with the rest.
			if (claimed.get()) {
				release(endpoint.verified(), verification, ex);
			}
			throw ex;
		}
	}

	private void keep(Endpoint endpoint, Verification verification, WebhookRequest request) {
		this.deliveries.add(endpoint.source().name(), request.body(),
				KeptHeaders.of(request, endpoint.source().format().headers()), verification.confirmationUrl());
		Store.afterCommit(this.signal);
	}

	private static void release(WebhookSource source, Verification verification, RuntimeException cause) {
		try {
			source.release(verification);
		}
		catch (RuntimeException ex) {
			cause.addSuppressed(ex);
		}
	}

	/**
	 * Where a source's webhooks arrive.
	 */
	private record Endpoint(WebhookSource verified, ReceivingSource source) {

	}

}
