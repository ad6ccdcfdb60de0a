package dev.sendpost.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.sendpost.Email;
import dev.sendpost.transport.Circuit;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.QuickRetry;
import dev.sendpost.transport.Route;
import dev.sendpost.transport.RoutingTable;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import dev.sendpost.transport.Transports;
import dev.sendpost.transport.capture.CaptureTransport;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors.Entry;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Tests for {@link SendpostHealthContributor}.
 */
class SendpostHealthContributorTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final MutableClock clock = new MutableClock();

	@Test
	void thereIsAComponentForEachTransport() {
		SendpostHealthContributor contributor = contributor(LONG, FakeTransport.accepting("b"),
				FakeTransport.accepting("a"));
		assertThat(contributor.stream()).extracting(Entry::name).containsExactly("b", "a");
		assertThat(contributor.getContributor("a")).isNotNull();
		assertThat(contributor.getContributor("c")).isNull();
	}

	@Test
	void aTransportThatAnswersIsUp() {
		assertThat(health(contributor(LONG, FakeTransport.accepting("a")))).isEqualTo(Health.up().build());
	}

	@Test
	void aTransportThatFailsIsDownAndSaysWhy() {
		Health health = health(contributor(LONG, FakeTransport.accepting("a").checkedBy(() -> {
			throw new TransportException(Kind.UNAVAILABLE, "Transport 'a': connection refused", null);
		})));
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("error", "Transport 'a': connection refused");
	}

	@Test
	void aTransportWithABugIsDown() {
		Health health = health(contributor(LONG, FakeTransport.accepting("a").checkedBy(() -> {
			throw new IllegalStateException();
		})));
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		Health fatal = health(contributor(LONG, FakeTransport.accepting("a").checkedBy(() -> {
			throw new StackOverflowError();
		})));
		assertThat(fatal.getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void capturedMailIsSaidNotToBeSent() {
		Health health = health(contributor(LONG, new CaptureTransport("a", new CapturedMailbox(1))));
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("delivery", "captured, not sent");
	}

	@Test
	void anAnswerCountsUntilItsTimeIsOver() {
		AtomicInteger checks = new AtomicInteger();
		SendpostHealthContributor contributor = contributor(LONG,
				FakeTransport.accepting("a").checkedBy(checks::incrementAndGet));
		health(contributor);
		this.clock.advance(Duration.ofSeconds(59));
		health(contributor);
		assertThat(checks).hasValue(1);
		this.clock.advance(Duration.ofSeconds(1));
		health(contributor);
		assertThat(checks).hasValue(2);
	}

	@Test
	void aFailureIsRememberedLikeASuccess() {
		AtomicReference<RuntimeException> failure = new AtomicReference<>(new IllegalStateException("down"));
		SendpostHealthContributor contributor = contributor(LONG, FakeTransport.accepting("a").checkedBy(() -> {
			if (failure.get() != null) {
				throw failure.get();
			}
		}));
		assertThat(health(contributor).getStatus()).isEqualTo(Status.DOWN);
		failure.set(null);
		assertThat(health(contributor).getStatus()).isEqualTo(Status.DOWN);
		this.clock.advance(Duration.ofMinutes(2));
		assertThat(health(contributor).getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void aTransportThatDoesNotAnswerIsDownInTimeAndAskedOnlyOnce() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger checks = new AtomicInteger();
		SendpostHealthContributor contributor = contributor(Duration.ofMillis(20),
				FakeTransport.accepting("a").checkedBy(() -> {
					checks.incrementAndGet();
					await(release);
				}));
		for (int i = 0; i < 5; i++) {
			Health health = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> health(contributor));
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails().get("error")).asString().contains("no answer within");
			this.clock.advance(Duration.ofHours(1));
		}
		Awaitility.await().until(() -> checks.get() > 0);
		assertThat(checks).hasValue(1);
		release.countDown();
		Awaitility.await().until(() -> health(contributor).getStatus().equals(Status.UP));
	}

	@Test
	void manyWhoAskAtATimeShareOneCheck() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger checks = new AtomicInteger();
		SendpostHealthContributor contributor = contributor(LONG, FakeTransport.accepting("a").checkedBy(() -> {
			checks.incrementAndGet();
			await(release);
		}));
		List<CompletableFuture<Health>> asking = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			asking.add(CompletableFuture.supplyAsync(() -> health(contributor), (task) -> new Thread(task).start()));
		}
		Awaitility.await().until(() -> checks.get() > 0);
		release.countDown();
		for (CompletableFuture<Health> future : asking) {
			assertThat(future.get(10, TimeUnit.SECONDS).getStatus()).isEqualTo(Status.UP);
		}
		assertThat(checks).hasValue(1);
	}

	@Test
	void aTransportThatIsLeftAloneIsDownAlthoughItAnswers() {
		Transports transports = transports(FakeTransport.failing("a", Kind.MISCONFIGURED));
		SendpostHealthContributor contributor = new SendpostHealthContributor(transports, LONG, Duration.ofMinutes(1),
				this.clock);
		assertThat(health(contributor).getStatus()).isEqualTo(Status.UP);
		Email email = Email.builder().from("shop@example.com").to("ann@example.com").text("Hello").build();
		new MailRouter(transports,
				new RoutingTable(List.of(), List.of(), Route.inOrder("default", List.of("a")), transports.names()),
				new Random(1))
			.send(new OutgoingEmail(new UUID(0, 1), "<1@example.com>", Instant.EPOCH, email, email.recipients()));
		Health health = health(contributor);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails().get("circuit")).asString().startsWith("open");
	}

	private SendpostHealthContributor contributor(Duration timeout, MailTransport... transports) {
		return new SendpostHealthContributor(transports(transports), timeout, Duration.ofMinutes(1), this.clock);
	}

	private static Transports transports(MailTransport... transports) {
		return new Transports(List.of(transports), new QuickRetry(1, Duration.ofMillis(1), Duration.ofMillis(2)),
				new Circuit(50, 5, Duration.ofMinutes(10)));
	}

	private static Health health(SendpostHealthContributor contributor) {
		HealthIndicator indicator = (HealthIndicator) contributor.getContributor("a");
		return indicator.health();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
