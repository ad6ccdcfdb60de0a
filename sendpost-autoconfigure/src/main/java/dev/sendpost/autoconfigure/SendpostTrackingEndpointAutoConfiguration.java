package dev.sendpost.autoconfigure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.audience.Audiences;
import dev.sendpost.tracking.EngagementRecorder;
import dev.sendpost.tracking.TrackingLinks;
import dev.sendpost.tracking.TrackingObserver;
import dev.sendpost.tracking.Unsubscriptions;
import dev.sendpost.tracking.mvc.ClickEndpoint;
import dev.sendpost.tracking.mvc.ConfirmationEndpoint;
import dev.sendpost.tracking.mvc.PixelEndpoint;
import dev.sendpost.tracking.mvc.ReaderEndpoint;
import dev.sendpost.tracking.mvc.ReaderFinder;
import dev.sendpost.tracking.mvc.ReaderPageRenderer;
import dev.sendpost.tracking.mvc.ReaderPages;
import dev.sendpost.tracking.mvc.StylesheetEndpoint;
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
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what readers' clients request:
 * pixels, tracked links, and the pages to unsubscribe, to choose and to confirm.
 */
@AutoConfiguration(after = { SendpostTrackingAutoConfiguration.class, SendpostAudienceAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ SimpleUrlHandlerMapping.class, HttpServletRequest.class })
@ConditionalOnBean(Unsubscriptions.class)
@EnableConfigurationProperties(TrackingProperties.class)
public final class SendpostTrackingEndpointAutoConfiguration {

	/** Before the application's own handlers, of which one may be for all paths. */
	private static final int ORDER = -100;

	private static final String TOKEN = "/{token}";

	@Bean
	@ConditionalOnMissingBean
	ReaderPages sendpostReaderPages(ObjectProvider<ReaderPageRenderer> renderer, MessageSource messages) {
		return new ReaderPages(renderer.getIfAvailable(), messages);
	}

	@Bean
	@ConditionalOnMissingBean(name = "sendpostTrackingHandlerMapping")
	SimpleUrlHandlerMapping sendpostTrackingHandlerMapping(TrackingProperties properties, TrackingLinks links,
			EngagementRecorder recorder, Unsubscriptions unsubscriptions, ReaderPages pages,
			ObjectProvider<Audiences> audiences, ObjectProvider<TrackingObserver> observers) throws IOException {
		TrackingObserver observer = observers.getIfUnique(() -> TrackingObserver.NONE);
		Audiences known = audiences.getIfUnique();
		ReaderFinder finder = new ReaderFinder(links, unsubscriptions, known);
		String path = TrackingPropertiesMapper.path(properties.path()) + "/";
		Map<String, HttpRequestHandler> endpoints = new LinkedHashMap<>();
		endpoints.put(path + TrackingLinks.OPEN + TOKEN, new PixelEndpoint(links, recorder, observer));
		endpoints.put(path + TrackingLinks.CLICK + TOKEN, new ClickEndpoint(links, recorder, pages, observer));
		endpoints.put(path + TrackingLinks.UNSUBSCRIBE + TOKEN, ReaderEndpoint.unsubscribe(finder, pages, observer));
		endpoints.put(path + TrackingLinks.PREFERENCES + TOKEN, ReaderEndpoint.preferences(finder, pages, observer));
		if (known != null) {
			endpoints.put(path + TrackingLinks.CONFIRM, new ConfirmationEndpoint(known, pages, observer));
		}
		endpoints.put(path + StylesheetEndpoint.NAME, new StylesheetEndpoint());
		return new SimpleUrlHandlerMapping(endpoints, ORDER);
	}

	/**
	 * Lets readers past the application's security: they cannot log in, and their mail
	 * clients have no CSRF token; each link is signed. A filter chain of our own would
	 * switch off the one that Spring Boot sets up for all other paths.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebSecurityCustomizer.class, PathPatternRequestMatcher.class })
	static class SecurityConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "sendpostTrackingSecurityCustomizer")
		WebSecurityCustomizer sendpostTrackingSecurityCustomizer(TrackingProperties properties,
				ObjectProvider<DispatcherServletPath> servletPath) {
			DispatcherServletPath servlet = servletPath.getIfUnique();
			String prefix = (servlet != null) ? servlet.getPrefix() : "";
			PathPatternRequestMatcher.Builder builder = PathPatternRequestMatcher.withDefaults();
			PathPatternRequestMatcher.Builder matchers = prefix.isEmpty() ? builder : builder.basePath(prefix);
			String path = TrackingPropertiesMapper.path(properties.path()) + "/";
			List<RequestMatcher> ignored = new ArrayList<>();
			for (String segment : List.of(TrackingLinks.OPEN + TOKEN, TrackingLinks.CLICK + TOKEN,
					TrackingLinks.UNSUBSCRIBE + TOKEN, TrackingLinks.PREFERENCES + TOKEN, TrackingLinks.CONFIRM,
					StylesheetEndpoint.NAME)) {
				ignored.add(matchers.matcher(path + segment));
			}
			return (web) -> web.ignoring().requestMatchers(ignored.toArray(RequestMatcher[]::new));
		}

	}

}
