package dev.sendpost.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.sendpost.webhook.inbound.ReceivingSources;
import dev.sendpost.webhook.inbound.WebhookReceiver;
import dev.sendpost.webhook.inbound.WebhookRefusals;
import dev.sendpost.webhook.inbound.mvc.WebhookEndpoint;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the endpoint where webhooks are
 * received.
 */
@AutoConfiguration(after = SendpostWebhookReceivingAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ RequestMappingHandlerAdapter.class, HttpServletRequest.class })
@ConditionalOnBean(WebhookReceiver.class)
@EnableConfigurationProperties(WebhookProperties.class)
public final class SendpostWebhookEndpointAutoConfiguration {

	/** Before the application's own handlers, of which one may be for all paths. */
	private static final int ORDER = -100;

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

	/**
	 * Each source has its path. There is no handler for other names, so a controller of
	 * the application may be below the same base path.
	 */
	@Bean
	@ConditionalOnMissingBean(name = "sendpostWebhookHandlerMapping")
	SimpleUrlHandlerMapping sendpostWebhookHandlerMapping(WebhookReceiver receiver, ReceivingSources sources,
			WebhookRefusals refusals, WebhookProperties properties,
			ObjectProvider<RequestMappingHandlerAdapter> adapters) {
		Map<String, WebhookEndpoint> endpoints = new LinkedHashMap<>();
		for (String name : sources.names()) {
			endpoints.put(path(properties, name), new WebhookEndpoint(name, receiver, refusals,
					SendpostSignedWebhookAutoConfiguration.maxBodySize(properties.maxBodySize()), adapters));
		}
		return new SimpleUrlHandlerMapping(endpoints, ORDER);
	}

	private static String path(WebhookProperties properties, String name) {
		String base = properties.basePath();
		if (!PATH.matcher(base).matches()) {
			throw new InvalidSendpostPropertyException("sendpost.webhooks.base-path", "'" + base + "' is no plain path",
					"Set it to a path such as /webhooks/email: it begins with a slash and does not end with one.");
		}
		return base + "/" + name;
	}

	/**
	 * Lets webhooks past the application's security: providers can neither log in nor
	 * send a CSRF token, and each webhook is verified. A filter chain of our own would
	 * switch off the one that Spring Boot sets up for all other paths.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebSecurityCustomizer.class, PathPatternRequestMatcher.class })
	static class SecurityConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "sendpostWebhookSecurityCustomizer")
		WebSecurityCustomizer sendpostWebhookSecurityCustomizer(ReceivingSources sources, WebhookProperties properties,
				ObjectProvider<DispatcherServletPath> servletPath) {
			DispatcherServletPath servlet = servletPath.getIfUnique();
			String prefix = (servlet != null) ? servlet.getPrefix() : "";
			List<RequestMatcher> matchers = sources.names()
				.stream()
				.<RequestMatcher>map((name) -> matcher(prefix, path(properties, name)))
				.toList();
			return (web) -> web.ignoring().requestMatchers(matchers.toArray(RequestMatcher[]::new));
		}

		private static PathPatternRequestMatcher matcher(String prefix, String path) {
			PathPatternRequestMatcher.Builder builder = PathPatternRequestMatcher.withDefaults();
			return (prefix.isEmpty() ? builder : builder.basePath(prefix)).matcher(HttpMethod.POST, path);
		}

	}

}
