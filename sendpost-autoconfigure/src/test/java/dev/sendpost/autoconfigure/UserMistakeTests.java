package dev.sendpost.autoconfigure;

import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Each mistake ends in a start-up failure that names the property and says what to do,
 * and shows no stack trace.
 */
@ExtendWith(OutputCaptureExtension.class)
class UserMistakeTests {

	private static final String SENDPOST = "sendpost.transports.primary.type=sendpost;";

	private static final String SENDRY = "sendpost.transports.primary.type=sendry;";

	private static final String WITH_KEY = "sendpost.transports.primary.api-key=secret;";

	private static final String SMTP = "sendpost.transports.primary.type=smtp;sendpost.transports.primary.host=localhost;";

	static Stream<Arguments> mistakes() {
		return Stream.of(
				mistake("an unknown transport type", "sendpost.transports.primary.type=smpt",
						"sendpost.transports.primary.type", "Set it to one of"),
				mistake("no transport type", "sendpost.transports.primary.host=localhost",
						"sendpost.transports.primary.type",
						"or set 'sendpost.transports.primary.preset' to a known service: sendpost or sendry."),
				mistake("no host", "sendpost.transports.primary.type=smtp", "sendpost.transports.primary.host",
						"name of your SMTP server"),
				mistake("a port out of range", SMTP + "sendpost.transports.primary.port=70000",
						"sendpost.transports.primary.port", "70000 is not a port"),
				mistake("a port that is no number", SMTP + "sendpost.transports.primary.port=smtp",
						"sendpost.transports.primary.port", "smtp"),
				mistake("a user and no password", SMTP + "sendpost.transports.primary.username=me",
						"sendpost.transports.primary.password", "it is missing"),
				mistake("a password and no user", SMTP + "sendpost.transports.primary.password=secret",
						"sendpost.transports.primary.username", "it is missing"),
				mistake("a preset without its key", "sendpost.transports.primary.preset=sendry",
						"sendpost.transports.primary.password", "Sendry API key"),
				mistake("another preset without its password",
						"sendpost.transports.primary.preset=sendpost;sendpost.transports.primary.username=me",
						"sendpost.transports.primary.password", "and sendpost accepts no mail without it"),
				mistake("an unknown preset", "sendpost.transports.primary.preset=sendgrid",
						"sendpost.transports.primary.preset", "Set it to one of [sendpost, sendry]."),
				mistake("an unknown encryption", SMTP + "sendpost.transports.primary.encryption=ssl",
						"sendpost.transports.primary.encryption",
						"Set it to one of [none, starttls, starttls-required, tls]."),
				mistake("a misspelt property", SMTP + "sendpost.transports.primary.pasword=secret",
						"sendpost.transports.primary.pasword", "Known below 'sendpost.transports.primary' are [type,"),
				mistake("a misspelt property of the pool", SMTP + "sendpost.transports.primary.pool.max-conections=5",
						"sendpost.transports.primary.pool.max-conections",
						"Known below 'sendpost.transports.primary.pool' are [max-connections, max-wait, idle-timeout]."),
				mistake("a property of another type",
						"sendpost.transports.primary.type=capture;sendpost.transports.primary.host=localhost",
						"sendpost.transports.primary.host", "transports of the type 'capture' have no such property"),
				mistake("a password that is not set",
						SMTP + "sendpost.transports.primary.username=me;"
								+ "sendpost.transports.primary.password=${MAIL_KEY_OF_NOBODY}",
						"sendpost.transports.primary.password", "MAIL_KEY_OF_NOBODY is not set"),
				mistake("a user that is not set",
						SMTP + "sendpost.transports.primary.username=${MAIL_USER_OF_NOBODY};"
								+ "sendpost.transports.primary.password=secret",
						"sendpost.transports.primary.username", "MAIL_USER_OF_NOBODY is not set"),
				mistake("no API key", SENDPOST, "sendpost.transports.primary.api-key", "your key of the service"),
				mistake("an API key that is not set",
						SENDRY + "sendpost.transports.primary.api-key=${MAIL_KEY_OF_NOBODY}",
						"sendpost.transports.primary.api-key", "MAIL_KEY_OF_NOBODY is not set"),
				mistake("an API key with a space in it", SENDRY + "sendpost.transports.primary.api-key=secret key",
						"sendpost.transports.primary.api-key", "Copy the key again."),
				mistake("no base URL where there is no default",
						"sendpost.transports.primary.type=email-api;" + WITH_KEY,
						"sendpost.transports.primary.base-url", "it is missing"),
				mistake("a base URL that is none",
						SENDPOST + WITH_KEY + "sendpost.transports.primary.base-url=api.sendpost.io",
						"sendpost.transports.primary.base-url", "'api.sendpost.io' is not the URL of a service"),
				mistake("a base URL with a query",
						SENDRY + WITH_KEY + "sendpost.transports.primary.base-url=https://api.example.com/?a=b",
						"sendpost.transports.primary.base-url", "without a query or credentials"),
				mistake("no time for an answer", SENDPOST + WITH_KEY + "sendpost.transports.primary.read-timeout=0s",
						"sendpost.transports.primary.read-timeout", "leave it out for 30s"),
				mistake("no requests at all", SENDRY + WITH_KEY + "sendpost.transports.primary.requests-per-minute=0",
						"sendpost.transports.primary.requests-per-minute", "no mail can be sent"),
				mistake("an unknown SSL bundle of an HTTP API",
						SENDRY + WITH_KEY + "sendpost.transports.primary.ssl.bundle=mine",
						"sendpost.transports.primary.ssl.bundle", "spring.ssl.bundle"),
				mistake("an endpoint for reports that is none",
						SENDPOST + WITH_KEY + "sendpost.transports.primary.webhook-endpoint=/webhooks",
						"sendpost.transports.primary.webhook-endpoint", "is not a URL that the service can report to"),
				mistake("a property of another HTTP API",
						SENDRY + WITH_KEY + "sendpost.transports.primary.ip-pool=PiedPiper",
						"sendpost.transports.primary.ip-pool", "transports of the type 'sendry' have no such property"),
				mistake("a misspelt property of an HTTP API",
						SENDPOST + WITH_KEY + "sendpost.transports.primary.ip-pol=PiedPiper",
						"sendpost.transports.primary.ip-pol",
						"Known below 'sendpost.transports.primary' are [type, base-url, api-key, ip-pool, webhook-endpoint,"),
				mistake("a misspelt switch", "sendpost.safety.redirct-to=me@acme.example", "sendpost.safety.redirct-to",
						"Known below 'sendpost.safety' are [capture, allowed-recipients, redirect-to]."),
				mistake("a singular for a plural", "sendpost.safety.allowed-recipient=acme.example",
						"sendpost.safety.allowed-recipient", "Known below 'sendpost.safety'"),
				mistake("a misspelt routing property", "sendpost.routing.defaultroute2=main",
						"sendpost.routing.defaultroute2", "Known below 'sendpost.routing' are [default-route,"),
				mistake("a misspelt condition",
						SMTP + "sendpost.routing.rules[0].route=primary;"
								+ "sendpost.routing.rules[0].recipient-domain=example.com",
						"sendpost.routing.rules[0].recipient-domain",
						"Known below 'sendpost.routing.rules[0]' are [recipient-domains, tags, stream, route]."),
				mistake("a rule that is not in a list", "sendpost.routing.rules.bulk.route=primary",
						"sendpost.routing.rules.bulk.route", "whose first element is 'sendpost.routing.rules[0]'"),
				mistake("a misspelt property of a route", "sendpost.routing.routes.bulk.transport=primary",
						"sendpost.routing.routes.bulk.transport",
						"Known below 'sendpost.routing.routes.bulk' are [transports, weights]."),
				mistake("a misspelt sender", "sendpost.form=acme@example.com", "sendpost.form",
						"Known below 'sendpost' are [from,"),
				mistake("a misspelt group", "sendpost.transport.primary.host=localhost",
						"sendpost.transport.primary.host", "Known below 'sendpost' are [from,"),
				mistake("a property below a value", "sendpost.from.name=Acme", "sendpost.from.name",
						"Nothing stands below 'sendpost.from'."),
				mistake("a misspelt property of the outbox", "sendpost.outbox.retry.delay=1m",
						"sendpost.outbox.retry.delay", "Known below 'sendpost.outbox.retry' are [delays,"),
				mistake("a misspelt property of the tables", "sendpost.jdbc.initialise-schema=never",
						"sendpost.jdbc.initialise-schema", "Known below 'sendpost.jdbc' are [initialize-schema]."),
				mistake("a rule without a condition", SMTP + "sendpost.routing.rules[0].route=primary",
						"sendpost.routing.rules[0]", "set 'sendpost.routing.default-route' to 'primary'"),
				mistake("an infinite time-out", SMTP + "sendpost.transports.primary.read-timeout=0s",
						"sendpost.transports.primary.read-timeout", "too short"),
				mistake("a pool without connections", SMTP + "sendpost.transports.primary.pool.max-connections=0",
						"sendpost.transports.primary.pool.max-connections", "no mail can be sent"),
				mistake("an unknown SSL bundle", SMTP + "sendpost.transports.primary.ssl.bundle=mine",
						"sendpost.transports.primary.ssl.bundle", "spring.ssl.bundle"),
				mistake("an SSL bundle without encryption",
						SMTP + "sendpost.transports.primary.ssl.bundle=mine;"
								+ "sendpost.transports.primary.encryption=none",
						"sendpost.transports.primary.ssl.bundle", "starttls-required"),
				mistake("a route to an unknown transport",
						SMTP + "sendpost.routing.routes.bulk.transports=primary,backup",
						"sendpost.routing.routes.bulk.transports", "no transport 'backup'"),
				mistake("a route without transports", SMTP + "sendpost.routing.routes.bulk.weights.primary=1",
						"sendpost.routing.routes.bulk.transports", "no transport"),
				mistake("a weight for a transport outside the route",
						SMTP + "sendpost.routing.routes.bulk.transports=primary;"
								+ "sendpost.routing.routes.bulk.weights.backup=1",
						"sendpost.routing.routes.bulk.weights", "Set a weight for each"),
				mistake("a weight of nothing",
						SMTP + "sendpost.routing.routes.bulk.transports=primary;"
								+ "sendpost.routing.routes.bulk.weights.primary=0",
						"sendpost.routing.routes.bulk.weights.primary", "not a weight"),
				mistake("a rule to an unknown route", SMTP + "sendpost.routing.rules[0].route=bulk",
						"sendpost.routing.rules[0].route", "no route or transport 'bulk'"),
				mistake("a rule to nowhere", SMTP + "sendpost.routing.rules[0].tags=news",
						"sendpost.routing.rules[0].route", "leads nowhere"),
				mistake("an unknown default route", SMTP + "sendpost.routing.default-route=main",
						"sendpost.routing.default-route", "no route or transport 'main'"),
				mistake("retries without a first try", SMTP + "sendpost.routing.retry.max-attempts=0",
						"sendpost.routing.retry", "maxAttempts must be at least 1"),
				mistake("an impossible failure rate", SMTP + "sendpost.routing.circuit.failure-rate=200",
						"sendpost.routing.circuit", "failureRate must be 1 to 100"),
				mistake("a sender that is no address", SMTP + "sendpost.from=acme", "sendpost.from",
						"is not an e-mail address"),
				mistake("a catch-all that is no address", SMTP + "sendpost.safety.redirect-to=nobody",
						"sendpost.safety.redirect-to", "is not an e-mail address"),
				mistake("an allowed recipient that is neither address nor domain",
						SMTP + "sendpost.safety.allowed-recipients=a b", "sendpost.safety.allowed-recipients",
						"List addresses such as me@example.com and domains such as example.com"),
				mistake("a rule for a domain that is none", SMTP
						+ "sendpost.routing.rules[0].route=primary;sendpost.routing.rules[0].recipient-domains=a b",
						"sendpost.routing.rules[0].recipient-domains", "List domains such as example.com"),
				mistake("no concurrency", SMTP + "sendpost.concurrency=0", "sendpost.concurrency",
						"Set it to 1 or more"),
				mistake("a mailbox for nothing", "sendpost.capture.capacity=0", "sendpost.capture.capacity",
						"Set it to 1 or more"));
	}

	private static Arguments mistake(String name, String properties, String property, String advice) {
		return Arguments.of(name, properties, property, advice);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("mistakes")
	void aMistakeIsExplained(String name, String properties, String property, String advice, CapturedOutput output) {
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(properties.split(";"))
			.build();
		assertThatException().isThrownBy(() -> application.run());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.containsPattern("(?i)" + Pattern.quote(property))
			.contains(advice)
			.contains("Action:")
			.doesNotContain("\tat dev.sendpost")
			.doesNotContain("secret");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, MailTransportAutoConfiguration.class,
			MailGatewayAutoConfiguration.class })
	static class Application {

	}

}
