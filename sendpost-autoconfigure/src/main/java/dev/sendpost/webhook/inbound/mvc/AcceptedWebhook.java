package dev.sendpost.webhook.inbound.mvc;

import dev.sendpost.webhook.inbound.signature.Verification;
import dev.sendpost.webhook.inbound.signature.WebhookSource;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A webhook that was verified and is being processed, maybe beyond the first dispatch of
 * its request.
 *
 * @param source who sent it
 * @param verification what is known about it
 */
record AcceptedWebhook(WebhookSource source, Verification verification) {

	private static final String ATTRIBUTE = AcceptedWebhook.class.getName();

	/**
	 * Find what was accepted by an earlier dispatch of an asynchronous request.
	 */
	static @Nullable AcceptedWebhook continued(HttpServletRequest request, String source) {
		if (request.getDispatcherType() == DispatcherType.ASYNC
				&& request.getAttribute(ATTRIBUTE) instanceof AcceptedWebhook accepted
				&& accepted.source().name().equals(source)) {
			return accepted;
		}
		return null;
	}

	static @Nullable Verification verification(@Nullable Object attribute) {
		return (attribute instanceof AcceptedWebhook accepted) ? accepted.verification() : null;
	}

	/**
	 * Let it come again, since it could not be processed.
	 */
	void release() {
		this.source.release(this.verification);
	}

	static String attribute() {
		return ATTRIBUTE;
	}

}
