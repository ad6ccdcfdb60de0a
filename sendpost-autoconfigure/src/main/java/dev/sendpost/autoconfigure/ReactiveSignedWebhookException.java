package dev.sendpost.autoconfigure;

import java.lang.reflect.Method;

/**
 * A method of a reactive application is for signed webhooks, which are verified in Spring
 * MVC only.
 */
class ReactiveSignedWebhookException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	ReactiveSignedWebhookException(Method method) {
		super("The method " + method.getDeclaringClass().getName() + "." + method.getName()
				+ " has @SignedWebhook, which verifies nothing in a reactive application (Spring WebFlux).");
	}

}
