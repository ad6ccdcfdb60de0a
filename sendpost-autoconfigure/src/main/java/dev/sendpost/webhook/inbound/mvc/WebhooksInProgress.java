package dev.sendpost.webhook.inbound.mvc;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The webhooks that this node is processing: what becomes of them is not known yet, and
 * so neither is the answer to a copy.
 */
final class WebhooksInProgress {

	private final Set<Key> keys = ConcurrentHashMap.newKeySet();

	/**
	 * Begin with a webhook.
	 * @return whether it was not in progress
	 */
	boolean begin(AcceptedWebhook webhook) {
		return this.keys.add(Key.of(webhook));
	}

	void end(AcceptedWebhook webhook) {
		this.keys.remove(Key.of(webhook));
	}

	/**
	 * End a webhook with its asynchronous request, even if that is never dispatched
	 * again.
	 */
	void endWith(HttpServletRequest request, AcceptedWebhook webhook) {
		request.getAsyncContext().addListener(new AsyncListener() {

			@Override
			public void onComplete(AsyncEvent event) {
				end(webhook);
			}

			@Override
			public void onTimeout(AsyncEvent event) {
				// It is completed, too.
			}

			@Override
			public void onError(AsyncEvent event) {
				// It is completed, too.
			}

			@Override
			public void onStartAsync(AsyncEvent event) {
				event.getAsyncContext().addListener(this);
			}

		});
	}

	private record Key(String source, String replayKey) {

		static Key of(AcceptedWebhook webhook) {
			return new Key(webhook.source().name(), webhook.verification().replayKey());
		}

	}

}
