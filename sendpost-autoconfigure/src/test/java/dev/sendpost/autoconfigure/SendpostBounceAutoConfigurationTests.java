package dev.sendpost.autoconfigure;

import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.sendpost.Email;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.bounce.BounceMail;
import dev.sendpost.bounce.BounceMailParser;
import dev.sendpost.bounce.BounceResult;
import dev.sendpost.bounce.BounceResult.Outcome;
import dev.sendpost.bounce.VerpAddress;
import dev.sendpost.suppression.SuppressionTarget;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.testsmtp.ScriptedSmtpServer;
import dev.sendpost.transport.ReturnPath;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link SendpostBounceAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SendpostBounceAutoConfigurationTests {

	private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);

	@TempDir
	private Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MailSenderAutoConfiguration.class,
				MailTransportAutoConfiguration.class, SendpostStoreAutoConfiguration.class,
				SendpostSuppressionAutoConfiguration.class, SendpostOutboxAutoConfiguration.class,
				SendpostBounceAutoConfiguration.class, MailGatewayAutoConfiguration.class))
		.withInitializer((context) -> TestPropertyValues
			.of("sendpost.store.file=" + this.directory.resolve(UUID.randomUUID().toString()))
			.applyTo(context));

	@ParameterizedTest
	@ValueSource(strings = {
			"sendpost.transports.a.type=smtp|sendpost.transports.a.host=localhost|"
					+ "sendpost.transports.a.encryption=none|sendpost.transports.a.port=",
			"spring.mail.host=localhost|spring.mail.port=" })
	void aBounceThatIsTakenInSuppresses(String transport) {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start()) {
			this.contextRunner.withPropertyValues((transport + server.port()).split("\\|"))
				.withPropertyValues("sendpost.bounces.address=Bounces@sp-bounces.{domain}",
						"sendpost.bounces.secret=" + SECRET)
				.run((context) -> {
					Receipt receipt = send(context);
					String returnPath = server.messages().get(0).sender();
					assertThat(returnPath).matches("Bounces\\+[0-9a-v]{26}-[0-9a-v]{16}@sp-bounces\\.acme\\.example");
					BounceResult result = context.getBean(BounceMail.class)
						.receive("X-Failed-Recipients: ann@example.com\r\n\r\n".getBytes(), returnPath);
					assertThat(result).isEqualTo(new BounceResult(Outcome.RECORDED, receipt.id(), 1, null));
					assertThat(status(context, receipt)).isEqualTo(EmailStatus.BOUNCED);
					assertThat(context.getBean(Suppressions.class).find("ann@example.com")).singleElement()
						.satisfies((suppression) -> assertThat(suppression.target())
							.isEqualTo(SuppressionTarget.parse("ann@example.com")));
				});
		}
	}

	@ParameterizedTest
	@CsvSource({ "UNVERIFIED,", "UNVERIFIED, true", "RECORDED, false" })
	void withAnAddressTheMessageIdIsNotEnoughUnlessAskedFor(Outcome outcome, @Nullable String required) {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start()) {
			this.contextRunner
				.withPropertyValues("spring.mail.host=localhost", "spring.mail.port=" + server.port(),
						"sendpost.bounces.address=bounces@acme.example", "sendpost.bounces.secret=" + SECRET)
				.withPropertyValues((required != null)
						? new String[] { "sendpost.bounces.require-return-path=" + required } : new String[0])
				.run((context) -> {
					Receipt receipt = send(context);
					String bounce = "X-Failed-Recipients: ann@example.com\r\nIn-Reply-To: " + receipt.messageId()
							+ "\r\n\r\n";
					assertThat(context.getBean(BounceMail.class).receive(bounce.getBytes(), null).outcome())
						.isEqualTo(outcome);
					assertThat(context.getBean(Suppressions.class).find("ann@example.com").isEmpty())
						.isEqualTo(outcome == Outcome.UNVERIFIED);
				});
		}
	}

	@Test
	void withoutAnAddressBouncesGoToTheSenderAndCanStillBeTakenIn() {
		try (ScriptedSmtpServer server = ScriptedSmtpServer.start()) {
			this.contextRunner.withPropertyValues("spring.mail.host=localhost", "spring.mail.port=" + server.port())
				.run((context) -> {
					assertThat(context).hasSingleBean(BounceMail.class)
						.hasSingleBean(BounceMailParser.class)
						.doesNotHaveBean(VerpAddress.class)
						.doesNotHaveBean(ReturnPath.class);
					Receipt receipt = send(context);
					assertThat(server.messages().get(0).sender()).isEqualTo("shop@acme.example");
					String bounce = "X-Failed-Recipients: ann@example.com\r\nIn-Reply-To: " + receipt.messageId()
							+ "\r\n\r\n";
					assertThat(context.getBean(BounceMail.class).receive(bounce.getBytes(), null).recorded()).isOne();
				});
		}
	}

	@Test
	void withoutAStoreBouncesAreParsedAndReturnPathsAreMade() {
		this.contextRunner
			.withPropertyValues("sendpost.store.enabled=false", "sendpost.bounces.address=bounces@acme.example",
					"sendpost.bounces.secret=" + SECRET)
			.run((context) -> assertThat(context).hasSingleBean(BounceMailParser.class)
				.hasSingleBean(ReturnPath.class)
				.doesNotHaveBean(BounceMail.class));
	}

	@Test
	void secretsCanBeExchanged() {
		UUID id = UUID.randomUUID();
		String old = Base64.getEncoder().encodeToString("an-old-secret-of-thirty-two-octets".getBytes());
		this.contextRunner
			.withPropertyValues("sendpost.bounces.address=bounces@acme.example", "sendpost.bounces.secret=" + old)
			.run((before) -> {
				String address = before.getBean(VerpAddress.class).address(id, "acme.example").address();
				this.contextRunner
					.withPropertyValues("sendpost.bounces.address=bounces@acme.example",
							"sendpost.bounces.secret=" + SECRET, "sendpost.bounces.previous-secrets=" + old)
					.run((after) -> assertThat(after.getBean(VerpAddress.class).emailId(address)).isEqualTo(id));
			});
	}

	@Test
	void withoutMime4jThereIsNoBounceMail() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MimeTokenStream.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BounceMailParser.class));
	}

	@Test
	void withoutMime4jPropertiesOfBouncesAreRefused() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MimeTokenStream.class))
			.withPropertyValues("sendpost.bounces.address=bounces@acme.example")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(InvalidSendpostPropertyException.class, (ex) -> assertThat(ex.getAction())
					.startsWith("Add the dependency 'org.apache.james:apache-mime4j-core'")));
	}

	@Test
	void withoutJdbcMailIsSent() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader("org.springframework.jdbc", "org.springframework.dao",
					"org.springframework.transaction"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(BounceMailParser.class));
	}

	@Test
	void anApplicationBringsItsOwn() {
		ReturnPath own = ReturnPath.SENDER;
		this.contextRunner.withBean(ReturnPath.class, () -> own)
			.withPropertyValues("sendpost.bounces.address=bounces@acme.example", "sendpost.bounces.secret=" + SECRET)
			.run((context) -> assertThat(context.getBean(ReturnPath.class)).isSameAs(own));
	}

	static Stream<Arguments> mistakes() {
		return Stream.of(mistake("no address", "address=bounces", "address", "such as bounces@mail.example.com"),
				mistake("an address with a name", "address=Bounces <b@acme.example>", "address",
						"such as bounces@mail.example.com"),
				mistake("no domain", "address=bounces@", "address", "such as bounces@mail.example.com"),
				mistake("a wrong placeholder", "address=bounces@{sender}", "address", "bounces@sp-bounces.{domain}"),
				mistake("a tag", "address=bounces+x@acme.example", "address", "such as bounces@mail.example.com"),
				mistake("a local part too long", "address=" + "b".repeat(21) + "@acme.example", "address",
						"up to 20 letters"),
				mistake("no secret", "secret=", "secret", "openssl rand -base64 32"),
				mistake("a short secret", "secret=c2VjcmV0", "secret", "it has only 6 octets"),
				mistake("a secret that is not base64", "secret=%%SECRET%%", "secret", "it is not base64"),
				mistake("a short old secret", "previous-secrets=c2VjcmV0", "previous-secrets[0]",
						"it has only 6 octets"),
				mistake("a requirement without an address", "address= |require-return-path=true", "require-return-path",
						"Set 'sendpost.bounces.address', too"),
				mistake("an unknown property", "adress=b@acme.example", "adress", "address"));
	}

	private static Arguments mistake(String name, String assignments, String property, String advice) {
		return Arguments.of(name, assignments.split("\\|"), "sendpost.bounces." + property, advice);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("mistakes")
	void aMistakeIsExplained(String name, String[] assignments, String property, String advice, CapturedOutput output) {
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("sendpost.bounces.address=bounces@acme.example", "sendpost.bounces.secret=" + SECRET,
					"sendpost.store.file=" + this.directory.resolve("mistakes"))
			.properties(
					Stream.of(assignments).map((assignment) -> "sendpost.bounces." + assignment).toArray(String[]::new))
			.build();
		assertThatException().isThrownBy(() -> application.run());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.containsPattern("(?i)" + Pattern.quote(property))
			.contains(advice)
			.contains("Action:")
			.doesNotContain("%%SECRET%%")
			.doesNotContain("\tat dev.sendpost");
	}

	private static Receipt send(ApplicationContext context) {
		Receipt receipt = context.getBean(MailGateway.class)
			.send(Email.builder()
				.from("shop@acme.example")
				.to("ann@example.com")
				.subject("Hello")
				.text("World")
				.build());
		Awaitility.await().until(() -> status(context, receipt) == EmailStatus.SENT);
		return receipt;
	}

	private static EmailStatus status(ApplicationContext context, Receipt receipt) {
		return context.getBean(MailGateway.class).find(receipt.id()).map(EmailRecord::status).orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MailTransportAutoConfiguration.class, SendpostStoreAutoConfiguration.class,
			SendpostSuppressionAutoConfiguration.class, SendpostOutboxAutoConfiguration.class,
			SendpostBounceAutoConfiguration.class, MailGatewayAutoConfiguration.class })
	static class Application {

	}

}
