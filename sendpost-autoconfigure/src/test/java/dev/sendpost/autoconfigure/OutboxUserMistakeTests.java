package dev.sendpost.autoconfigure;

import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Each mistake about the outbox ends in a start-up failure that names the property and
 * says what to do, and shows no stack trace.
 */
@ExtendWith(OutputCaptureExtension.class)
class OutboxUserMistakeTests {

	@TempDir
	private static Path directory;

	static Stream<Arguments> mistakes() {
		return Stream.of(mistake("no delay", "retry.delays=", "retry.delays", "List durations such as 1m, 5m, 1h"),
				mistake("a delay of nothing", "retry.delays=1m,0s", "retry.delays",
						"List durations such as 1m, 5m, 1h"),
				mistake("a delay that is no duration", "retry.delays=1m,soon", "retry.delays", "soon"),
				mistake("a jitter of a whole delay", "retry.jitter=1", "retry.jitter", "less than 1"),
				mistake("a negative jitter", "retry.jitter=-0.1", "retry.jitter", "less than 1"),
				mistake("no time to try", "retry.max-age=0", "retry.max-age", "Set it to a duration such as 3d"),
				mistake("no lease", "lease=0", "lease", "Set it to a duration such as 1m"),
				mistake("a lease too short", "lease=500ms", "lease", "Set it to a duration such as 1m"),
				mistake("no poll interval", "poll-interval=0", "poll-interval", "Set it to a duration such as 1s"),
				mistake("a negative idempotency window", "idempotency-window=-1h", "idempotency-window",
						"Set it to a duration such as 7d"),
				mistake("a negative retention of content", "retention.content=-7d", "retention.content",
						"Set it to a duration such as 7d"),
				mistake("a negative retention of the log", "retention.log=-90d", "retention.log",
						"Set it to a duration such as 7d"));
	}

	private static Arguments mistake(String name, String property, String propertyName, String advice) {
		return Arguments.of(name, "sendpost.outbox." + property, "sendpost.outbox." + propertyName, advice);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("mistakes")
	void aMistakeIsExplained(String name, String assignment, String property, String advice, CapturedOutput output) {
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(assignment, "sendpost.store.file=" + directory.resolve("mail"))
			.build();
		assertThatException().isThrownBy(() -> application.run());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.containsPattern("(?i)" + Pattern.quote(property))
			.contains(advice)
			.contains("Action:")
			.doesNotContain("\tat dev.sendpost");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MailTransportAutoConfiguration.class, SendpostStoreAutoConfiguration.class,
			SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class })
	static class Application {

	}

}
