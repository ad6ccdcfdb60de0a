package dev.sendpost.webhook.inbound.mvc;

import dev.sendpost.webhook.inbound.signature.Verification;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Gives methods with {@link SignedWebhook} what is known about the webhook, if they have
 * a parameter for it.
 */
public final class VerificationArgumentResolver implements HandlerMethodArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == Verification.class && parameter.hasMethodAnnotation(SignedWebhook.class);
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
			NativeWebRequest request, @Nullable WebDataBinderFactory binderFactory) {
		return AcceptedWebhook
			.verification(request.getAttribute(AcceptedWebhook.attribute(), RequestAttributes.SCOPE_REQUEST));
	}

}
