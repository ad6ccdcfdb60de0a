package dev.sendpost.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import dev.sendpost.EmailAddress;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.transport.TransportException.Kind;
import dev.sendpost.transport.TransportState.Condition;
import dev.sendpost.transport.TransportState.Failure;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link GuardedTransport}, {@link Transports} and their settings.
 */
@ExtendWith(OutputCaptureExtension.class)
class GuardedTransportTests {

	private static final QuickRetry ONCE = retry(1);

	private static final Circuit LONG = new Circuit(50, 5, Duration.ofMinutes(10));

	@Test
	void aLostConnectionIsTriedAgainAsOftenAsTheSettingSays() {
		FakeTransport transport = FakeTransport.failing("a", Kind.UNAVAILABLE);
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> send(guarded(transport, retry(3), LONG)))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.UNAVAILABLE));
		assertThat(transport.attempts()).hasSize(3);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "UNAVAILABLE")
	void otherFailuresAreNotTriedAgain(Kind kind) {
		FakeTransport transport = FakeTransport.failing("a", kind);
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> send(guarded(transport, retry(3), LONG)))
			.withMessageContaining("'a' is " + kind)
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(kind));
		assertThat(transport.attempts()).hasSize(1);
	}

	@Test
	void aTryThatWorksEndsTheTrying() {
		AtomicInteger tries = new AtomicInteger();
		FakeTransport transport = FakeTransport.behaving("a", (email) -> {
			if (tries.incrementAndGet() < 3) {
				throw new TransportException(Kind.UNAVAILABLE, "lost", null);
			}
			return accepted(email.recipients());
		});
		assertThat(send(guarded(transport, retry(5), LONG))).hasSize(2);
		assertThat(transport.attempts()).hasSize(3);
	}

	@Test
	void aTryConcernsOnlyThoseNotSettled() {
		AtomicInteger tries = new AtomicInteger();
		FakeTransport transport = FakeTransport.behaving("a", (email) -> {
			if (tries.incrementAndGet() == 1) {
				throw new TransportException(Kind.UNAVAILABLE, "lost", null, null,
						accepted(email.recipients().subList(0, 1)));
			}
			return accepted(email.recipients());
		});
		assertThat(send(guarded(transport, retry(3), LONG))).extracting((outcome) -> outcome.recipient().address())
			.containsExactly("ann@example.com", "bob@example.com");
		assertThat(transport.asked()).containsExactly("ann@example.com", "bob@example.com", "bob@example.com");
	}

	@Test
	void aFailureComesWithAllThatWasSettledOnTheWay() {
		FakeTransport transport = FakeTransport.behaving("a", (email) -> {
			throw new TransportException((email.recipients().size() > 1) ? Kind.UNAVAILABLE : Kind.DEFERRED, "no",
					"451 4.3.0 no", null,
					(email.recipients().size() > 1) ? accepted(email.recipients().subList(0, 1)) : List.of());
		});
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> send(guarded(transport, retry(3), LONG)))
			.satisfies((ex) -> {
				assertThat(ex.getKind()).isEqualTo(Kind.DEFERRED);
				assertThat(ex.getServerText()).isEqualTo("451 4.3.0 no");
				assertThat(ex).hasNoCause();
				assertThat(ex.getSettled()).extracting((outcome) -> outcome.recipient().address())
					.containsExactly("ann@example.com");
			});
	}

	@Test
	void anInterruptionEndsTheTrying() {
		FakeTransport transport = FakeTransport.failing("a", Kind.UNAVAILABLE);
		GuardedTransport guarded = guarded(transport, new QuickRetry(3, Duration.ofMinutes(10), Duration.ofMinutes(20)),
				LONG);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> send(guarded))
			.withMessageContaining("interrupted")
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.DEFERRED));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(transport.attempts()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(names = { "UNAVAILABLE", "TIMED_OUT", "PERHAPS_SENT" })
	void aTransportThatKeepsFailingIsLeftAlone(Kind kind) {
		FakeTransport transport = FakeTransport.failing("a", kind);
		GuardedTransport guarded = guarded(transport, ONCE, LONG);
		for (int i = 0; i < 5; i++) {
			assertThat(guarded.isLeftAlone()).isFalse();
			sendInVain(guarded);
		}
		assertThat(guarded.isLeftAlone()).isTrue();
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> send(guarded))
			.withMessageMatching("Transport 'a' is left alone for (600|5\\d\\d) s after: is " + kind)
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.DEFERRED));
		assertThat(transport.attempts()).hasSize(5);
	}

	@ParameterizedTest
	@EnumSource(names = { "DEFERRED", "UNSUPPORTED", "CREDENTIALS_REFUSED" })
	void whatIsTheFaultOfTheMessageIsNotHeldAgainstTheTransport(Kind kind) {
		FakeTransport transport = FakeTransport.failing("a", kind);
		GuardedTransport guarded = guarded(transport, ONCE, LONG);
		for (int i = 0; i < 50; i++) {
			sendInVain(guarded);
		}
		assertThat(guarded.isLeftAlone()).isFalse();
		assertThat(transport.attempts()).hasSize(50);
	}

	@Test
	void aServiceThatThrottlesIsAskedNothingUntilItSaid() {
		AtomicInteger attempts = new AtomicInteger();
		GuardedTransport guarded = guarded(throttlingOnce(attempts, Duration.ofMinutes(10)), retry(3), LONG);
		sendInVain(guarded);
		assertThat(guarded.isReady()).isFalse();
		assertThat(guarded.isLeftAlone()).isFalse();
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> send(guarded))
			.withMessageMatching("Transport 'a' is to be tried again in \\d+ s, after: 429 Slow down")
			.satisfies((ex) -> {
				assertThat(ex.getKind()).isEqualTo(Kind.THROTTLED);
				assertThat(ex.getServerText()).isEqualTo("429 Slow down");
				assertThat(ex.getRetryAfter()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
			});
		assertThat(attempts).hasValue(1);
	}

	@Test
	void aServiceThatThrottlesIsAskedAgainWhenItSaid() {
		AtomicInteger attempts = new AtomicInteger();
		GuardedTransport guarded = guarded(throttlingOnce(attempts, Duration.ofMillis(300)), retry(3), LONG);
		sendInVain(guarded);
		assertThat(attempts).hasValue(1);
		Awaitility.await().until(guarded::isReady);
		assertThat(send(guarded)).hasSize(2);
		assertThat(attempts).hasValue(2);
	}

	private static FakeTransport throttlingOnce(AtomicInteger attempts, Duration retryAfter) {
		return FakeTransport.behaving("a", (email) -> {
			if (attempts.incrementAndGet() == 1) {
				throw throttled(retryAfter);
			}
			return accepted(email.recipients());
		});
	}

	@Test
	void aServiceThatThrottlesAndDoesNotSayForHowLongIsAskedNothingForAMinute() {
		FakeTransport transport = FakeTransport.failing("a", Kind.THROTTLED);
		GuardedTransport guarded = guarded(transport, ONCE, LONG);
		sendInVain(guarded);
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> send(guarded))
			.satisfies((ex) -> assertThat(ex.getRetryAfter()).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1)));
		assertThat(transport.attempts()).hasSize(1);
	}

	@Test
	void theLongestWishOfAServiceCounts() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch other = new CountDownLatch(1);
		AtomicInteger attempts = new AtomicInteger();
		GuardedTransport guarded = guarded(FakeTransport.behaving("a", (email) -> {
			if (attempts.incrementAndGet() > 1) {
				throw throttled(Duration.ofMinutes(10));
			}
			begun.countDown();
			try {
				other.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			throw throttled(Duration.ofSeconds(1));
		}), ONCE, LONG);
		CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> sendInVain(guarded),
				(task) -> new Thread(task).start());
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		sendInVain(guarded);
		other.countDown();
		slow.get(10, TimeUnit.SECONDS);
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> send(guarded))
			.satisfies((ex) -> assertThat(ex.getRetryAfter()).isGreaterThan(Duration.ofMinutes(5)));
		assertThat(attempts).hasValue(2);
	}

	@Test
	void itsStateTellsWhetherItIsUsedAndWhatFailedLast() {
		AtomicReference<Kind> kind = new AtomicReference<>(Kind.DEFERRED);
		GuardedTransport guarded = guarded(FakeTransport.behaving("a", (email) -> {
			throw new TransportException(kind.get(), "Transport 'a' fails", "421 4.3.2 busy", null, List.of())
				.retryAfter(Duration.ofMinutes(5));
		}), ONCE, LONG);
		assertThat(guarded.state()).isEqualTo(new TransportState(Condition.CLOSED, Duration.ZERO, null));
		sendInVain(guarded);
		assertThat(guarded.state()).returns(Condition.CLOSED, TransportState::condition);
		Failure failure = guarded.state().lastFailure();
		assertThat(failure).returns(Kind.DEFERRED, Failure::kind)
			.returns("Transport 'a' fails", Failure::message)
			.returns("421 4.3.2 busy", Failure::serverText);
		assertThat(failure.age()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
		kind.set(Kind.THROTTLED);
		sendInVain(guarded);
		assertThat(guarded.state()).returns(Condition.THROTTLED, TransportState::condition);
		assertThat(guarded.state().resting()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
	}

	@Test
	void theStateOfATransportLeftAloneTellsForHowLong() {
		GuardedTransport guarded = guarded(FakeTransport.failing("a", Kind.MISCONFIGURED), ONCE, LONG);
		sendInVain(guarded);
		assertThat(guarded.state()).returns(Condition.OPEN, TransportState::condition);
		assertThat(guarded.state().resting()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
	}

	private static TransportException throttled(Duration retryAfter) {
		return new TransportException(Kind.THROTTLED, "429 Slow down", "429 Slow down", null, List.of())
			.retryAfter(retryAfter);
	}

	@Test
	void bouncesAreNotHeldAgainstTheTransport() {
		GuardedTransport guarded = guarded(FakeTransport.answering("a",
				(recipient) -> RecipientOutcome.bounced(recipient, "a", "550 5.1.1 No such user")), ONCE, LONG);
		for (int i = 0; i < 50; i++) {
			send(guarded);
		}
		assertThat(guarded.isLeftAlone()).isFalse();
	}

	@Test
	void aMisconfiguredTransportIsLeftAloneAtOnce() {
		FakeTransport transport = FakeTransport.failing("a", Kind.MISCONFIGURED);
		GuardedTransport guarded = guarded(transport, ONCE, LONG);
		sendInVain(guarded);
		assertThat(guarded.isLeftAlone()).isTrue();
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> send(guarded))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.MISCONFIGURED));
		assertThat(transport.attempts()).hasSize(1);
	}

	@Test
	void theReasonIsGivenWithoutTheNameOnceMore() {
		GuardedTransport guarded = guarded(FakeTransport.behaving("a", (email) -> {
			throw new TransportException(Kind.MISCONFIGURED, "Transport 'a': the server refused the password", null);
		}), ONCE, LONG);
		sendInVain(guarded);
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> send(guarded))
			.withMessageMatching(
					"Transport 'a' is left alone for (600|5\\d\\d) s after: the server refused the password");
	}

	@Test
	void anOutageAndItsEndAreLoggedOnce(CapturedOutput output) throws Exception {
		AtomicReference<Kind> failure = new AtomicReference<>(Kind.MISCONFIGURED);
		AtomicInteger attempts = new AtomicInteger();
		GuardedTransport guarded = guarded(FakeTransport.behaving("logged", (email) -> {
			attempts.incrementAndGet();
			if (failure.get() != null) {
				throw new TransportException(failure.get(), "Transport 'logged': login refused", null);
			}
			return accepted(email.recipients());
		}), ONCE, new Circuit(50, 1, Duration.ofMillis(50)));
		Awaitility.await().until(() -> {
			sendInVain(guarded);
			return attempts.get() > 6;
		});
		failure.set(null);
		Awaitility.await().ignoreException(TransportException.class).until(() -> {
			send(guarded);
			return output.getOut().contains("Transport 'logged' is well again");
		});
		assertThat(output.getOut()
			.lines()
			.filter((line) -> line.contains("WARN"))
			.filter((line) -> line.contains("Transport 'logged' is left alone for 50 ms: login refused"))).hasSize(1);
	}

	@Test
	void aFailureIsNotItsOwnCause() {
		TransportException failure = new TransportException(Kind.DEFERRED, "no", new IOException("lost"));
		assertThatExceptionOfType(TransportException.class)
			.isThrownBy(() -> send(guarded(FakeTransport.behaving("a", (email) -> {
				throw failure;
			}), ONCE, LONG)))
			.isSameAs(failure);
	}

	@Test
	void quickRetriesStopWhenTheTransportIsLeftAlone() {
		FakeTransport transport = FakeTransport.failing("a", Kind.UNAVAILABLE);
		assertThatExceptionOfType(TransportException.class)
			.isThrownBy(() -> send(guarded(transport, retry(10), new Circuit(100, 2, Duration.ofMinutes(10)))));
		assertThat(transport.attempts()).hasSize(2);
	}

	@Test
	void aTransportThatRecoversIsUsedAgain() {
		AtomicReference<Kind> failure = new AtomicReference<>(Kind.MISCONFIGURED);
		FakeTransport transport = FakeTransport.behaving("a", (email) -> {
			if (failure.get() != null) {
				throw new TransportException(failure.get(), "no", null);
			}
			return accepted(email.recipients());
		});
		GuardedTransport guarded = guarded(transport, ONCE, new Circuit(50, 5, Duration.ofSeconds(3)));
		sendInVain(guarded);
		assertThat(guarded.isLeftAlone()).isTrue();
		failure.set(null);
		Awaitility.await().ignoreException(TransportException.class).until(() -> send(guarded).size() == 2);
		assertThat(guarded.isLeftAlone()).isFalse();
		for (int i = 0; i < 10; i++) {
			assertThat(send(guarded)).hasSize(2);
		}
	}

	@Test
	void aTransportThatDoesNotRecoverIsLeftAloneAgain() {
		FakeTransport transport = FakeTransport.failing("a", Kind.MISCONFIGURED);
		GuardedTransport guarded = guarded(transport, ONCE, new Circuit(50, 5, Duration.ofMillis(50)));
		sendInVain(guarded);
		Awaitility.await().until(() -> {
			sendInVain(guarded);
			return transport.attempts().size() == 2;
		});
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> send(guarded));
	}

	@Test
	void transportsAreKnownByTheirNames() {
		FakeTransport a = FakeTransport.accepting("a");
		FakeTransport b = FakeTransport.accepting("b");
		Transports transports = new Transports(List.of(b, a), ONCE, LONG);
		assertThat(transports.names()).containsExactly("b", "a");
		assertThat(transports.all()).containsExactly(b, a);
		assertThat(transports.isLeftAlone("a")).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> transports.isLeftAlone("c"))
			.withMessage("Unknown transport 'c'; known are [b, a]");
		transports.close();
		assertThat(a.isClosed()).isTrue();
		assertThat(b.isClosed()).isTrue();
	}

	@Test
	void thereMustBeATransportAndNamesMustDiffer() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Transports(List.of(), ONCE, LONG))
			.withMessageContaining("At least one");
		assertThatIllegalArgumentException().isThrownBy(
				() -> new Transports(List.of(FakeTransport.accepting("a"), FakeTransport.accepting("a")), ONCE, LONG))
			.withMessageContaining("'a'");
	}

	@ParameterizedTest
	@CsvSource({ "0, 1, 1", "-1, 1, 1", "1, 0, 1", "1, -1, 1", "1, 2, 1" })
	void aSettingOfRetriesOutOfItsRangeIsRefused(int attempts, int initialDelay, int maxDelay) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new QuickRetry(attempts, Duration.ofMillis(initialDelay), Duration.ofMillis(maxDelay)));
	}

	@ParameterizedTest
	@CsvSource({ "0, 1, 1", "101, 1, 1", "50, 0, 1", "50, 1, 0", "50, 1, -1" })
	void aSettingOfTheCircuitOutOfItsRangeIsRefused(int failureRate, int minimumAttempts, int openFor) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Circuit(failureRate, minimumAttempts, Duration.ofMillis(openFor)));
	}

	@Test
	void theTimeATransportIsLeftAloneEndsByItself() {
		GuardedTransport guarded = guarded(FakeTransport.failing("a", Kind.MISCONFIGURED), ONCE,
				new Circuit(50, 5, Duration.ofMillis(50)));
		sendInVain(guarded);
		Awaitility.await().until(() -> !guarded.isLeftAlone());
		sendInVain(guarded);
	}

	@Test
	void whileTrialsAreUnderWayOthersAreTemporarilyRefusedWhateverTheFailureWas() throws Exception {
		AtomicInteger attempts = new AtomicInteger();
		CountDownLatch trials = new CountDownLatch(3);
		CountDownLatch release = new CountDownLatch(1);
		GuardedTransport guarded = guarded(FakeTransport.behaving("a", (email) -> {
			if (attempts.incrementAndGet() == 1) {
				throw new TransportException(Kind.MISCONFIGURED, "login refused", null);
			}
			trials.countDown();
			try {
				release.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return accepted(email.recipients());
		}), ONCE, new Circuit(50, 5, Duration.ofMillis(50)));
		sendInVain(guarded);
		Awaitility.await().until(() -> !guarded.isLeftAlone());
		List<CompletableFuture<Integer>> trying = Stream.of(1, 2, 3)
			.map((trial) -> CompletableFuture.supplyAsync(() -> send(guarded).size(),
					(task) -> new Thread(task).start()))
			.toList();
		assertThat(trials.await(10, TimeUnit.SECONDS)).isTrue();
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> send(guarded))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(Kind.DEFERRED));
		release.countDown();
		for (CompletableFuture<Integer> trial : trying) {
			assertThat(trial.get(10, TimeUnit.SECONDS)).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@CsvSource({ "PT0.005S, PT0.005S", "PT0.0000001S, PT0.0000001S", "PT0.0000001S, PT0.001S" })
	void everySettingOfRetriesThatIsAcceptedWorks(Duration initialDelay, Duration maxDelay) {
		FakeTransport transport = FakeTransport.failing("a", Kind.UNAVAILABLE);
		GuardedTransport guarded = guarded(transport, new QuickRetry(3, initialDelay, maxDelay), LONG);
		sendInVain(guarded);
		assertThat(transport.attempts()).hasSize(3);
	}

	@Test
	void oneTransportThatCannotBeClosedDoesNotKeepOthersOpen() {
		MailTransport broken = new MailTransport() {

			@Override
			public String name() {
				return "broken";
			}

			@Override
			public TransportCapabilities capabilities() {
				return TransportCapabilities.all();
			}

			@Override
			public List<RecipientOutcome> send(OutgoingEmail email) {
				return List.of();
			}

			@Override
			public void check() {
			}

			@Override
			public void close() {
				throw new IllegalStateException("no");
			}

		};
		FakeTransport other = FakeTransport.accepting("other");
		Transports transports = new Transports(List.of(broken, other), ONCE, LONG);
		transports.close();
		assertThat(other.isClosed()).isTrue();
	}

	private static QuickRetry retry(int maxAttempts) {
		return new QuickRetry(maxAttempts, Duration.ofMillis(1), Duration.ofMillis(2));
	}

	private static GuardedTransport guarded(MailTransport transport, QuickRetry retry, Circuit circuit) {
		return new GuardedTransport(transport, retry, circuit);
	}

	private static List<RecipientOutcome> send(GuardedTransport transport) {
		return transport.send(MailRouterTests.to("ann@example.com", "bob@example.com"));
	}

	private static void sendInVain(GuardedTransport transport) {
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> send(transport));
	}

	private static List<RecipientOutcome> accepted(List<EmailAddress> recipients) {
		return recipients.stream().map((recipient) -> RecipientOutcome.sent(recipient, "a", null)).toList();
	}

}
