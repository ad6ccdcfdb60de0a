package dev.sendpost.transport.smtp;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import dev.sendpost.Email;
import dev.sendpost.EmailStatus;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.mime.MailSigner;
import dev.sendpost.testsmtp.ReceivedMessage;
import dev.sendpost.testsmtp.ScriptedSmtpServer;
import dev.sendpost.testsmtp.SmtpAction;
import dev.sendpost.transport.Circuit;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.QuickRetry;
import dev.sendpost.transport.ReturnPath;
import dev.sendpost.transport.Route;
import dev.sendpost.transport.RoutingTable;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.TransportCredentials.Credentials;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import dev.sendpost.transport.Transports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.mail.javamail.JavaMailSenderImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link SubAccountConnections}: mail of sub-accounts that log in by
 * credentials of their own.
 */
class SubAccountConnectionsTests {

	private final ScriptedSmtpServer server = ScriptedSmtpServer.start(
			(script) -> script.user("acme", "account-secret").user("shop", "shop-secret").user("blog", "blog-secret"));

	private final Map<String, Credentials> own = new ConcurrentHashMap<>(
			Map.of("shop", new Credentials("shop", "shop-secret"), "blog", new Credentials("blog", "blog-secret")));

	private final TransportCredentials credentials = (subAccount, transport) -> transport.equals("smtp")
			? Optional.ofNullable(this.own.get(subAccount)) : Optional.empty();

	private final SmtpTransport transport = transport(settings().withCredentials("acme", "account-secret"));

	@AfterEach
	void close() {
		this.transport.close();
		this.server.close();
	}

	@Test
	void eachLogsInByItsOwnCredentialsAndTheOthersByThoseOfTheTransport() {
		for (int i = 0; i < 3; i++) {
			for (String subAccount : List.of("shop", "default", "blog", "other")) {
				this.transport.send(message(subAccount));
			}
		}
		assertThat(this.server.messages())
			.extracting((message) -> message.sender().replaceAll("@.*", ""), ReceivedMessage::user)
			.containsOnly(tuple("shop", "shop"), tuple("blog", "blog"), tuple("default", "acme"),
					tuple("other", "acme"))
			.hasSize(12);
		assertThat(this.server.connections()).isEqualTo(3);
	}

	@Test
	void equalCredentialsDoNotMakeConnectionsCommon() {
		this.own.put("blog", new Credentials("shop", "shop-secret"));
		this.transport.send(message("shop"));
		this.transport.send(message("blog"));
		this.transport.send(message("shop"));
		assertThat(this.server.messages()).extracting(ReceivedMessage::connection).containsExactly(1, 2, 1);
	}

	@Test
	void nobodyGetsTheConnectionOfSomebodyElseHoweverManySendAtATime() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<Future<?>> sends = IntStream.range(0, 120)
				.<Future<?>>mapToObj((i) -> executor
					.submit(() -> this.transport.send(message(List.of("shop", "blog", "default").get(i % 3)))))
				.toList();
			for (Future<?> send : sends) {
				send.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(this.server.messages())
			.extracting((message) -> message.sender().replaceAll("@.*", ""), ReceivedMessage::user)
			.containsOnly(tuple("shop", "shop"), tuple("blog", "blog"), tuple("default", "acme"))
			.hasSize(120);
	}

	@Test
	void aTransportWithoutCredentialsStaysWithoutThem() {
		try (SmtpTransport open = transport(settings())) {
			open.send(message("shop"));
			assertThat(failure(open, "default")).hasMessageContaining("wants other credentials");
			assertThat(this.server.commands("AUTH")).hasSize(1);
		}
	}

	@Test
	void noPasswordGoesInClearUnlessTheTransportSaysSo() {
		SmtpSettings starttls = SmtpSettings.of(this.server.host(), this.server.port(), SmtpEncryption.STARTTLS);
		try (SmtpTransport open = transport(starttls)) {
			TransportException refused = failure(open, "shop");
			assertThat(refused.getKind()).isEqualTo(Kind.CREDENTIALS_REFUSED);
			assertThat(refused).hasMessageContaining("does not offer STARTTLS, which is required")
				.hasMessageContaining("the password of sub-account 'shop'");
		}
		try (SmtpTransport own = transport(starttls.withCredentials("acme", "account-secret"))) {
			assertThat(failure(own, "default").getKind()).isEqualTo(Kind.MISCONFIGURED);
		}
		JavaMailSenderImpl sender = new JavaMailSenderImpl();
		sender.setHost(this.server.host());
		sender.setPort(this.server.port());
		try (SmtpTransport ofSpring = new SmtpTransport("smtp", sender, MailSigner.NONE, ReturnPath.SENDER,
				this.credentials)) {
			assertThat(failure(ofSpring, "shop").getKind()).isEqualTo(Kind.CREDENTIALS_REFUSED);
		}
		assertThat(this.server.commands("AUTH")).isEmpty();
	}

	@Test
	void aRefusedLoginIsTheSubAccountsFaultAloneAndShowsNothing() {
		this.own.put("shop", new Credentials("shop-user", "wrong-secret"));
		TransportException refused = failure(this.transport, "shop");
		assertThat(refused.getKind()).isEqualTo(Kind.CREDENTIALS_REFUSED);
		assertThat(refused).hasMessageContaining("refused the credentials of sub-account 'shop': 535")
			.hasMessageNotContaining("shop-user")
			.hasMessageNotContaining("wrong-secret");
		this.transport.send(message("blog"));
		this.transport.send(message("default"));
		assertThat(this.server.messages()).hasSize(2);
	}

	@Test
	void aLoginPostponedIsNoFaultOfTheTransport() {
		this.server.rescript((script) -> script.onAuth(SmtpAction.reply("454 4.7.0 Later")));
		assertThat(failure(this.transport, "shop").getKind()).isEqualTo(Kind.DEFERRED);
		assertThat(failure(this.transport, "default").getKind()).isEqualTo(Kind.UNAVAILABLE);
	}

	@Test
	void aServerThatKnowsNoLoginIsNoFaultOfTheTransport() {
		try (ScriptedSmtpServer without = ScriptedSmtpServer.start();
				SmtpTransport open = transport(SmtpSettings.of(without.host(), without.port(), SmtpEncryption.NONE))) {
			assertThat(failure(open, "shop").getKind()).isEqualTo(Kind.CREDENTIALS_REFUSED);
			assertThat(open.send(message("default"))).extracting(RecipientOutcome::status)
				.containsExactly(EmailStatus.SENT);
			assertThat(without.messages()).hasSize(1);
		}
	}

	@Test
	void credentialsThatWereRefusedInTheMidstOfThingsAreNoFaultOfTheTransport() {
		this.server.rescript((script) -> script.onMail(SmtpAction.reply("530 5.7.0 Authentication required")));
		assertThat(failure(this.transport, "shop").getKind()).isEqualTo(Kind.CREDENTIALS_REFUSED);
		assertThat(failure(this.transport, "default").getKind()).isEqualTo(Kind.MISCONFIGURED);
	}

	@Test
	void howeverOftenItsLoginIsRefusedTheOthersMailGoesOn() {
		this.own.put("shop", new Credentials("shop", "wrong-secret"));
		try (Transports transports = new Transports(List.of(this.transport),
				new QuickRetry(1, Duration.ofMillis(1), Duration.ofMillis(2)),
				new Circuit(1, 1, Duration.ofMinutes(5)))) {
			MailRouter router = new MailRouter(transports,
					new RoutingTable(List.of(), List.of(), Route.inOrder("default", List.of("smtp")), List.of("smtp")),
					RandomGenerator.getDefault());
			for (int i = 0; i < 20; i++) {
				assertThat(router.send(message("shop")).outcomes()).extracting(RecipientOutcome::status)
					.containsExactly(EmailStatus.FAILED);
			}
			assertThat(transports.isLeftAlone("smtp")).isFalse();
			assertThat(router.send(message("default")).outcomes()).extracting(RecipientOutcome::status)
				.containsExactly(EmailStatus.SENT);
		}
	}

	@Test
	void aRefusedLoginOfTheTransportDoesNotKeepASubAccountsFromLoggingIn() {
		try (SmtpTransport wrong = transport(settings().withCredentials("acme", "wrong-secret"))) {
			assertThat(failure(wrong, "default").getKind()).isEqualTo(Kind.MISCONFIGURED);
			wrong.send(message("shop"));
			assertThat(this.server.messages()).extracting(ReceivedMessage::user).containsExactly("shop");
		}
	}

	@Test
	void theUserNameIsTheTransportsWhereTheSubAccountHasNone() {
		this.own.put("shop", new Credentials(null, "account-secret"));
		this.transport.send(message("shop"));
		assertThat(this.server.messages()).extracting(ReceivedMessage::user).containsExactly("acme");
		try (SmtpTransport open = transport(settings())) {
			TransportException failure = failure(open, "shop");
			assertThat(failure.getKind()).isEqualTo(Kind.CREDENTIALS_REFUSED);
			assertThat(failure).hasMessageContaining("needs a user name with the password of sub-account 'shop'");
		}
	}

	@Test
	void theNextMessageGoesByTheNewCredentialsAndTheOldConnectionsClose() {
		this.transport.send(message("shop"));
		this.server.rescript((script) -> script.user("shop-2", "new-secret"));
		this.own.put("shop", new Credentials("shop-2", "new-secret"));
		this.transport.send(message("shop"));
		this.own.remove("shop");
		this.transport.send(message("shop"));
		assertThat(this.server.messages()).extracting(ReceivedMessage::user).containsExactly("shop", "shop-2", "acme");
		assertThat(this.server.awaitCommands("QUIT", 1)).hasSize(1);
		this.server.awaitOpenConnections(2);
	}

	@Test
	void aConnectionInUseWhileTheCredentialsChangeIsNotUsedAgain() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			this.server.rescript((script) -> script.user("shop-2", "new-secret")
				.onDot(SmtpAction.proceed().after(gate).onConnection(1)));
			Future<?> first = executor.submit(() -> this.transport.send(message("shop")));
			this.server.awaitReceivedDots(1);
			this.own.put("shop", new Credentials("shop-2", "new-secret"));
			this.transport.send(message("shop"));
			gate.countDown();
			first.get();
			this.server.awaitOpenConnections(1);
			this.transport.send(message("shop"));
			assertThat(this.server.messages()).extracting(ReceivedMessage::user)
				.containsExactlyInAnyOrder("shop", "shop-2", "shop-2");
			assertThat(this.server.connections()).isEqualTo(2);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void connectionsCloseWhenIdleAndWithTheTransport() {
		try (SmtpTransport impatient = transport(settings().withCredentials("acme", "account-secret")
			.withPool(new SmtpSettings.Pool(3, Duration.ofSeconds(30), Duration.ofMillis(40))))) {
			impatient.send(message("shop"));
			this.server.awaitOpenConnections(0);
		}
		this.transport.send(message("shop"));
		this.transport.send(message("blog"));
		assertThat(this.server.openConnections()).isEqualTo(2);
		this.transport.close();
		this.server.awaitOpenConnections(0);
		assertThat(failure(this.transport, "shop")).hasMessageContaining("closed");
		assertThat(failure(this.transport, "default")).hasMessageContaining("closed");
	}

	@Test
	void onlySoManySubAccountsHaveConnectionsAtATime() {
		String[] names = IntStream.range(0, SubAccountConnections.MAX_POOLS + 20)
			.mapToObj((i) -> "tenant-" + i)
			.toArray(String[]::new);
		for (String name : names) {
			this.own.put(name, new Credentials("shop", "shop-secret"));
			this.transport.send(message(name));
		}
		this.server.awaitOpenConnections(SubAccountConnections.MAX_POOLS);
		this.transport.send(message(names[names.length - 1]));
		assertThat(this.server.connections()).isEqualTo(names.length);
		this.transport.send(message(names[0]));
		assertThat(this.server.connections()).isEqualTo(names.length + 1);
		assertThat(this.server.messages()).hasSize(names.length + 2);
	}

	@Test
	void aConnectionInUseIsNotTakenFromItsSubAccountForAnotherOne() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		ExecutorService executor = Executors.newFixedThreadPool(SubAccountConnections.MAX_POOLS);
		try {
			this.server.rescript((script) -> script.onDot(SmtpAction.proceed().after(gate).onEachConnection()));
			List<Future<?>> sends = IntStream.range(0, SubAccountConnections.MAX_POOLS).<Future<?>>mapToObj((i) -> {
				this.own.put("tenant-" + i, new Credentials("shop", "shop-secret"));
				return executor.submit(() -> this.transport.send(message("tenant-" + i)));
			}).toList();
			this.server.awaitReceivedDots(SubAccountConnections.MAX_POOLS);
			TransportException failure = failure(this.transport, "blog");
			assertThat(failure.getKind()).isEqualTo(Kind.DEFERRED);
			assertThat(failure).hasMessageContaining("is busy with mail of 100 sub-accounts");
			gate.countDown();
			for (Future<?> send : sends) {
				send.get();
			}
			this.transport.send(message("blog"));
			assertThat(this.server.messages()).hasSize(SubAccountConnections.MAX_POOLS + 1);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void credentialsThatCannotBeReadFailTheMessageOnly() {
		try (SmtpTransport unreadable = new SmtpTransport("smtp", settings().withCredentials("acme", "account-secret"),
				MailSigner.NONE, ReturnPath.SENDER, (subAccount, transport) -> {
					if (subAccount.equals("shop")) {
						throw new TransportException(Kind.CREDENTIALS_REFUSED, "no key to decrypt them", null);
					}
					return Optional.empty();
				})) {
			assertThat(failure(unreadable, "shop").getKind()).isEqualTo(Kind.CREDENTIALS_REFUSED);
			unreadable.send(message("default"));
			assertThat(this.server.messages()).extracting(ReceivedMessage::user).containsExactly("acme");
		}
	}

	private SmtpTransport transport(SmtpSettings settings) {
		return new SmtpTransport("smtp", settings, MailSigner.NONE, ReturnPath.SENDER, this.credentials);
	}

	private SmtpSettings settings() {
		return SmtpSettings.of(this.server.host(), this.server.port(), SmtpEncryption.NONE);
	}

	private static TransportException failure(SmtpTransport transport, String subAccount) {
		return catchThrowableOfType(TransportException.class, () -> transport.send(message(subAccount)));
	}

	/**
	 * A message whose sender tells whose it is.
	 */
	private static OutgoingEmail message(String subAccount) {
		Email email = Email.builder()
			.from(subAccount + "@example.com")
			.to("a@example.com")
			.subject("Hi")
			.text("Hello")
			.build();
		return new OutgoingEmail(UUID.randomUUID(), "<1@example.com>", Instant.EPOCH, email, email.recipients(),
				subAccount);
	}

}
