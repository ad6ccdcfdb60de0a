package dev.sendpost.autoconfigure;

import java.nio.file.Path;
import java.util.Base64;

import dev.sendpost.Email;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.MailGatewayException;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.subaccount.SubAccountCredentials;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.subaccount.UpstreamCredentials;
import dev.sendpost.testhttp.HttpAction;
import dev.sendpost.testhttp.ReceivedRequest;
import dev.sendpost.testhttp.StandInServer;
import dev.sendpost.testsmtp.ReceivedMessage;
import dev.sendpost.testsmtp.ScriptedSmtpServer;
import dev.sendpost.transport.Transports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link UpstreamTransportCredentials}: from the properties, or the database,
 * of a sub-account to the service that its mail goes to.
 */
@ExtendWith(OutputCaptureExtension.class)
class UpstreamTransportCredentialsTests {

	@TempDir
	private Path directory;

	private final StandInServer api = StandInServer.start()
		.will(HttpAction.json(200, "{\"success\":true,\"data\":{\"messageId\":\"1\"}}"));

	private final ScriptedSmtpServer smtp = ScriptedSmtpServer.start((script) -> script.user("acme", "account-secret")
		.user("shop-user", "shop-secret")
		.user("shop-user-2", "new-secret"));

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MailSenderAutoConfiguration.class,
				MailTransportAutoConfiguration.class, SendpostStoreAutoConfiguration.class,
				SendpostEncryptionAutoConfiguration.class, SendpostSubAccountAutoConfiguration.class,
				SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class))
		.withPropertyValues("sendpost.store.enabled=false", "sendpost.from=hello@acme.example");

	private final ApplicationContextRunner byApi = this.contextRunner.withPropertyValues(
			"sendpost.transports.main.type=sendtrue", "sendpost.transports.main.base-url=" + this.api.uri(),
			"sendpost.transports.main.api-key=account-key", "sendpost.transports.main.smtp-id=account-id");

	private final ApplicationContextRunner bySmtp = this.contextRunner.withPropertyValues(
			"sendpost.transports.main.type=smtp", "sendpost.transports.main.host=" + this.smtp.host(),
			"sendpost.transports.main.port=" + this.smtp.port(), "sendpost.transports.main.encryption=none",
			"sendpost.transports.main.username=acme", "sendpost.transports.main.password=account-secret");

	@AfterEach
	void close() {
		this.api.close();
		this.smtp.close();
	}

	@Test
	void thePropertiesOfASubAccountAreItsKeyAtAnApi() {
		this.byApi
			.withPropertyValues("sendpost.sub-accounts.shop.credentials.main.username=shop-id",
					"sendpost.sub-accounts.shop.credentials.main.secret=shop-key",
					"sendpost.sub-accounts.blog.from=blog@acme.example")
			.run((context) -> {
				MailGateway gateway = context.getBean(MailGateway.class);
				send(gateway.forSubAccount("shop"));
				send(gateway.forSubAccount("blog"));
				send(gateway);
				assertThat(this.api.requests()).extracting((request) -> request.header("api-key"))
					.containsExactly("shop-key", "account-key", "account-key");
				assertThat(this.api.requests()).extracting((request) -> request.header("smtp-id"))
					.containsExactly("shop-id", "account-id", "account-id");
			});
	}

	@Test
	void aKeyThatIsRefusedIsTheSubAccountsFaultAlone(CapturedOutput output) {
		this.api.will(HttpAction.json(401, "{\"message\":\"Invalid key shop-key\"}"),
				HttpAction.json(200, "{\"success\":true,\"data\":{\"messageId\":\"1\"}}"));
		this.byApi.withPropertyValues("sendpost.sub-accounts.shop.credentials.main.secret=shop-key").run((context) -> {
			MailGateway gateway = context.getBean(MailGateway.class);
			assertThatExceptionOfType(MailGatewayException.class)
				.isThrownBy(() -> gateway.forSubAccount("shop").send(email()))
				.withMessageContaining("refuses the key of the sub-account")
				.withMessageNotContaining("shop-key");
			assertThat(context.getBean(Transports.class).isLeftAlone("main")).isFalse();
			send(gateway);
			assertThat(output).doesNotContain("shop-key");
		});
	}

	@Test
	void thePropertiesOfASubAccountAreItsLoginAtAnSmtpServer() {
		this.bySmtp
			.withPropertyValues("sendpost.sub-accounts.shop.credentials.main.username=shop-user",
					"sendpost.sub-accounts.shop.credentials.main.secret=shop-secret",
					"sendpost.sub-accounts.blog.from=blog@acme.example")
			.run((context) -> {
				MailGateway gateway = context.getBean(MailGateway.class);
				send(gateway.forSubAccount("shop"));
				send(gateway.forSubAccount("blog"));
				send(gateway);
				send(gateway.forSubAccount("shop"));
				assertThat(this.smtp.messages()).extracting(ReceivedMessage::user)
					.containsExactly("shop-user", "acme", "acme", "shop-user");
				assertThat(this.smtp.connections()).isEqualTo(2);
			});
	}

	@Test
	void theServerOfSpringMailKnowsSubAccountsToo() {
		this.contextRunner
			.withPropertyValues("spring.mail.host=" + this.smtp.host(), "spring.mail.port=" + this.smtp.port(),
					"spring.mail.username=acme", "spring.mail.password=account-secret",
					"sendpost.sub-accounts.shop.credentials.spring-mail.username=shop-user",
					"sendpost.sub-accounts.shop.credentials.spring-mail.secret=shop-secret")
			.run((context) -> {
				MailGateway gateway = context.getBean(MailGateway.class);
				send(gateway.forSubAccount("shop"));
				send(gateway);
				assertThat(this.smtp.messages()).extracting(ReceivedMessage::user).containsExactly("shop-user", "acme");
			});
	}

	@Test
	void credentialsThatChangeInTheDatabaseAreThoseOfTheNextMessage() {
		this.bySmtp
			.withPropertyValues("sendpost.store.enabled=true", "sendpost.store.file=" + this.directory.resolve("mail"),
					"sendpost.encryption.key=" + Base64.getEncoder().encodeToString(new byte[32]))
			.run((context) -> {
				context.getBean(SubAccounts.class).create("shop", SubAccountSettings.NONE);
				SubAccountCredentials credentials = context.getBean(SubAccountCredentials.class);
				MailGateway gateway = context.getBean(MailGateway.class).forSubAccount("shop");
				gateway.send(email());
				this.smtp.awaitMessages(1);
				credentials.put("shop", "main", new UpstreamCredentials("shop-user", "shop-secret"));
				gateway.send(email());
				this.smtp.awaitMessages(2);
				credentials.put("shop", "main", new UpstreamCredentials("shop-user-2", "new-secret"));
				gateway.send(email());
				this.smtp.awaitMessages(3);
				credentials.remove("shop", "main");
				gateway.send(email());
				assertThat(this.smtp.awaitMessages(4)).extracting(ReceivedMessage::user)
					.containsExactly("acme", "shop-user", "shop-user-2", "acme");
			});
	}

	@Test
	void storedCredentialsReachAnApiToo() {
		this.byApi
			.withPropertyValues("sendpost.store.enabled=true", "sendpost.store.file=" + this.directory.resolve("mail"),
					"sendpost.encryption.key=" + Base64.getEncoder().encodeToString(new byte[32]))
			.run((context) -> {
				context.getBean(SubAccounts.class).create("shop", SubAccountSettings.NONE);
				context.getBean(SubAccountCredentials.class)
					.put("shop", "main", new UpstreamCredentials("shop-id", "shop-key"));
				context.getBean(MailGateway.class).forSubAccount("shop").send(email());
				await().until(() -> this.api.requests().size() == 1);
				ReceivedRequest request = this.api.request();
				assertThat(request.header("api-key")).isEqualTo("shop-key");
				assertThat(request.header("smtp-id")).isEqualTo("shop-id");
			});
	}

	private static void send(MailGateway gateway) {
		assertThat(gateway.send(email()).outcomes()).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.SENT);
	}

	private static Email email() {
		return Email.builder().to("ann@example.com").subject("Hi").text("Hello").build();
	}

}
