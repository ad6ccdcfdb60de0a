package dev.sendpost.webhook.inbound.mvc;

import java.io.IOException;
import java.util.concurrent.Callable;

import dev.sendpost.webhook.inbound.signature.Verification;
import dev.sendpost.webhook.inbound.signature.WebhookRequest;
import dev.sendpost.webhook.inbound.signature.WebhookSource;
import dev.sendpost.webhook.inbound.signature.WebhookSources;
import dev.sendpost.webhook.inbound.signature.WebhookVerificationException;
import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerAdapter;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Calls methods with {@link SignedWebhook}, each for verified webhooks only. It stands
 * before the adapter that calls all handler methods, and hands on to it: so nothing that
 * a method has as parameters can make it be called unverified.
 */
public final class SignedWebhookHandlerAdapter implements HandlerAdapter, Ordered {

	private static final Log logger = LogFactory.getLog(SignedWebhookHandlerAdapter.class);

	private final WebhookSources sources;

	private final ObjectProvider<RequestMappingHandlerAdapter> adapters;

	private final WebhookReader reader;

	/**
	 * Create an adapter.
	 * @param sources the sources
	 * @param adapters what calls handler methods
	 * @param maxBodySize how many octets a body may have
	 */
	public SignedWebhookHandlerAdapter(WebhookSources sources, ObjectProvider<RequestMappingHandlerAdapter> adapters,
			int maxBodySize) {
		this.sources = sources;
		this.adapters = adapters;
		this.reader = new WebhookReader(maxBodySize);
	}

	/**
	 * The source whose webhooks a method is for.
	 * @param method the method
	 * @return the name of the source, or {@code null} if it is for requests of any kind
	 */
	public static @Nullable String source(HandlerMethod method) {
		SignedWebhook annotation = method.getMethodAnnotation(SignedWebhook.class);
		return (annotation != null) ? annotation.value() : null;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean supports(Object handler) {
		return handler instanceof HandlerMethod method && source(method) != null;
	}

	@Override
	public @Nullable ModelAndView handle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws Exception {
		String name = String.valueOf(source((HandlerMethod) handler));
		RequestMappingHandlerAdapter adapter = this.adapters.orderedStream()
			.filter((candidate) -> candidate.supports(handler))
			.findFirst()
			.orElseThrow();
		AcceptedWebhook continued = AcceptedWebhook.continued(request, name);
		if (continued != null) {
			return process(continued, () -> adapter.handle(request, response, handler), request, response);
		}
		WebhookSource source = this.sources.find(name)
			.orElseThrow(() -> new IllegalStateException("There is no source of webhooks named '" + name + "'"));
		WebhookRequest webhook = read(request, response, adapter);
		AcceptedWebhook accepted = (webhook != null) ? accept(source, webhook, response, adapter) : null;
		if (webhook == null || accepted == null) {
			return null;
		}
		request.setAttribute(AcceptedWebhook.attribute(), accepted);
		try {
			return process(accepted,
					() -> adapter.handle(new VerifiedRequest(request, webhook.body()), response, handler), request,
					response);
		}
		catch (TooManyParametersException ex) {
			WebhookProblem.of(ex).write(response, adapter.getMessageConverters());
			return null;
		}
	}

	private @Nullable WebhookRequest read(HttpServletRequest request, HttpServletResponse response,
			RequestMappingHandlerAdapter adapter) throws IOException {
		try {
			return this.reader.read(request);
		}
		catch (WebhookBodyTooLargeException ex) {
			WebhookProblem.of(ex).write(response, adapter.getMessageConverters());
			return null;
		}
	}

	private @Nullable AcceptedWebhook accept(WebhookSource source, WebhookRequest webhook, HttpServletResponse response,
			RequestMappingHandlerAdapter adapter) throws IOException {
		try {
			Verification verification = source.verify(webhook);
			return new AcceptedWebhook(source.name(), verification, source.begin(verification));
		}
		catch (WebhookVerificationException ex) {
			if (logger.isDebugEnabled()) {
				logger.debug("A webhook of the source '" + source.name() + "' is refused: " + ex.getMessage());
			}
			if (ex.getReason() != Reason.REPLAYED) {
				WebhookProblem.of(ex).write(response, adapter.getMessageConverters());
			}
			return null;
		}
	}

	/*
	 * What is processed asynchronously comes here again when it is done.
	 */
	private static @Nullable ModelAndView process(AcceptedWebhook accepted, Callable<@Nullable ModelAndView> handling,
			HttpServletRequest request, HttpServletResponse response) throws Exception {
		ModelAndView result;
		try {
			result = handling.call();
		}
		catch (Throwable ex) {
			try {
				accepted.claim().release();
			}
			catch (RuntimeException failure) {
				ex.addSuppressed(failure);
			}
			throw ex;
		}
		if (request.isAsyncStarted()) {
			accepted.endWith(request, response);
		}
		else {
			accepted.endAs(response);
		}
		return result;
	}

}
