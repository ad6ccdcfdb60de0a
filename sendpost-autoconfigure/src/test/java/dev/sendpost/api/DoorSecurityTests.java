package dev.sendpost.api;

import java.net.http.HttpResponse;
import java.util.List;

import dev.sendpost.subaccount.ApiKeyScope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for doors in applications that have a web and a security of their own, which
 * neither changes what doors answer nor is changed by them.
 */
class DoorSecurityTests {

	private static final String EMAIL = """
			{"to": "ann@example.com", "from": "you@acme.example", "subject": "Welcome!", "html": "<p>Hello</p>"}""";

	private static final String ENABLED = "sendpost.doors.email-api.enabled=true";

	private DoorServer server;

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void bootsOwnSecurityStaysOnForOtherPaths() throws Exception {
		this.server = DoorServer.start(WithSecurity.class, ENABLED);
		requireDoor("");
		assertThat(this.server.context().getBeansOfType(SecurityFilterChain.class)).hasSize(1);
		requireOthersClosed("/", "/api", "/api/v1", "/api/v1/email", "/api/v1/orders", "/mine", "/openapi/other.yaml");
	}

	@Test
	void theApplicationsOwnSecurityStaysOnForOtherPaths() throws Exception {
		this.server = DoorServer.start(WithOwnChain.class, ENABLED);
		requireDoor("");
		assertThat(this.server.context().getBeansOfType(SecurityFilterChain.class)).containsOnlyKeys("own");
		requireOthersClosed("/api/v1/orders", "/mine");
	}

	@Test
	void behindAContextPathAServletPathAndABasePath() throws Exception {
		this.server = DoorServer.start(WithSecurity.class, ENABLED, "server.servlet.context-path=/app",
				"spring.mvc.servlet.path=/mvc", "sendpost.doors.base-path=/mail");
		requireDoor("/app/mvc/mail");
		requireOthersClosed("/app/mvc/api/v1/emails", "/app/mail/api/v1/emails", "/app/mvc/mail", "/app/mvc/mine");
	}

	@Test
	void nothingOfTheApplicationsWebChangesADoor() throws Exception {
		this.server = DoorServer.start(DoorServer.Application.class, ENABLED);
		List<HttpResponse<String>> plain = exchanges();
		this.server.close();
		this.server = DoorServer.start(WithWeb.class, ENABLED, "spring.jackson.default-property-inclusion=non_empty",
				"spring.mvc.problemdetails.enabled=true");
		List<HttpResponse<String>> others = exchanges();
		for (int i = 0; i < plain.size(); i++) {
			assertThat(others.get(i).statusCode()).isEqualTo(plain.get(i).statusCode());
			assertThat(withoutIds(others.get(i))).isEqualTo(withoutIds(plain.get(i)));
			assertThat(others.get(i).headers().map().keySet()).isEqualTo(plain.get(i).headers().map().keySet());
		}
		assertThat(plain).extracting(HttpResponse::statusCode).containsExactly(200, 401, 400, 404, 405, 200);
		HttpResponse<String> elsewhere = this.server.call("GET", "/elsewhere", null);
		assertThat(elsewhere.body()).as("the application's own path").isEqualTo("caught /elsewhere");
		assertThat(elsewhere.headers().firstValue("X-Intercepted")).hasValue("yes");
	}

	@Test
	void pagesOfOriginsThatAreNamedMayCall() throws Exception {
		this.server = DoorServer.start(WithSecurity.class, ENABLED,
				"sendpost.doors.cors.allowed-origins=https://panel.acme.example");
		HttpResponse<String> preflight = this.server.call("OPTIONS", "/api/v1/emails", null, "Origin",
				"https://panel.acme.example", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers",
				"authorization, content-type, idempotency-key");
		assertThat(preflight.statusCode()).isEqualTo(200);
		assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
			.hasValue("https://panel.acme.example");
		assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods").orElseThrow()).contains("POST");
		assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
			.contains("authorization", "idempotency-key");
		assertThat(preflight.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
		HttpResponse<String> sent = send("", "Origin", "https://panel.acme.example");
		assertThat(sent.statusCode()).isEqualTo(200);
		assertThat(sent.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://panel.acme.example");
		assertThat(sent.headers().firstValue("Access-Control-Expose-Headers")).hasValue("Retry-After");
		HttpResponse<String> other = this.server.call("OPTIONS", "/api/v1/emails", null, "Origin",
				"https://evil.example", "Access-Control-Request-Method", "POST");
		assertThat(other.statusCode()).isEqualTo(403);
		assertThat(send("", "Origin", "https://evil.example").statusCode()).isEqualTo(403);
	}

	private List<HttpResponse<String>> exchanges() throws Exception {
		return List.of(send(""), this.server.call("POST", "/api/v1/emails", EMAIL),
				this.server.call("POST", "/api/v1/emails", "{", "Authorization", "Bearer " + key()),
				this.server.call("GET", "/api/v1/emails/x/y", null), this.server.call("DELETE", "/api/v1/emails", null),
				this.server.call("GET", "/openapi/email-api.yaml", null));
	}

	private static String withoutIds(HttpResponse<String> response) {
		return response.body().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "id");
	}

	private String key() {
		return this.server.key("default", ApiKeyScope.SENDING_ACCESS);
	}

	private HttpResponse<String> send(String base, String... headers) throws Exception {
		String[] all = new String[headers.length + 2];
		System.arraycopy(headers, 0, all, 2, headers.length);
		all[0] = "Authorization";
		all[1] = "Bearer " + key();
		return this.server.call("POST", base + "/api/v1/emails", EMAIL, all);
	}

	private void requireDoor(String base) throws Exception {
		HttpResponse<String> sent = send(base);
		assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
		assertThat(sent.headers().firstValue("Set-Cookie")).as("no session").isEmpty();
		HttpResponse<String> refused = this.server.call("POST", base + "/api/v1/emails", EMAIL);
		assertThat(refused.statusCode()).isEqualTo(401);
		assertThat(DoorServer.json(refused).path("code").asString()).isEqualTo("unauthenticated");
		assertThat(this.server.call("GET", base + "/api/v1/emails/x/y", null).statusCode()).isEqualTo(404);
		assertThat(this.server.call("GET", base + "/openapi/email-api.yaml", null).statusCode()).isEqualTo(200);
	}

	private void requireOthersClosed(String... paths) throws Exception {
		for (String path : paths) {
			assertThat(this.server.call("POST", path, "{}").statusCode()).as(path).isIn(401, 403);
			assertThat(this.server.call("GET", path, null).statusCode()).as(path).isIn(302, 401, 403);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { FlywayAutoConfiguration.class, HibernateJpaAutoConfiguration.class })
	@Import(CatchAll.class)
	static class WithSecurity {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { FlywayAutoConfiguration.class, HibernateJpaAutoConfiguration.class })
	@Import(CatchAll.class)
	static class WithOwnChain {

		@Bean
		SecurityFilterChain own(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ DoorServer.Application.class, CatchAll.class, Advice.class })
	static class WithWeb implements WebMvcConfigurer {

		@Bean
		JsonMapperBuilderCustomizer upperCase() {
			return (builder) -> builder.propertyNamingStrategy(PropertyNamingStrategies.UPPER_SNAKE_CASE);
		}

		@Override
		public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
			StringHttpMessageConverter converter = new StringHttpMessageConverter();
			converter.setSupportedMediaTypes(List.of(MediaType.ALL));
			builder.addCustomConverter(converter);
		}

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(new HandlerInterceptor() {

				@Override
				public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
					response.setHeader("X-Intercepted", "yes");
					return true;
				}

			});
		}

	}

	@RestController
	static class CatchAll {

		@RequestMapping("/{*path}")
		String caught(HttpServletRequest request) {
			return "caught " + request.getRequestURI();
		}

	}

	@RestControllerAdvice
	static class Advice {

		@ExceptionHandler(Exception.class)
		String advised(Exception ex) {
			return "advised";
		}

	}

}
