package dev.sendpost.webhook.inbound.mvc;

import java.io.IOException;
import java.util.concurrent.Callable;

import dev.sendpost.webhook.inbound.WebhookRefusals;
import dev.sendpost.webhook.inbound.signature.Verification;
import dev.sendpost.webhook.inbound.signature.WebhookRequest;
import dev.sendpost.webhook.inbound.signature.WebhookSource;
import dev.sendpost.webhook.inbound.signature.WebhookSources;
import dev.sendpost.webhook.inbound.signature.WebhookVerificationException;
import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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

	private final WebhookSources sources;

	private final ObjectProvider<RequestMappingHandlerAdapter> adapters;

	private final WebhookRefusals refusals;

	private final WebhookReader reader;

	/**
	 * Create an adapter.
	 * @param sources the sources
	 * @param adapters what calls handler methods
	 * @param refusals counts those that are refused
	 * @param maxBodySize how many octets a body may have
	 */
	public SignedWebhookHandlerAdapter(WebhookSources sources, ObjectProvider<RequestMappingHandlerAdapter> adapters,
			WebhookRefusals refusals, int maxBodySize) {
		this.sources = sources;
		this.adapters = adapters;
		this.refusals = refusals;
		this.reader = new WebhookReader(maxBodySize, System::nanoTime);
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
		WebhookRequest webhook = read(name, request, response, adapter);
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
			refuse(name, WebhookProblem.of(ex), response, adapter);
			return null;
		}
	}

	private @Nullable WebhookRequest read(String source, HttpServletRequest request, HttpServletResponse response,
			RequestMappingHandlerAdapter adapter) throws IOException {
		try {
			return this.reader.read(request);
		}
		catch (WebhookBodyTooLargeException ex) {
			refuse(source, WebhookProblem.of(ex), response, adapter);
		}
		catch (WebhookBodyTooSlowException ex) {
			refuse(source, WebhookProblem.of(ex), response, adapter);
		}
		return null;
	}

	private void refuse(String source, WebhookProblem problem, HttpServletResponse response,
			RequestMappingHandlerAdapter adapter) throws IOException {
		this.refusals.refused(source, problem.reason(), problem.detail());
		problem.write(response, adapter.getMessageConverters());
	}

	private @Nullable AcceptedWebhook accept(WebhookSource source, WebhookRequest webhook, HttpServletResponse response,
			RequestMappingHandlerAdapter adapter) throws IOException {
		try {
			Verification verification = source.verify(webhook);
			return new AcceptedWebhook(source.name(), verification, source.begin(verification));
		}
		catch (WebhookVerificationException ex) {
			this.refusals.refused(source.name(), ex);
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
