package dev.sendpost.webhook.inbound.mvc;

import dev.sendpost.webhook.inbound.signature.Verification;
import dev.sendpost.webhook.inbound.signature.WebhookClaim;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * A webhook that was verified and is being processed, maybe beyond the first dispatch of
 * its request.
 *
 * @param source the name of who sent it
 * @param verification what is known about it
 * @param claim keeps copies away meanwhile
 */
record AcceptedWebhook(String source, Verification verification, WebhookClaim claim) {

	private static final String ATTRIBUTE = AcceptedWebhook.class.getName();

	private static final Log logger = LogFactory.getLog(AcceptedWebhook.class);

	/**
	 * Find what was accepted by an earlier dispatch of an asynchronous request.
	 */
	static @Nullable AcceptedWebhook continued(HttpServletRequest request, String source) {
		if (request.getDispatcherType() == DispatcherType.ASYNC
				&& request.getAttribute(ATTRIBUTE) instanceof AcceptedWebhook accepted
				&& accepted.source().equals(source)) {
			return accepted;
		}
		return null;
	}

	static @Nullable Verification verification(@Nullable Object attribute) {
		return (attribute instanceof AcceptedWebhook accepted) ? accepted.verification() : null;
	}

	/**
	 * End it: as it was answered.
	 */
	void endAs(HttpServletResponse response) {
		end(response.getStatus() >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
	}

	/**
	 * End it with its asynchronous request, even if that is never dispatched again.
	 */
	void endWith(HttpServletRequest request, HttpServletResponse response) {
		request.getAsyncContext().addListener(new AsyncListener() {

			private boolean failed;

			@Override
			public void onComplete(AsyncEvent event) {
				if (this.failed) {
					end(true);
				}
				else {
					endAs(response);
				}
			}

			@Override
			public void onTimeout(AsyncEvent event) {
				this.failed = true;
			}

			@Override
			public void onError(AsyncEvent event) {
				this.failed = true;
			}

			@Override
			public void onStartAsync(AsyncEvent event) {
				event.getAsyncContext().addListener(this);
			}

		});
	}

	/*
	 * What was processed is answered as it is, whatever becomes of the claim: the
	 * sender's repetition would be processed once more.
	 */
	private void end(boolean failed) {
		try {
			if (failed) {
				this.claim.release();
			}
			else {
				this.claim.finish();
			}
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("It cannot be kept what became of a webhook of the source '" + this.source
					+ "'. For ten minutes, copies are told to come again; then one is processed once more", ex);
		}
	}

	static String attribute() {
		return ATTRIBUTE;
	}

}
