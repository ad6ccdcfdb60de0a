package dev.sendpost.webhook.inbound.mvc;

import java.io.IOException;

import dev.sendpost.webhook.inbound.WebhookReceiver;
import dev.sendpost.webhook.inbound.WebhookRefusals;
import dev.sendpost.webhook.inbound.signature.WebhookRequest;
import dev.sendpost.webhook.inbound.signature.WebhookVerificationException;
import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Receives the webhooks of one source. A webhook that is kept is answered with 200, which
 * all providers take for an answer, and so is one that came before; what is refused, with
 * a problem (RFC 9457).
 */
public final class WebhookEndpoint implements HttpRequestHandler {

	private static final Log logger = LogFactory.getLog(WebhookEndpoint.class);

	private final String source;

	private final WebhookReceiver receiver;

	private final WebhookRefusals refusals;

	private final WebhookReader reader;

	private final ObjectProvider<RequestMappingHandlerAdapter> adapters;

	/**
	 * Create an endpoint.
	 * @param source the name of the source
	 * @param receiver keeps webhooks
	 * @param refusals counts those that are refused
	 * @param maxBodySize how many octets a body may have
	 * @param adapters whose converters write problems
	 */
	public WebhookEndpoint(String source, WebhookReceiver receiver, WebhookRefusals refusals, int maxBodySize,
			ObjectProvider<RequestMappingHandlerAdapter> adapters) {
		this(source, receiver, refusals, new WebhookReader(maxBodySize, System::nanoTime), adapters);
	}

	WebhookEndpoint(String source, WebhookReceiver receiver, WebhookRefusals refusals, WebhookReader reader,
			ObjectProvider<RequestMappingHandlerAdapter> adapters) {
		this.source = source;
		this.receiver = receiver;
		this.refusals = refusals;
		this.reader = reader;
		this.adapters = adapters;
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
		WebhookProblem problem = receive(request, response);
		if (problem == null) {
			response.setStatus(HttpServletResponse.SC_OK);
			return;
		}
		problem.write(response, this.adapters.orderedStream().findFirst().orElseThrow().getMessageConverters());
	}

	private @Nullable WebhookProblem receive(HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		if (!"POST".equals(request.getMethod())) {
			response.setHeader("Allow", "POST");
			return WebhookProblem.methodNotAllowed();
		}
		WebhookRequest webhook;
		try {
			webhook = this.reader.read(request);
		}
		catch (WebhookBodyTooLargeException ex) {
			return refused(WebhookProblem.of(ex));
		}
		catch (WebhookBodyTooSlowException ex) {
			return refused(WebhookProblem.of(ex));
		}
		catch (IllegalArgumentException ex) {
			return refused(WebhookProblem.badRequest());
		}
		try {
			this.receiver.receive(this.source, webhook);
			return null;
		}
		catch (WebhookVerificationException ex) {
			this.refusals.refused(this.source, ex);
			return (ex.getReason() != Reason.REPLAYED) ? WebhookProblem.of(ex) : null;
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn(
					"A webhook of the source '" + this.source + "' cannot be kept; its sender is asked to repeat it",
					ex);
			return WebhookProblem.unavailable();
		}
	}

	private WebhookProblem refused(WebhookProblem problem) {
		this.refusals.refused(this.source, problem.reason(), problem.detail());
		return problem;
	}

}
