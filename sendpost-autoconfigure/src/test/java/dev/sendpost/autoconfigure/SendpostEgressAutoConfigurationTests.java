package dev.sendpost.autoconfigure;

import java.util.List;

import dev.sendpost.egress.EgressClient;
import dev.sendpost.egress.EgressGuard;
import dev.sendpost.egress.EgressRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SendpostEgressAutoConfiguration}.
 */
class SendpostEgressAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SendpostEgressAutoConfiguration.class));

	@Test
	void thePrivateNetworkIsOutOfReachByDefault() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(EgressClient.class);
			assertThatExceptionOfType(EgressRefusedException.class)
				.isThrownBy(() -> context.getBean(EgressGuard.class).require("http://169.254.169.254/"));
		});
	}

	@Test
	void hostsAndNetworksAreAllowedByProperties() {
		this.contextRunner
			.withPropertyValues("sendpost.egress.allowed-networks=10.1.0.0/16,fd00::/8",
					"sendpost.egress.allowed-hosts=localhost")
			.run((context) -> {
				EgressGuard guard = context.getBean(EgressGuard.class);
				assertThat(guard.require("http://10.1.2.3/")).hasHost("10.1.2.3");
				assertThat(guard.require("http://localhost:99/")).hasPort(99);
				assertThatExceptionOfType(EgressRefusedException.class)
					.isThrownBy(() -> guard.require("http://127.0.0.1/"));
			});
	}

	@Test
	void withoutItsLibraryThereIsOnlyTheGuard() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.apache.hc.core5"))
			.run((context) -> assertThat(context).hasSingleBean(EgressGuard.class).doesNotHaveBean(EgressClient.class));
	}

	@Test
	void theApplicationsOwnGuardCounts() {
		EgressGuard own = new EgressGuard(List.of(), List.of(), (host) -> List.of());
		this.contextRunner.withBean(EgressGuard.class, () -> own)
			.run((context) -> assertThat(context.getBean(EgressGuard.class)).isSameAs(own));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			allowed-networks[0], 10.0.0.0/33
			allowed-networks[0], example.com
			timeout,             0s
			connect-timeout,     1h
			""")
	void aWrongPropertyIsNamed(String property, String value) {
		this.contextRunner.withPropertyValues("sendpost.egress." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidSendpostPropertyException.class,
						(ex) -> assertThat(ex.getMessage()).contains("sendpost.egress." + property)));
	}

}
