package dev.sendpost.autoconfigure;

import java.lang.reflect.Method;

import dev.sendpost.webhook.inbound.mvc.SignedWebhook;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.stereotype.Controller;
import org.springframework.util.ClassUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that keeps a reactive application
 * from starting if its methods have {@link SignedWebhook}, which means nothing there:
 * they would be called for webhooks that nobody verified.
 */
@AutoConfiguration
@Conditional(SendpostReactiveSignedWebhookAutoConfiguration.OnReactiveApplication.class)
public final class SendpostReactiveSignedWebhookAutoConfiguration {

	@Bean
	static SmartInitializingSingleton sendpostReactiveSignedWebhookCheck(ListableBeanFactory beans) {
		return () -> {
			for (String name : beans.getBeanNamesForAnnotation(Controller.class)) {
				requireNone(beans.getType(name, false));
			}
		};
	}

	private static void requireNone(@Nullable Class<?> type) {
		if (type == null) {
			return;
		}
		for (Method method : MethodIntrospector.selectMethods(ClassUtils.getUserClass(type),
				(Method candidate) -> AnnotatedElementUtils.hasAnnotation(candidate, SignedWebhook.class))) {
			throw new ReactiveSignedWebhookException(method);
		}
	}

	/**
	 * Whether the application is reactive. It asks the context itself, so that it does
	 * not depend on which framework serves requests.
	 */
	static class OnReactiveApplication implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return context.getResourceLoader() instanceof ReactiveWebApplicationContext;
		}

	}

}
