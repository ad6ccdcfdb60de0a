package dev.sendpost.admin.autoconfigure;

import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.admin.web.AdminAccess;
import dev.sendpost.admin.web.AdminAudit;
import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminPanel;
import dev.sendpost.admin.web.AdminSettings;
import dev.sendpost.admin.web.FormTokens;
import dev.sendpost.admin.web.HostAccess;
import dev.sendpost.admin.web.LoginThrottle;
import dev.sendpost.admin.web.PanelHeaders;
import dev.sendpost.admin.web.PasswordAccess;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.secret.TokenSigner;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.spring6.SpringTemplateEngine;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.ui.DefaultLoginPageGeneratingFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.header.Header;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the admin panel. It comes after
 * that of Spring Boot's security, so that a filter chain for the panel's path does not
 * keep the one away that Spring Boot sets up for all others.
 */
@AutoConfiguration(after = SendpostAdminPageAutoConfiguration.class, afterName = {
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration" })
@ConditionalOnClass({ SpringTemplateEngine.class, RouterFunctionMapping.class, Caffeine.class })
@ConditionalOnBean(AdminPage.class)
@EnableConfigurationProperties(AdminProperties.class)
public final class SendpostAdminAutoConfiguration {

	private static final Log logger = LogFactory.getLog(SendpostAdminAutoConfiguration.class);

	/** Before the application's own handlers, of which one may be for all paths. */
	private static final int ORDER = -100;

	private static final int KEY_LENGTH = 32;

	private static final String FORM = "send a form of the admin panel";

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

	@Bean
	@ConditionalOnMissingBean
	AdminPanel sendpostAdminPanel(AdminProperties properties, AdminAccess access, ObjectProvider<SecretCipher> cipher,
			ObjectProvider<AdminAudit> audit, ObjectProvider<AdminPage> pages) {
		return new AdminPanel(new AdminSettings(basePath(properties), properties.readOnly()), access,
				new FormTokens(signer(cipher.getIfAvailable())),
				audit.getIfAvailable(() -> (user, action, subject, refusal) -> {
				}), pages.orderedStream().toList());
	}

	/**
	 * Without a key that all nodes have, forms are good at the node that wrote them,
	 * until it is started again.
	 */
	private static TokenSigner signer(@Nullable SecretCipher cipher) {
		TokenSigner shared = (cipher != null) ? cipher.tokenSigner(FORM) : null;
		if (shared != null && shared.canSign()) {
			return shared;
		}
		byte[] key = new byte[KEY_LENGTH];
		new SecureRandom().nextBytes(key);
		return new TokenSigner(List.of(key), FORM);
	}

	static RouterFunctionMapping handlerMapping(AdminPanel panel) {
		RouterFunctionMapping mapping = new RouterFunctionMapping(panel.router());
		mapping.setMessageConverters(List.of(new ByteArrayHttpMessageConverter()));
		mapping.setOrder(ORDER);
		return mapping;
	}

	private static String basePath(AdminProperties properties) {
		String basePath = properties.basePath();
		if (!PATH.matcher(basePath).matches()) {
			throw new InvalidAdminPropertyException("sendpost.admin.base-path", "'" + basePath + "' is no plain path",
					"Set it to a path such as /sendpost: it begins with a slash and does not end with one.");
		}
		return basePath;
	}

	/**
	 * At the port of the application, unless the panel is to be where the actuator is and
	 * that is elsewhere.
	 */
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnApplicationPort.class)
	static class ApplicationPortConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "sendpostAdminHandlerMapping")
		RouterFunctionMapping sendpostAdminHandlerMapping(AdminPanel panel) {
			return handlerMapping(panel);
		}

	}

	/**
	 * Without Spring Security there is one user.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.security.web.SecurityFilterChain")
	static class PasswordConfiguration {

		@Bean
		@ConditionalOnMissingBean
		AdminAccess sendpostAdminAccess(AdminProperties properties) {
			String password = properties.password();
			if (password == null || password.isBlank()) {
				password = UUID.randomUUID().toString();
				logger.warn("The admin panel is at " + properties.basePath() + ", for the user '"
						+ properties.username() + "' with the password of this start: " + password
						+ ". Set sendpost.admin.password for one that stays.");
			}
			return new PasswordAccess(properties.username(), password, properties.readOnly(), Ticker.systemTicker());
		}

	}

	/**
	 * With Spring Security its users are those of the application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SecurityFilterChain.class)
	static class SecurityConfiguration {

		/**
		 * What Spring Boot sets up where the application has no chain, without the
		 * actuator and with it: both have the same log-in page.
		 */
		private static final List<String> DEFAULT_CHAINS = List.of("defaultSecurityFilterChain",
				"managementSecurityFilterChain");

		@Bean
		@ConditionalOnMissingBean
		AdminAccess sendpostAdminAccess(AdminProperties properties) {
			return new HostAccess(properties.role(), properties.readOnlyRole());
		}

		@Bean
		@Order(ORDER)
		@ConditionalOnBean(HttpSecurity.class)
		@ConditionalOnMissingBean(name = "sendpostAdminSecurityFilterChain")
		SecurityFilterChain sendpostAdminSecurityFilterChain(HttpSecurity http, AdminProperties properties,
				ObjectProvider<AdminAccess> access, ObjectProvider<DispatcherServletPath> servletPath,
				BeanFactory beans) throws Exception {
			// The actuator's port has a servlet of its own, for all paths.
			DispatcherServletPath servlet = properties.onManagementPort() ? null : servletPath.getIfUnique();
			PathPatternRequestMatcher.Builder paths = paths(servlet);
			String base = basePath(properties);
			http.securityMatcher(new OrRequestMatcher(paths.matcher(base), paths.matcher(base + "/**")))
				// What all browsers may have is no page to come back to after a log-in.
				.authorizeHttpRequests((requests) -> requests.requestMatchers(paths.matcher(base + "/assets/**"))
					.permitAll()
					.anyRequest()
					.hasAnyRole(properties.role(), properties.readOnlyRole()))
				// The forms carry a token of the panel's own.
				.csrf(AbstractHttpConfigurer::disable)
				.headers((headers) -> headers.defaultsDisabled().addHeaderWriter(headers()))
				.requestCache((cache) -> cache.requestCache(PanelLogin.requestCache()));
			String loginPage = properties.loginPage();
			if (loginPage == null && DEFAULT_CHAINS.stream().anyMatch(beans::containsBean)) {
				loginPage = DefaultLoginPageGeneratingFilter.DEFAULT_LOGIN_PAGE_URL;
			}
			PanelLogin login = new PanelLogin(new LoginThrottle(Ticker.systemTicker()), loginPage);
			if (properties.loginPage() == null) {
				http.httpBasic((basic) -> basic.authenticationEntryPoint(login::challenge))
					.addFilterBefore(login, BasicAuthenticationFilter.class);
			}
			http.exceptionHandling((handling) -> handling.authenticationEntryPoint(login::begin)
				.accessDeniedHandler((request, response, denied) -> access.getObject().refuse(request, response)));
			return http.build();
		}

		private static HeaderWriter headers() {
			return new StaticHeadersWriter(PanelHeaders.ALL.entrySet()
				.stream()
				.map((header) -> new Header(header.getKey(), header.getValue()))
				.toList());
		}

		private static PathPatternRequestMatcher.Builder paths(@Nullable DispatcherServletPath servlet) {
			PathPatternRequestMatcher.Builder builder = PathPatternRequestMatcher.withDefaults();
			return (servlet != null && !servlet.getPrefix().isEmpty()) ? builder.basePath(servlet.getPrefix())
					: builder;
		}

	}

}
