package dev.sendpost.autoconfigure;

import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SendpostSanitizingAutoConfiguration}.
 */
class SendpostSanitizingAutoConfigurationTests {

	private static final String ENCRYPTION_KEY = Base64.getEncoder()
		.encodeToString("hunter2-encryption-key-32-octets".getBytes());

	private static final String PREVIOUS_KEY = Base64.getEncoder()
		.encodeToString("hunter2-previous-key-of-32-octet".getBytes());

	private static final String HASH_SECRET = Base64.getEncoder()
		.encodeToString("hunter2-hash-secret-of-32-octets".getBytes());

	private static final List<String> SECRETS = List.of("hunter2", ENCRYPTION_KEY, PREVIOUS_KEY, HASH_SECRET);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MailTransportAutoConfiguration.class,
				MailGatewayAutoConfiguration.class, SendpostEncryptionAutoConfiguration.class,
				SendpostSubAccountAutoConfiguration.class, SendpostWebhookVerificationAutoConfiguration.class,
				SendpostSanitizingAutoConfiguration.class, EnvironmentEndpointAutoConfiguration.class,
				ConfigurationPropertiesReportEndpointAutoConfiguration.class))
		.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
					Map.of("SENDPOST_APIKEYS_WEBSHOP_VALUE", "hunter2-0123456789abcdef"))))
		.withPropertyValues("management.endpoints.web.exposure.include=env,configprops",
				"management.endpoint.env.show-values=always", "management.endpoint.configprops.show-values=always",
				"sendpost.from=shown@acme.example", "sendpost.store.enabled=false",
				"sendpost.api-keys.ci.value=hunter2-fedcba9876543210", "sendpost.api-keys.ci.scope=read_only",
				"sendpost.sub-accounts.shop.display-name=Shop",
				"sendpost.sub-accounts.shop.credentials.relay.secret=hunter2", "sendpost.transports.relay.type=smtp",
				"sendpost.transports.relay.host=relay.example", "sendpost.transports.relay.username=mailer",
				"sendpost.transports.relay.password=hunter2", "sendpost.encryption.key=" + ENCRYPTION_KEY,
				"sendpost.encryption.previous-keys=" + PREVIOUS_KEY, "sendpost.suppression.hash-secret=" + HASH_SECRET,
				"sendpost.webhooks.sources.shop.provider=generic", "sendpost.webhooks.sources.shop.secrets[0]=hunter2",
				"sendpost.webhooks.sources.shop.secrets[1]=hunter2-next",
				"sendpost.webhooks.sources.list.provider=generic",
				"sendpost.webhooks.sources.list.secrets=hunter2-a,hunter2-b",
				"sendpost.webhooks.sources.post.provider=postmark", "sendpost.webhooks.sources.post.username=post",
				"sendpost.webhooks.sources.post.password=hunter2", "sendpost.domains.registered[0].name=acme.example",
				"sendpost.domains.registered[0].keys[0].selector=s1",
				"sendpost.domains.registered[0].keys[0].private-key=hunter2");

	@Test
	void secretsAreNotShownEvenWhereValuesAre() {
		this.contextRunner.run((context) -> {
			JsonMapper json = JsonMapper.shared();
			String environment = json
				.writeValueAsString(context.getBean(EnvironmentEndpoint.class).environment("(?i)sendpost"));
			assertThat(environment).contains("sendpost.api-keys.ci.value", "relay.example", "shown@acme.example")
				.contains("SENDPOST_APIKEYS_WEBSHOP_VALUE")
				.doesNotContain(SECRETS);
			String beans = json.writeValueAsString(
					context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties());
			assertThat(beans).contains("shown@acme.example", "apiKeys", "Shop").doesNotContain(SECRETS);
		});
	}

	@Test
	void withoutActuatorThereIsNothingToHideFrom() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SendpostSanitizingAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SanitizingFunction.class));
	}

}
