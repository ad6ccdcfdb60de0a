package dev.sendpost.autoconfigure;

import java.util.Map;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStream;
import dev.sendpost.Submitter;
import dev.sendpost.health.SendpostDescriptor;
import dev.sendpost.health.SendpostDescriptor.SubAccountDescriptor;
import dev.sendpost.health.SendpostDescriptor.TransportDescriptor;
import dev.sendpost.health.SendpostEndpoint;
import dev.sendpost.health.SendpostEndpoint.Kind;
import dev.sendpost.health.SuppressionDescriptor;
import dev.sendpost.statistics.MailCounts;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionScope;
import dev.sendpost.suppression.Suppressions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SendpostEndpointAutoConfigurationTests {

	private final ApplicationContextRunner withoutStore = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(MailTransportAutoConfiguration.class, MailGatewayAutoConfiguration.class,
						SendpostEncryptionAutoConfiguration.class, SendpostStoreAutoConfiguration.class,
						SendpostOutboxAutoConfiguration.class, SendpostSubAccountAutoConfiguration.class,
						SendpostDomainAutoConfiguration.class, SendpostSuppressionAutoConfiguration.class,
						SendpostStatisticsAutoConfiguration.class, SendpostEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=sendpost",
				"management.endpoints.jmx.exposure.include=sendpost", "sendpost.transports.relay.type=smtp",
				"sendpost.transports.relay.host=127.0.0.1", "sendpost.transports.relay.port=1",
				"sendpost.transports.relay.encryption=none", "sendpost.transports.relay.username=mailer",
				"sendpost.transports.relay.password=s3cret", "sendpost.statistics.enabled=true");

	private final ApplicationContextRunner withStore = this.withoutStore
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
		.withPropertyValues("spring.datasource.generate-unique-name=true");

	@Test
	void itIsThereOnlyWhereItIsExposed() {
		this.withStore.run((context) -> assertThat(context).hasSingleBean(SendpostEndpoint.class));
		this.withStore
			.withPropertyValues("management.endpoints.web.exposure.include=health",
					"management.endpoints.jmx.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(SendpostEndpoint.class));
		this.withStore.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SendpostEndpoint.class));
	}

	@Test
	void itShowsHowThingsStandWithoutSecrets() {
		this.withStore.run((context) -> {
			SendpostDescriptor state = context.getBean(SendpostEndpoint.class).state();
			assertThat(state.transports()).contains(new TransportDescriptor("relay", false, false));
			assertThat(state.queue()).isNotNull();
			assertThat(state.today()).isEqualTo(MailCounts.ZERO);
			assertThat(state.subAccounts()).extracting(SubAccountDescriptor::name).containsExactly("default");
			assertThat(state.domains()).isEmpty();
			String json = JsonMapper.shared().writeValueAsString(state);
			assertThat(json).contains("\"transports\"").doesNotContain("s3cret").doesNotContain("mailer");
		});
	}

	@Test
	void withoutAStoreItShowsWhatThereIs() {
		this.withoutStore.withPropertyValues("sendpost.store.enabled=false").run((context) -> {
			SendpostEndpoint endpoint = context.getBean(SendpostEndpoint.class);
			assertThat(endpoint.state().queue()).isNull();
			assertThat(endpoint.state().today()).isNull();
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.hold(Kind.QUEUE, true))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo("Without a store nothing waits"));
		});
	}

	@Test
	void mailIsHeldUpAndLetGo() {
		this.withStore.run((context) -> {
			SendpostEndpoint endpoint = context.getBean(SendpostEndpoint.class);
			endpoint.hold(Kind.QUEUE, true);
			endpoint.change(Kind.TRANSPORTS, "relay", true, null);
			endpoint.change(Kind.SUB_ACCOUNTS, "default", true, null);
			assertThat(endpoint.state().queue().paused()).isTrue();
			assertThat(endpoint.state().transports()).contains(new TransportDescriptor("relay", false, true));
			assertThat(endpoint.state().subAccounts()).extracting(SubAccountDescriptor::paused).containsExactly(true);
			endpoint.hold(Kind.QUEUE, false);
			endpoint.change(Kind.TRANSPORTS, "relay", false, null);
			endpoint.change(Kind.SUB_ACCOUNTS, "default", false, null);
			assertThat(endpoint.state().queue().paused()).isFalse();
			assertThat(endpoint.state().transports()).contains(new TransportDescriptor("relay", false, false));
			assertThat(endpoint.state().subAccounts()).extracting(SubAccountDescriptor::paused).containsExactly(false);
		});
	}

	@Test
	void whatDoesNotExistIsNotFoundAndWhatIsMissingIsTold() {
		this.withStore.run((context) -> {
			SendpostEndpoint endpoint = context.getBean(SendpostEndpoint.class);
			assertThat(endpoint.change(Kind.TRANSPORTS, "other", true, null)).isNull();
			assertThat(endpoint.change(Kind.SUB_ACCOUNTS, "other", true, null)).isNull();
			assertThat(endpoint.change(Kind.DOMAINS, "example.com", null, null)).isNull();
			assertThat(endpoint.find(Kind.DOMAINS, "example.com", null, null)).isNull();
			assertThat(endpoint.lift(Kind.SUPPRESSIONS, "ann@example.com", null)).isNull();
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.change(Kind.TRANSPORTS, "relay", null, null));
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.find(Kind.SUPPRESSIONS, "no address", null, null));
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.find(Kind.DOMAINS, "com", null, null));
		});
	}

	@Test
	void aSuppressionIsExplainedAndLifted() {
		this.withStore.run((context) -> {
			context.getBean(Suppressions.class)
				.add(NewSuppression.of("ann@example.com", SuppressionReason.HARD_BOUNCE));
			SendpostEndpoint endpoint = context.getBean(SendpostEndpoint.class);
			SuppressionDescriptor found = (SuppressionDescriptor) endpoint.find(Kind.SUPPRESSIONS, "ann@example.com",
					null, null);
			assertThat(found.suppressed()).isTrue();
			assertThat(found.entries()).singleElement()
				.satisfies((entry) -> assertThat(entry.reason()).isEqualTo(SuppressionReason.HARD_BOUNCE));
			assertThat(endpoint.lift(Kind.SUPPRESSIONS, "ann@example.com", null)).isEqualTo(Map.of("lifted", 1));
			assertThat(context.getBean(Suppressions.class)
				.explain(EmailAddress.parse("ann@example.com"), Submitter.DEFAULT_SUB_ACCOUNT,
						EmailStream.TRANSACTIONAL)
				.isSuppressed()).isFalse();
		});
	}

}
