package dev.sendpost.autoconfigure;

import java.util.List;

import dev.sendpost.webhook.inbound.WebhookObserver;
import dev.sendpost.webhook.inbound.WebhookRefusals;
import dev.sendpost.webhook.inbound.mvc.SignedWebhook;
import dev.sendpost.webhook.inbound.mvc.SignedWebhookHandlerAdapter;
import dev.sendpost.webhook.inbound.mvc.VerificationArgumentResolver;
import dev.sendpost.webhook.inbound.signature.WebhookSources;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.util.unit.DataSize;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link SignedWebhook}. It does
 * not depend on whether webhooks can be verified: where they cannot, an application whose
 * methods want it must not start.
 */
@AutoConfiguration(after = SendpostWebhookVerificationAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ RequestMappingHandlerAdapter.class, HttpServletRequest.class })
@EnableConfigurationProperties(WebhookProperties.class)
public final class SendpostSignedWebhookAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SignedWebhookHandlerAdapter sendpostSignedWebhookHandlerAdapter(ObjectProvider<WebhookSources> sources,
			ObjectProvider<RequestMappingHandlerAdapter> adapters, ObjectProvider<WebhookRefusals> refusals,
			WebhookProperties properties) {
		return new SignedWebhookHandlerAdapter(sources.getIfAvailable(() -> new WebhookSources(List.of())), adapters,
				refusals.getIfAvailable(() -> new WebhookRefusals(WebhookObserver.NONE, System::nanoTime)),
				maxBodySize(properties.maxBodySize()));
	}

	static int maxBodySize(DataSize size) {
		if (size.toBytes() < 1 || size.toBytes() >= Integer.MAX_VALUE) {
			throw new InvalidSendpostPropertyException("sendpost.webhooks.max-body-size",
					size + " is not between 1 octet and 2 gigabytes", "Set it to a size such as 1MB, or leave it out.");
		}
		return (int) size.toBytes();
	}

	@Bean
	WebMvcConfigurer sendpostSignedWebhookMvcConfigurer() {
		return new WebMvcConfigurer() {

			@Override
			public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
				resolvers.add(new VerificationArgumentResolver());
			}

		};
	}

	@Bean
	static SmartInitializingSingleton sendpostSignedWebhookCheck(ObjectProvider<RequestMappingHandlerMapping> mappings,
			ObjectProvider<WebhookSources> sources) {
		return () -> mappings.orderedStream()
			.flatMap((mapping) -> mapping.getHandlerMethods().values().stream())
			.forEach((method) -> requireSource(method, sources));
	}

	private static void requireSource(HandlerMethod method, ObjectProvider<WebhookSources> sources) {
		String name = SignedWebhookHandlerAdapter.source(method);
		if (name == null) {
			return;
		}
		WebhookSources known = sources.getIfAvailable(() -> new WebhookSources(List.of()));
		if (known.find(name).isEmpty()) {
			throw new InvalidSendpostPropertyException(WebhookSourceFactory.SOURCES + name,
					"it is missing, but " + method.getShortLogMessage() + " is for its signed webhooks",
					"Set '" + WebhookSourceFactory.SOURCES + name + ".provider' and what belongs to it, or name one of "
							+ known.names() + " in @SignedWebhook.");
		}
	}

}
