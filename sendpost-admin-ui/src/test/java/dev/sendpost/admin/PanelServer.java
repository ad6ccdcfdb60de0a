package dev.sendpost.admin;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.audience.Audience;
import dev.sendpost.audience.Audiences;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * An application with the panel, on a free port, and a client of it.
 */
final class PanelServer implements AutoCloseable {

	private static final Pattern TOKEN = Pattern.compile("name=\"_token\" value=\"([^\"]+)\"");

	private final HttpClient client = HttpClient.newBuilder()
		.connectTimeout(Duration.ofSeconds(10))
		.followRedirects(HttpClient.Redirect.NEVER)
		.build();

	private final ConfigurableApplicationContext context;

	private final String port;

	private PanelServer(ConfigurableApplicationContext context, String port) {
		this.context = context;
		this.port = port;
	}

	static PanelServer start(Class<?> application, String... properties) {
		return start(PanelServer.class.getClassLoader(), application, properties);
	}

	/**
	 * Start an application that has no Spring Security on its class path.
	 */
	static PanelServer startWithoutSecurity(Class<?> application, String... properties) {
		return start(new FilteredClassLoader("org.springframework.security"), application, properties);
	}

	private static PanelServer start(ClassLoader classLoader, Class<?> application, String... properties) {
		List<String> all = new ArrayList<>(List.of("server.port=0", "spring.main.banner-mode=off",
				"sendpost.store.file=target/panel-" + UUID.randomUUID() + "/store",
				"sendpost.from=hello@acme.example"));
		all.addAll(List.of(properties));
		return new PanelServer(new SpringApplicationBuilder(application).web(WebApplicationType.SERVLET)
			.resourceLoader(new DefaultResourceLoader(classLoader))
			.properties(all.toArray(String[]::new))
			.run(), "local.server.port");
	}

	/**
	 * The same application, at the port of its actuator.
	 */
	PanelServer managementPort() {
		return new PanelServer(this.context, "local.management.port");
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	<T> T bean(String name, Class<T> type) {
		return this.context.getBean(name, type);
	}

	/**
	 * The audience of a sub-account, which is created if it is not there.
	 */
	Audience audience(String subAccount) {
		SubAccounts subAccounts = bean(SubAccounts.class);
		if (subAccounts.find(subAccount).isEmpty()) {
			subAccounts.create(subAccount, SubAccountSettings.NONE);
		}
		return bean(Audiences.class).forSubAccount(subAccount);
	}

	String url(String path) {
		return "http://localhost:" + this.context.getEnvironment().getRequiredProperty(this.port) + path;
	}

	HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(URI.create(url(path))).GET(), headers);
	}

	HttpResponse<String> head(String path, String... headers) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(URI.create(url(path))).method("HEAD", BodyPublishers.noBody()), headers);
	}

	/**
	 * Send a form.
	 * @param fields names and values in turns
	 */
	HttpResponse<String> post(String path, List<String> fields, String... headers)
			throws IOException, InterruptedException {
		StringBuilder body = new StringBuilder();
		for (int i = 0; i < fields.size(); i += 2) {
			body.append((i > 0) ? "&" : "")
				.append(fields.get(i))
				.append('=')
				.append(URLEncoder.encode(fields.get(i + 1), StandardCharsets.UTF_8));
		}
		return send(HttpRequest.newBuilder(URI.create(url(path)))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(body.toString())), headers);
	}

	private HttpResponse<String> send(HttpRequest.Builder request, String... headers)
			throws IOException, InterruptedException {
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.client.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
	}

	static String token(HttpResponse<String> page) {
		Matcher matcher = TOKEN.matcher(page.body());
		if (!matcher.find()) {
			throw new AssertionError("There is no token in " + page.body());
		}
		return matcher.group(1);
	}

	static String basic(String user, String password) {
		return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * An application without Spring Security.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Plain {

	}

	/**
	 * An application with Spring Security and nothing said about it.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Secured {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("ops").password("{noop}secret").roles("SENDPOST_ADMIN").build(),
					User.withUsername("eve").password("{noop}secret").roles("SENDPOST_VIEWER").build(),
					User.withUsername("joe").password("{noop}secret").roles("USER").build());
		}

	}

}
