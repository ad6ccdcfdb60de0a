package dev.sendpost.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.sendpost.api.ApiDescription;
import dev.sendpost.api.ApiDoor;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the paths of the HTTP doors.
 */
@AutoConfiguration(after = { SendpostEmailApiDoorAutoConfiguration.class, SendpostSendPostDoorAutoConfiguration.class,
		SendpostSendryDoorAutoConfiguration.class, SendpostSendTrueDoorAutoConfiguration.class,
		SendpostSmtpMailerDoorAutoConfiguration.class })
@ConditionalOnClass({ RouterFunctionMapping.class, HttpServletRequest.class })
@ConditionalOnBean(ApiDoor.class)
public final class SendpostDoorAutoConfiguration {

	/** Before the application's own handlers, of which one may be for all paths. */
	private static final int ORDER = -100;

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)*");

	/**
	 * Neither the converters nor the interceptors nor the exception handlers of the
	 * application have a part in what doors answer.
	 */
	@Bean
	@ConditionalOnMissingBean(name = "sendpostDoorHandlerMapping")
	RouterFunctionMapping sendpostDoorHandlerMapping(ObjectProvider<ApiDoor> doors, DoorProperties properties) {
		List<ApiDoor> all = doors.orderedStream().toList();
		RouterFunctionMapping mapping = new RouterFunctionMapping(router(all, basePath(properties)));
		mapping.setMessageConverters(List.of(new ByteArrayHttpMessageConverter()));
		mapping.setOrder(ORDER);
		List<String> origins = properties.cors().allowedOrigins();
		if (!origins.isEmpty()) {
			CorsConfiguration cors = new CorsConfiguration();
			cors.setAllowedOrigins(origins);
			cors.setAllowedMethods(List.of(CorsConfiguration.ALL));
			cors.setAllowedHeaders(List.of(CorsConfiguration.ALL));
			cors.setExposedHeaders(List.of(HttpHeaders.RETRY_AFTER));
			mapping.setCorsConfigurations(Map.of("/**", cors));
		}
		return mapping;
	}

	private static RouterFunction<ServerResponse> router(List<ApiDoor> doors, String basePath) {
		RouterFunctions.Builder router = RouterFunctions.route();
		for (ApiDoor door : doors) {
			router.add(ApiDescription.of(door.name(), basePath).router());
		}
		for (ApiDoor door : doors) {
			router.add(door.router(basePath));
		}
		return router.build();
	}

	private static String basePath(DoorProperties properties) {
		String basePath = properties.basePath();
		if (!PATH.matcher(basePath).matches()) {
			throw new InvalidSendpostPropertyException("sendpost.doors.base-path",
					"'" + basePath + "' is no plain path",
					"Set it to a path such as /mail, which begins with a slash and does not end with one, or leave it out.");
		}
		return basePath;
	}

	/**
	 * Lets calls past the application's security: they carry a key, and neither a session
	 * nor a CSRF token. A filter chain of our own would switch off the one that Spring
	 * Boot sets up for all other paths.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebSecurityCustomizer.class, PathPatternRequestMatcher.class })
	static class SecurityConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "sendpostDoorSecurityCustomizer")
		WebSecurityCustomizer sendpostDoorSecurityCustomizer(ObjectProvider<ApiDoor> doors, DoorProperties properties,
				ObjectProvider<DispatcherServletPath> servletPath) {
			DispatcherServletPath servlet = servletPath.getIfUnique();
			String prefix = (servlet != null) ? servlet.getPrefix() : "";
			String basePath = basePath(properties);
			RequestMatcher[] matchers = doors.orderedStream()
				.flatMap((door) -> paths(door, basePath))
				.map((path) -> matcher(prefix, path))
				.toArray(RequestMatcher[]::new);
			return (web) -> web.ignoring().requestMatchers(matchers);
		}

		private static Stream<String> paths(ApiDoor door, String basePath) {
			return Stream.concat(Stream.of(ApiDescription.of(door.name(), basePath).path()),
					door.paths().stream().map((path) -> basePath + path));
		}

		private static RequestMatcher matcher(String prefix, String path) {
			PathPatternRequestMatcher.Builder builder = PathPatternRequestMatcher.withDefaults();
			return (prefix.isEmpty() ? builder : builder.basePath(prefix)).matcher(path);
		}

	}

}
