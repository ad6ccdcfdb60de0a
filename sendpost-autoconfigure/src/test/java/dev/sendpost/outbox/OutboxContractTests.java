package dev.sendpost.outbox;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailCampaign;
import dev.sendpost.EmailPage;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.EmailStream;
import dev.sendpost.HostedTemplate;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.MailTemporarilyUnavailableException;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.Submitter;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.Engagement;
import dev.sendpost.event.EngagementCounts;
import dev.sendpost.event.RecordedEvent;
import dev.sendpost.event.RecordedEventListener;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.policy.RecipientSafetyPolicy;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the outbox promises, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class OutboxContractTests {

	private final List<AutoCloseable> nodes = new ArrayList<>();

	private final FreshDatabase database;

	OutboxContractTests(TestDatabase kind) {
		this.database = kind.clean();
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable node : this.nodes) {
			node.close();
		}
		this.database.close();
	}

	@Test
	void aMessageIsQueuedThenSent() {
		FakeTransport transport = FakeTransport.accepting("a");
		OutboxNode node = node(transport);
		Receipt receipt = node.gateway().send(email("ann@example.com", "Bob <bob@example.com>").build());
		assertThat(receipt.status()).isEqualTo(EmailStatus.QUEUED);
		node.start();
		EmailRecord found = await(node, receipt, EmailStatus.SENT);
		assertThat(found.outcomes()).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.SENT, EmailStatus.SENT);
		assertThat(found.outcomes()).extracting(RecipientOutcome::serverText).containsOnly("250 2.0.0 Ok");
		assertThat(found.attempts()).isOne();
		assertThat(found.dueAt()).isNull();
		assertThat(transport.attempts()).singleElement().satisfies((sent) -> {
			assertThat(sent.id()).isEqualTo(receipt.id());
			assertThat(sent.messageId()).isEqualTo(receipt.messageId());
			assertThat(sent.recipients()).hasSize(2);
		});
	}

	@Test
	void aPolicyThatCannotReachTheDatabaseKeepsTheSenderFromSendingForNow() {
		OutboxNode node = builder(FakeTransport.accepting("a")).policies(new MailPolicy() {

			@Override
			public void atIntake(PolicyMessage message) {
				throw new DataAccessResourceFailureException("gone");
			}

		}).build();
		this.nodes.add(node);
		assertThatExceptionOfType(MailTemporarilyUnavailableException.class)
			.isThrownBy(() -> node.gateway().send(email("ann@example.com").build()))
			.withMessageEndingWith("the store cannot be asked about it: gone");
		assertThatExceptionOfType(MailTemporarilyUnavailableException.class)
			.isThrownBy(() -> node.gateway().send(List.of(email("ann@example.com").build())));
	}

	@Test
	void aPolicyThatCannotReachTheDatabaseForABatchKeepsItFromBeingSentForNow() {
		OutboxNode node = builder(FakeTransport.accepting("a")).policies(new MailPolicy() {

			@Override
			public MailPolicy forIntakeOf(Collection<PolicyMessage> messages) {
				throw new DataAccessResourceFailureException("gone");
			}

		}).build();
		this.nodes.add(node);
		assertThatExceptionOfType(MailTemporarilyUnavailableException.class).isThrownBy(
				() -> node.gateway().send(List.of(email("ann@example.com").build(), email("bob@example.com").build())))
			.withMessageEndingWith("the store cannot be asked about it: gone");
		assertThat(node.count("sendpost_email")).isZero();
	}

	@Test
	void aSubAccountSeesAndChangesItsOwnMailOnly() {
		OutboxNode node = node(FakeTransport.accepting("a"));
		MailGateway shop = node.gateway().forSubAccount("shop");
		MailGateway club = node.gateway().forSubAccount("club");
		Receipt order = shop.send(email("ann@example.com").build());
		Receipt news = club.send(email("ann@example.com").build());
		assertThat(shop.find(order.id())).get().extracting(EmailRecord::subAccount).isEqualTo("shop");
		assertThat(shop.find(news.id())).isEmpty();
		assertThat(shop.findContent(order.id())).get().extracting(Email::text).isEqualTo("Hello there");
		assertThat(shop.findContent(news.id())).isEmpty();
		assertThat(ids(shop.search(EmailSearch.all()))).containsExactly(order.id());
		assertThat(ids(shop.search(EmailSearch.all().subAccount("club")))).isEmpty();
		assertThat(ids(node.gateway().search(EmailSearch.all()))).containsExactly(news.id(), order.id());
		assertThat(shop.reschedule(news.id(), Instant.now().plusSeconds(600))).isFalse();
		assertThat(shop.cancel(news.id())).isFalse();
		assertThat(club.cancel(news.id())).isTrue();
		assertThat(node.gateway().cancel(order.id())).isTrue();
	}

	@Test
	void whatIsSentAgainStaysMailOfItsSubAccount() {
		OutboxNode node = node(FakeTransport.answering("a", (recipient) -> RecipientOutcome.failed(recipient,
				EmailStatus.BOUNCED, "a", "550 5.1.1 No", null, false)));
		MailGateway shop = node.gateway().forSubAccount("shop");
		Receipt order = shop.send(email("ann@example.com").build());
		node.start();
		await(node, order, EmailStatus.BOUNCED);
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> node.gateway().forSubAccount("club").resend(order.id()))
			.withMessage("id: there is no e-mail " + order.id());
		Receipt again = node.gateway().resend(order.id());
		assertThat(shop.find(again.id())).isPresent();
	}

	@Test
	void listenersInTheTransactionAreToldOnceOfEachFactTheyWantAndCanUndoIt() {
		List<RecordedEvent> told = new ArrayList<>();
		AtomicBoolean refuse = new AtomicBoolean(true);
		OutboxNode node = builder(FakeTransport.accepting("a")).recordedEventListeners(new RecordedEventListener() {

			@Override
			public Set<DeliveryEventType> types() {
				return Set.of(DeliveryEventType.COMPLAINED);
			}

			@Override
			public void recorded(List<RecordedEvent> events) {
				if (refuse.get()) {
					throw new IllegalStateException("not yet");
				}
				told.addAll(events);
			}

		}).build();
		this.nodes.add(node);
		Receipt receipt = node.gateway().forSubAccount("club").send(email("ann@example.com").build());
		DeliveryEvent complaint = DeliveryEvent.of(UUID.randomUUID(), receipt.id(), DeliveryEventType.COMPLAINED,
				Instant.now());
		DeliveryEvent opened = DeliveryEvent.of(UUID.randomUUID(), receipt.id(), DeliveryEventType.OPENED,
				Instant.now());
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> node.log().record(List.of(complaint, opened)));
		assertThat(node.count("sendpost_event")).isZero();
		refuse.set(false);
		node.log().record(List.of(complaint, opened));
		node.log().record(List.of(complaint));
		List<DeliveryEvent> known = node.log().find(complaint.emailId());
		assertThat(known).hasSizeGreaterThan(2);
		for (int atMost = 1; atMost <= known.size() + 1; atMost++) {
			assertThat(node.log().find(complaint.emailId(), atMost))
				.isEqualTo(known.subList(0, Math.min(atMost, known.size())));
		}
		assertThat(told).singleElement().satisfies((event) -> {
			assertThat(event.event()).isEqualTo(complaint);
			assertThat(event.subAccount()).isEqualTo("club");
			assertThat(event.stream()).isEqualTo(EmailStream.TRANSACTIONAL);
		});
	}

	@Test
	void whatIsSentIsWhatWasGiven() throws Exception {
		byte[] large = new byte[700_000];
		new Random(1).nextBytes(large);
		Email email = Email.builder()
			.from("\u00c4nne <anne@example.com>")
			.to("Bob <bob@example.org>")
			.cc("carl@example.org")
			.bcc("dora@example.org")
			.replyTo("reply@example.com")
			.subject("\u65e5\u672c\u8a9e \ud83d\ude80")
			.preheader("before")
			.text("text")
			.html("<p>" + "html ".repeat(50_000) + "</p>")
			.amp("<html amp4email></html>")
			.header("X-Order", "4711")
			.hostedTemplate(new HostedTemplate("welcome", Map.of("name", "B\u00f6b", "amount", "7")))
			.trackOpens(true)
			.trackClicks(false)
			.tags("order", "gr\u00fcn")
			.metadata("order", "47 11")
			.attach(Attachment.of("a.bin", large), Attachment.of("empty.txt", new byte[0]),
					Attachment.of("logo.png", new byte[] { 1, 2, 3 }).inline("logo"),
					Attachment.of("invite.ics", () -> new ByteArrayInputStream("BEGIN".getBytes()))
						.withContentType("text/calendar; method=REQUEST"))
			.build();
		List<byte[]> files = new ArrayList<>();
		FakeTransport transport = FakeTransport.behaving("a", (outgoing) -> {
			for (Attachment file : outgoing.email().attachments()) {
				try (InputStream stream = file.content().getInputStream()) {
					files.add(stream.readAllBytes());
				}
				catch (java.io.IOException ex) {
					throw new IllegalStateException(ex);
				}
			}
			return accept(outgoing);
		});
		OutboxNode node = node(transport);
		await(node.start(), node.gateway().send(email), EmailStatus.SENT);
		Email sent = transport.attempts().get(0).email();
		Email kept = node.gateway().findContent(ids(node.gateway().search(EmailSearch.all())).get(0)).orElseThrow();
		assertThat(kept).usingRecursiveComparison().ignoringFields("attachments").isEqualTo(sent);
		assertThat(sent.from()).isEqualTo(email.from());
		assertThat(sent.to()).isEqualTo(email.to());
		assertThat(sent.cc()).isEqualTo(email.cc());
		assertThat(sent.bcc()).isEqualTo(email.bcc());
		assertThat(sent.replyTo()).isEqualTo(email.replyTo());
		assertThat(sent.subject()).isEqualTo(email.subject());
		assertThat(sent.preheader()).isEqualTo(email.preheader());
		assertThat(sent.text()).isEqualTo(email.text());
		assertThat(sent.html()).isEqualTo(email.html());
		assertThat(sent.amp()).isEqualTo(email.amp());
		assertThat(sent.headers()).isEqualTo(email.headers());
		assertThat(sent.hostedTemplate()).isEqualTo(email.hostedTemplate());
		assertThat(sent.trackOpens()).isTrue();
		assertThat(sent.trackClicks()).isFalse();
		assertThat(sent.tags()).isEqualTo(email.tags());
		assertThat(sent.metadata()).isEqualTo(email.metadata());
		assertThat(sent.attachments()).extracting(Attachment::filename)
			.containsExactly("a.bin", "empty.txt", "logo.png", "invite.ics");
		assertThat(sent.attachments()).extracting(Attachment::contentType)
			.containsExactlyElementsOf(email.attachments().stream().map(Attachment::contentType).toList());
		assertThat(sent.attachments().get(2).contentId()).isEqualTo("logo");
		assertThat(sent.attachments().get(0).size()).isEqualTo(large.length);
		assertThat(files.get(0)).isEqualTo(large);
		assertThat(files.get(1)).isEmpty();
		assertThat(files.get(2)).containsExactly(1, 2, 3);
		assertThat(files.get(3)).asString().isEqualTo("BEGIN");
	}

	@Test
	void aRolledBackMessageNeverWas() {
		FakeTransport transport = FakeTransport.accepting("a");
		OutboxNode node = node(transport).start();
		Receipt rolledBack = node.transaction().execute((status) -> {
			status.setRollbackOnly();
			return node.gateway().send(email("never@example.com").build());
		});
		Receipt committed = node.transaction()
			.execute((status) -> node.gateway().send(email("ann@example.com").build()));
		await(node, committed, EmailStatus.SENT);
		assertThat(node.gateway().find(rolledBack.id())).isEmpty();
		assertThat(transport.attempts()).extracting(OutgoingEmail::id).containsExactly(committed.id());
		assertThat(node.count("sendpost_content")).isOne();
		assertThat(node.events()).noneMatch((event) -> event.emailId().equals(rolledBack.id()));
	}

	@Test
	void nothingIsSentBeforeTheCommit() {
		FakeTransport transport = FakeTransport.accepting("a");
		OutboxNode node = node(transport).start();
		Receipt receipt = node.transaction().execute((status) -> {
			Receipt queued = node.gateway().send(email("ann@example.com").build());
			Receipt other = inAnotherThread(() -> node.gateway().send(email("other@example.com").build()));
			await(node, other, EmailStatus.SENT);
			assertThat(transport.attempts()).hasSize(1);
			assertThat(node.events()).noneMatch((event) -> event.emailId().equals(queued.id()));
			return queued;
		});
		await(node, receipt, EmailStatus.SENT);
	}

	@Test
	void aBatchIsStoredTogetherAndSharesItsContent() {
		FakeTransport transport = FakeTransport.accepting("a");
		OutboxNode node = node(transport);
		List<Email> emails = IntStream.range(0, 300)
			.mapToObj((i) -> email("user" + i + "@example.com").build())
			.toList();
		List<Receipt> receipts = node.gateway().send(emails);
		assertThat(receipts).hasSize(300).allMatch((receipt) -> receipt.status() == EmailStatus.QUEUED);
		assertThat(receipts).extracting((receipt) -> receipt.outcomes().get(0).recipient().localPart())
			.containsExactlyElementsOf(IntStream.range(0, 300).mapToObj((i) -> "user" + i).toList());
		assertThat(node.count("sendpost_content")).isLessThanOrEqualTo(3);
		node.start();
		Awaitility.await().untilAsserted(() -> assertThat(transport.attempts()).hasSize(300));
		assertThat(transport.attempts()).extracting(OutgoingEmail::id)
			.containsExactlyInAnyOrderElementsOf(receipts.stream().map(Receipt::id).toList());
	}

	@Test
	void recipientsAreSettledOneByOne() {
		AtomicInteger attempts = new AtomicInteger();
		FakeTransport transport = FakeTransport.behaving("a", (outgoing) -> {
			int attempt = attempts.incrementAndGet();
			return outgoing.recipients().stream().map((recipient) -> switch (recipient.localPart()) {
				case "bad" -> RecipientOutcome.bounced(recipient, "a", "550 5.1.1 No such user");
				case "grey" -> (attempt < 3) ? RecipientOutcome.deferred(recipient, "a", "451 4.7.1 Greylisted")
						: RecipientOutcome.sent(recipient, "a", "250 2.0.0 Ok");
				default -> RecipientOutcome.sent(recipient, "a", "250 2.0.0 Ok");
			}).toList();
		});
		OutboxNode node = node(transport).start();
		Receipt receipt = node.gateway().send(email("good@example.com", "bad@example.com", "grey@example.com").build());
		EmailRecord found = await(node, receipt, EmailStatus.SENT);
		assertThat(found.outcomes()).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.SENT, EmailStatus.BOUNCED, EmailStatus.SENT);
		assertThat(found.attempts()).isEqualTo(3);
		assertThat(transport.attempts()).extracting((attempt) -> attempt.recipients().size()).containsExactly(3, 1, 1);
		assertThat(node.log().find(receipt.id())).extracting(DeliveryEvent::type)
			.containsExactly(DeliveryEventType.PROCESSED, DeliveryEventType.SENT, DeliveryEventType.BOUNCED,
					DeliveryEventType.DEFERRED, DeliveryEventType.DEFERRED, DeliveryEventType.SENT);
		Awaitility.await()
			.untilAsserted(() -> assertThat(node.events()).extracting(DeliveryEvent::type)
				.containsExactlyInAnyOrderElementsOf(
						node.log().find(receipt.id()).stream().map(DeliveryEvent::type).toList()));
	}

	@Test
	void aMessageIsGivenUpAfterItsAge() {
		FakeTransport transport = FakeTransport.failing("a", Kind.UNAVAILABLE);
		OutboxNode node = builder(transport)
			.schedule(new RetrySchedule(List.of(Duration.ofMillis(10)), 0, Duration.ofHours(2)))
			.build();
		this.nodes.add(node.start());
		Receipt receipt = node.gateway().send(email("ann@example.com").build());
		Awaitility.await().until(() -> transport.attempts().size() > 2);
		node.stop();
		assertThat(node.gateway().find(receipt.id()).orElseThrow().status()).isEqualTo(EmailStatus.DEFERRED);
		node.store().jdbc().update("update sendpost_email set send_at = send_at - 7200000");
		node.start();
		EmailRecord found = await(node, receipt, EmailStatus.BOUNCED);
		assertThat(found.attempts()).isEqualTo(transport.attempts().size());
		assertThat(found.outcomes()).singleElement()
			.satisfies((outcome) -> assertThat(outcome.reason()).contains("given up after PT2H")
				.contains("is UNAVAILABLE"));
	}

	@Test
	void whatMayHaveBeenSentWaitsForTheSameTransportHoweverOftenItFails() {
		AtomicInteger attempts = new AtomicInteger();
		FakeTransport first = FakeTransport.behaving("first", (outgoing) -> {
			int attempt = attempts.incrementAndGet();
			if (attempt <= 3) {
				throw new TransportException((attempt == 1) ? Kind.PERHAPS_SENT : Kind.UNAVAILABLE,
						"attempt " + attempt, null);
			}
			return accept(outgoing);
		});
		FakeTransport second = FakeTransport.accepting("second");
		OutboxNode node = node(first, second).start();
		Receipt receipt = node.gateway().send(email("ann@example.com").build());
		assertThat(await(node, receipt, EmailStatus.SENT).outcomes()).extracting(RecipientOutcome::perhapsSent)
			.containsExactly(false);
		assertThat(attempts).hasValue(4);
		assertThat(second.attempts()).isEmpty();
	}

	@Test
	void onlyThoseWhomATransportMayHaveReachedAreBoundToIt() {
		AtomicInteger attempts = new AtomicInteger();
		FakeTransport first = FakeTransport.behaving("first", (outgoing) -> {
			EmailAddress ann = outgoing.recipients().get(0);
			if (attempts.incrementAndGet() == 1) {
				throw new TransportException(Kind.DEFERRED, "only half", null, null,
						List.of(RecipientOutcome.failed(ann, EmailStatus.FAILED, "first", null, "no answer", true)));
			}
			return accept(outgoing);
		});
		FakeTransport second = FakeTransport.accepting("second");
		OutboxNode node = node(first, second).start();
		Receipt receipt = node.gateway().send(email("ann@example.com", "bob@example.com").build());
		await(node, receipt, EmailStatus.SENT);
		Awaitility.await()
			.until(() -> node.gateway().find(receipt.id()).orElseThrow().outcomes(),
					(outcomes) -> outcomes.stream().allMatch((outcome) -> outcome.status() == EmailStatus.SENT));
		assertThat(first.attempts()).hasSize(2);
		assertThat(first.attempts().get(1).recipients()).extracting(EmailAddress::address)
			.containsExactly("ann@example.com");
		assertThat(second.asked()).containsExactly("bob@example.com");
	}

	@Test
	void whoIsLeftWhenAServiceThrottlesWaitsAndThatCountsAsNoAttempt() {
		FakeTransport throttling = FakeTransport.behaving("a", (outgoing) -> {
			EmailAddress next = outgoing.recipients().get(0);
			List<RecipientOutcome> sent = List.of(RecipientOutcome.sent(next, "a", "250 2.0.0 Ok"));
			if (outgoing.recipients().size() == 1) {
				return sent;
			}
			throw new TransportException(Kind.THROTTLED, "one at a time", null, null, sent)
				.retryAfter(Duration.ofMillis(20));
		});
		OutboxNode node = node(throttling).start();
		Receipt receipt = node.gateway().send(email("ann@example.com", "bob@example.com", "cat@example.com").build());
		Awaitility.await()
			.until(() -> node.gateway().find(receipt.id()).orElseThrow().outcomes(),
					(outcomes) -> outcomes.stream().allMatch((outcome) -> outcome.status() == EmailStatus.SENT));
		assertThat(node.gateway().find(receipt.id()).orElseThrow().attempts()).isOne();
		assertThat(throttling.attempts()).hasSize(3);
		assertThat(node.log().find(receipt.id())).extracting(DeliveryEvent::type)
			.containsExactly(DeliveryEventType.PROCESSED, DeliveryEventType.SENT, DeliveryEventType.SENT,
					DeliveryEventType.SENT);
	}

	@Test
	void whatMayHaveBeenSentIsSentAgainThroughTheSameTransport() {
		AtomicInteger attempts = new AtomicInteger();
		FakeTransport flaky = FakeTransport.behaving("flaky", (outgoing) -> {
			if (attempts.incrementAndGet() == 1) {
				throw new TransportException(Kind.PERHAPS_SENT, "no answer", null);
			}
			return accept(outgoing);
		});
		FakeTransport first = FakeTransport.behaving("first", (outgoing) -> {
			throw new TransportException((attempts.get() == 0) ? Kind.UNAVAILABLE : Kind.DEFERRED, "down", null);
		});
		OutboxNode node = node(first, flaky).start();
		Receipt receipt = node.gateway().send(email("ann@example.com").build());
		await(node, receipt, EmailStatus.SENT);
		assertThat(first.attempts()).hasSize(1);
		assertThat(flaky.attempts()).extracting(OutgoingEmail::messageId)
			.containsExactly(receipt.messageId(), receipt.messageId());
	}

	@Test
	void aMisconfiguredTransportLosesNothing() {
		AtomicBoolean mended = new AtomicBoolean();
		FakeTransport transport = FakeTransport.behaving("a", (outgoing) -> {
			if (!mended.get()) {
				throw new TransportException(Kind.MISCONFIGURED, "login refused", null);
			}
			return accept(outgoing);
		});
		OutboxNode node = node(transport).start();
		Receipt receipt = node.gateway().send(email("ann@example.com").build());
		await(node, receipt, EmailStatus.DEFERRED);
		assertThat(node.gateway().find(receipt.id()).orElseThrow().outcomes().get(0).reason())
			.contains("login refused");
		mended.set(true);
	}

	@Test
	void whoIsNamedTwiceIsShownTwiceAndSentToOnce() {
		FakeTransport transport = FakeTransport.accepting("a");
		OutboxNode node = node(transport).start();
		Receipt receipt = node.gateway()
			.send(email("ann@example.com", "bob@example.com", "ann@example.com").cc("ann@example.com").build());
		await(node, receipt, EmailStatus.SENT);
		OutgoingEmail sent = transport.attempts().get(0);
		assertThat(sent.email().to()).extracting(EmailAddress::localPart).containsExactly("ann", "bob", "ann");
		assertThat(sent.email().cc()).extracting(EmailAddress::localPart).containsExactly("ann");
		assertThat(sent.recipients()).extracting(EmailAddress::localPart).containsExactly("ann", "bob");
	}

	@Test
	void aPoisonMessageIsSetAsideAndStopsNoOther() {
		FakeTransport transport = FakeTransport.behaving("a", (outgoing) -> {
			if (outgoing.email().subject().equals("poison")) {
				throw new StackOverflowError("poison");
			}
			return accept(outgoing);
		});
		OutboxNode node = node(transport);
		List<Receipt> receipts = node.gateway()
			.send(List.of(email("a@example.com").build(), email("b@example.com").subject("poison").build(),
					email("c@example.com").subject("damaged").build(), email("d@example.com").build()));
		Object damaged = node.store().platform().parameter(receipts.get(2).id());
		node.store()
			.jdbc()
			.update("update sendpost_content set data = ? where id = (select content_id from sendpost_email where id = ?)",
					new byte[] { 0, 99 }, damaged);
		node.start();
		await(node, receipts.get(0), EmailStatus.SENT);
		await(node, receipts.get(3), EmailStatus.SENT);
		assertThat(await(node, receipts.get(1), EmailStatus.FAILED).outcomes().get(0).reason())
			.contains("StackOverflow");
		assertThat(await(node, receipts.get(2), EmailStatus.FAILED).outcomes().get(0).reason())
			.contains("stored content");
	}

	@Test
	void aScheduledMessageWaitsForItsTimeAndCanBeMovedAndCalledBack() {
		FakeTransport transport = FakeTransport.accepting("a");
		OutboxNode node = node(transport).start();
		Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
		Receipt later = node.gateway().send(email("later@example.com").sendAt(tomorrow).build());
		Receipt never = node.gateway().send(email("never@example.com").sendAt(tomorrow).build());
		Receipt soon = node.gateway()
			.send(email("soon@example.com").sendAt(Instant.now().plus(Duration.ofMillis(300))).build());
		assertThat(later.status()).isEqualTo(EmailStatus.SCHEDULED);
		await(node, soon, EmailStatus.SENT);
		assertThat(node.gateway().cancel(never.id())).isTrue();
		assertThat(node.gateway().cancel(never.id())).isFalse();
		assertThat(node.gateway().cancel(soon.id())).isFalse();
		assertThat(node.gateway().cancel(UUID.randomUUID())).isFalse();
		assertThat(node.gateway().reschedule(never.id(), Instant.now())).isFalse();
		assertThat(node.gateway().find(never.id()).orElseThrow().status()).isEqualTo(EmailStatus.CANCELLED);
		assertThat(node.gateway().reschedule(later.id(), tomorrow.plusSeconds(60))).isTrue();
		assertThat(node.gateway().find(later.id()).orElseThrow().status()).isEqualTo(EmailStatus.SCHEDULED);
		assertThat(node.gateway().reschedule(later.id(), Instant.now())).isTrue();
		await(node, later, EmailStatus.SENT);
		assertThat(transport.attempts()).hasSize(2);
	}

	@Test
	void theSameKeyAndContentGivesTheFirstReceipt() {
		OutboxNode node = node(FakeTransport.accepting("a"));
		Email email = email("ann@example.com").idempotencyKey("order-4711").build();
		Receipt first = node.gateway().send(email);
		Receipt second = node.gateway().send(email("ann@example.com").idempotencyKey("order-4711").build());
		assertThat(second).isEqualTo(first);
		assertThat(node.count("sendpost_email")).isOne();
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> node.gateway().send(email("bob@example.com").idempotencyKey("order-4711").build()))
			.withMessageContaining("order-4711")
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("idempotencyKey"));
		List<Receipt> batch = node.gateway()
			.send(List.of(email, email("x@example.com").idempotencyKey("new").build(),
					email("x@example.com").idempotencyKey("new").build(),
					email("y@example.com").idempotencyKey("new").build()));
		assertThat(batch.get(0).id()).isEqualTo(first.id());
		assertThat(batch.get(2)).isEqualTo(batch.get(1));
		assertThat(batch.get(3).status()).isEqualTo(EmailStatus.FAILED);
		assertThat(node.count("sendpost_email")).isEqualTo(2);
	}

	@Test
	void ofManyWhoSendUnderOneKeyAtOnceOneDoes() throws Exception {
		OutboxNode node = node(FakeTransport.accepting("a"));
		Set<UUID> ids = ConcurrentHashMap.newKeySet();
		List<Throwable> failures = new ArrayList<>();
		CountDownLatch start = new CountDownLatch(1);
		List<Thread> threads = IntStream.range(0, 6).mapToObj((i) -> new Thread(() -> {
			try {
				start.await();
				ids.add(node.gateway().send(email("ann@example.com").idempotencyKey("once").build()).id());
			}
			catch (Throwable ex) {
				synchronized (failures) {
					failures.add(ex);
				}
			}
		})).toList();
		threads.forEach(Thread::start);
		start.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(failures).isEmpty();
		assertThat(ids).hasSize(1);
		assertThat(node.count("sendpost_email")).isOne();
	}

	@Test
	void aForgottenKeyCanBeUsedAgain() {
		OutboxNode node = builder(FakeTransport.accepting("a"))
			.settings(new OutboxSettings(Duration.ofMillis(1), Duration.ofDays(1), Duration.ofDays(1),
					Duration.ofDays(1)))
			.build();
		this.nodes.add(node);
		Receipt first = node.gateway().send(email("ann@example.com").idempotencyKey("key").build());
		Instant sent = node.store().now();
		Awaitility.await().until(() -> node.store().now().isAfter(sent.plusMillis(5)));
		assertThat(node.gateway().send(email("bob@example.com").idempotencyKey("key").build()).id())
			.isNotEqualTo(first.id());
	}

	@Test
	void pausesHoldUpWhatTheyNameUntilItIsResumed() {
		FakeTransport a = FakeTransport.accepting("a");
		FakeTransport b = FakeTransport.accepting("b");
		OutboxNode node = node(a, b);
		node.queue().pause();
		node.start();
		Receipt receipt = node.gateway().send(email("ann@example.com").build());
		assertThat(node.queue().state().paused()).isTrue();
		Awaitility.await().during(Duration.ofMillis(200)).until(() -> a.attempts().isEmpty());
		assertThat(node.queue().state().depth()).containsEntry(EmailStatus.QUEUED, 1L);
		node.queue().resume();
		await(node, receipt, EmailStatus.SENT);

		node.queue().pauseTransport("a");
		Awaitility.await().untilAsserted(() -> {
			await(node, node.gateway().send(email("bob@example.com").build()), EmailStatus.SENT);
			assertThat(b.attempts()).isNotEmpty();
		});
		node.queue().resumeTransport("a");

		node.queue().pauseSubAccount("default");
		awaitNextClaim(node);
		int before = a.attempts().size() + b.attempts().size();
		Receipt held = node.gateway().send(email("carl@example.com").build());
		Awaitility.await()
			.during(Duration.ofMillis(200))
			.until(() -> a.attempts().size() + b.attempts().size() == before);
		node.queue().resumeSubAccount("default");
		await(node, held, EmailStatus.SENT);
		assertThat(node.queue().state().total()).isZero();
	}

	/**
	 * Wait until the claims are over that began before this was called, and may not know
	 * of what was paused before.
	 */
	private static void awaitNextClaim(OutboxNode node) {
		Receipt receipt = node.gateway().forSubAccount("other").send(email("other@example.com").build());
		await(node, receipt, EmailStatus.SENT);
	}

	@Test
	void aMessageWhoseOnlyTransportIsPausedWaitsWithoutCountingAttempts() {
		FakeTransport only = FakeTransport.accepting("only");
		OutboxNode node = node(only);
		node.queue().pauseTransport("only");
		node.start();
		Receipt receipt = node.gateway().send(email("ann@example.com").build());
		EmailRecord found = Awaitility.await()
			.until(() -> node.gateway().find(receipt.id()).orElseThrow(),
					(record) -> record.status() == EmailStatus.QUEUED
							&& record.dueAt().isAfter(Instant.now().plusSeconds(5)));
		assertThat(found.attempts()).isZero();
		assertThat(node.log().find(receipt.id())).hasSize(1);
		assertThat(only.attempts()).isEmpty();
	}

	@Test
	void aMessageThatIsThrottledWaitsAsLongAsTheServiceAsksWithoutCountingAnAttempt() {
		AtomicBoolean throttled = new AtomicBoolean(true);
		FakeTransport transport = FakeTransport.behaving("a", (outgoing) -> {
			if (throttled.getAndSet(false)) {
				throw new TransportException(Kind.THROTTLED, "Transport 'a' asks to wait", null)
					.retryAfter(Duration.ofSeconds(1));
			}
			return accept(outgoing);
		});
		OutboxNode node = node(transport).start();
		Receipt receipt = node.gateway().send(email("ann@example.com").build());
		Awaitility.await().until(() -> !throttled.get());
		EmailRecord found = await(node, receipt, EmailStatus.SENT);
		assertThat(found.attempts()).isOne();
		assertThat(transport.attempts()).hasSize(2);
		assertThat(node.log().find(receipt.id())).extracting(DeliveryEvent::type)
			.containsExactly(DeliveryEventType.PROCESSED, DeliveryEventType.SENT);
	}

	@Test
	void aServerSaysWhenTheNextAttemptIs() {
		FakeTransport transport = FakeTransport.behaving("a", (outgoing) -> {
			throw new TransportException(Kind.UNAVAILABLE, "down", null).retryAfter(Duration.ofHours(1));
		});
		OutboxNode node = builder(transport)
			.schedule(new RetrySchedule(List.of(Duration.ofMillis(20), Duration.ofHours(4)), 0, Duration.ofDays(3)))
			.build();
		this.nodes.add(node.start());
		Receipt receipt = node.gateway().send(email("ann@example.com").build());
		EmailRecord found = await(node, receipt, EmailStatus.DEFERRED);
		assertThat(found.attempts()).isOne();
		assertThat(found.dueAt()).isBetween(Instant.now().plus(Duration.ofMinutes(50)),
				Instant.now().plus(Duration.ofMinutes(61)));
	}

	@Test
	void whatAProviderCallsAMessageIsKept() {
		OutboxNode node = node(FakeTransport.answering("a",
				(recipient) -> RecipientOutcome.sent(recipient, "a", "200", "m-" + recipient.localPart())))
			.start();
		Receipt receipt = node.gateway().send(email("ann@example.com", "bob@example.com").build());
		await(node, receipt, EmailStatus.SENT);
		assertThat(node.log().find(receipt.id())).extracting(DeliveryEvent::providerMessageId)
			.containsExactlyInAnyOrder(null, "m-ann", "m-bob");
		Awaitility.await()
			.untilAsserted(() -> assertThat(node.events()).extracting(DeliveryEvent::providerMessageId)
				.contains("m-ann", "m-bob"));
	}

	@Test
	void whatIsKnownOfOpensAndClicksIsKept() {
		OutboxNode node = node(FakeTransport.accepting("a")).start();
		Receipt receipt = node.gateway().send(email("ann@example.com").build());
		await(node, receipt, EmailStatus.SENT);
		List<DeliveryEvent> facts = List.of(
				fact(receipt, DeliveryEventType.OPENED)
					.withEngagement(new Engagement(true, null, "2001:db8::1", "GoogleImageProxy")),
				fact(receipt, DeliveryEventType.CLICKED)
					.withEngagement(new Engagement(false, "https://example.com/?q=\u00fc", "192.0.2.1", "Mozilla/5.0")),
				fact(receipt, DeliveryEventType.CLICKED)
					.withEngagement(new Engagement(false, "https://example.com/", null, null)),
				fact(receipt, DeliveryEventType.OPENED));
		node.log().record(facts);
		assertThat(node.log().find(receipt.id())).containsAll(facts).hasSize(6);
		Receipt other = node.gateway().send(email("ben@example.com").build());
		assertThat(node.log().countEngagement(List.of(receipt.id(), other.id(), UUID.randomUUID())))
			.containsExactly(Map.entry(receipt.id(), new EngagementCounts(1, 2)));
		assertThat(node.log().countEngagement(List.of())).isEmpty();
	}

	@Test
	void whatIsKnownOfSeveralMessagesIsFoundAtOnce() {
		OutboxNode node = node(FakeTransport.accepting("a"));
		Receipt ann = node.gateway().send(email("ann@example.com").build());
		Receipt again = node.gateway().send(email("ann@example.com").build());
		node.log().record(List.of(fact(ann, DeliveryEventType.OPENED), fact(again, DeliveryEventType.CLICKED)));
		UUID nothing = UUID.randomUUID();
		assertThat(node.log().findAll(List.of(ann.id(), again.id(), nothing))).hasSize(2)
			.containsEntry(ann.id(), node.log().find(ann.id()))
			.containsEntry(again.id(), node.log().find(again.id()));
		assertThat(node.log().find(again.id())).extracting(DeliveryEvent::type)
			.containsExactlyInAnyOrder(DeliveryEventType.PROCESSED, DeliveryEventType.CLICKED);
		assertThat(node.log().find(nothing)).isEmpty();
		assertThat(node.log().findAll(List.of())).isEmpty();
	}

	private static DeliveryEvent fact(Receipt receipt, DeliveryEventType type) {
		return new DeliveryEvent(UUID.randomUUID(), receipt.id(), EmailAddress.parse("ann@example.com"), type,
				Instant.ofEpochMilli(1_700_000_000_123L), "test", null, null, null, null, false, "m-1", null);
	}

	@Test
	void factsMayComeTwiceAndInAnyOrder() {
		OutboxNode node = node(FakeTransport.accepting("a")).start();
		Receipt receipt = node.gateway().send(email("Ann@Example.com").build());
		await(node, receipt, EmailStatus.SENT);
		EmailAddress ann = EmailAddress.parse("ann@example.com");
		DeliveryEvent delivered = new DeliveryEvent(UUID.randomUUID(), receipt.id(), ann, DeliveryEventType.DELIVERED,
				Instant.now(), "test", null, null, null, null, false);
		DeliveryEvent late = new DeliveryEvent(UUID.randomUUID(), receipt.id(), ann, DeliveryEventType.DEFERRED,
				Instant.now(), "test", null, null, "451 later", null, false);
		DeliveryEvent opened = new DeliveryEvent(UUID.randomUUID(), receipt.id(), ann, DeliveryEventType.OPENED,
				Instant.now(), "test", null, null, null, null, false);
		DeliveryEvent stranger = DeliveryEvent.of(UUID.randomUUID(), UUID.randomUUID(), DeliveryEventType.DELIVERED,
				Instant.now());
		node.log().record(List.of(opened, delivered, delivered, late, stranger));
		node.log().record(List.of(delivered, late));
		EmailRecord found = node.gateway().find(receipt.id()).orElseThrow();
		assertThat(found.status()).isEqualTo(EmailStatus.DELIVERED);
		assertThat(found.outcomes().get(0).status()).isEqualTo(EmailStatus.DELIVERED);
		assertThat(node.log().find(receipt.id())).hasSize(5);
		assertThat(node.events().stream().filter((event) -> event.equals(delivered))).hasSize(1);
		assertThat(node.events()).doesNotContain(stranger);
	}

	@Test
	void messagesAreFoundPageByPage() {
		OutboxNode node = node(FakeTransport.accepting("a"));
		Instant start = Instant.now().minusMillis(1);
		List<UUID> ids = new ArrayList<>();
		for (int i = 0; i < 25; i++) {
			EmailBuilder email = email("user" + (i % 5) + "@example.com").subject("No. " + i)
				.metadata("number", "" + i);
			if (i % 2 == 0) {
				email.tags("even");
			}
			ids.add(0, node.gateway().send(email.build()).id());
		}
		node.gateway().cancel(ids.get(3));
		assertThat(pages(node, EmailSearch.all().size(10))).containsExactlyElementsOf(ids);
		assertThat(pages(node, EmailSearch.all().status(EmailStatus.QUEUED).size(7))).hasSize(24)
			.doesNotContain(ids.get(3));
		assertThat(pages(node, EmailSearch.all().status(EmailStatus.CANCELLED))).containsExactly(ids.get(3));
		assertThat(pages(node, EmailSearch.all().recipient(EmailAddress.parse("USER3@example.com")).size(2)))
			.hasSize(5);
		assertThat(pages(node, EmailSearch.all().tag("even").size(4))).hasSize(13);
		assertThat(
				pages(node, EmailSearch.all().tag("even").recipient(EmailAddress.parse("user0@example.com")).size(1)))
			.hasSize(3);
		assertThat(pages(node, EmailSearch.all().tag("even").status(EmailStatus.QUEUED).subAccount("default")))
			.hasSize(13);
		assertThat(pages(node, EmailSearch.all().subAccount("other"))).isEmpty();
		assertThat(pages(node, EmailSearch.all().period(start, null))).hasSize(25);
		assertThat(pages(node, EmailSearch.all().period(null, start))).isEmpty();
		List<UUID> newestFirst = pages(node, EmailSearch.all());
		assertThat(pages(node, EmailSearch.all().size(20).skip(5))).startsWith(newestFirst.get(5)).hasSize(20);
		assertThat(ids(node.gateway().search(EmailSearch.all().size(3).skip(24)))).containsExactly(newestFirst.get(24));
		assertThat(ids(node.gateway().search(EmailSearch.all().tag("even").skip(13)))).isEmpty();
		assertThat(node.gateway().count(EmailSearch.all(), 25)).isEqualTo(25);
		assertThat(node.gateway().count(EmailSearch.all().size(1), 24)).isEqualTo(24);
		assertThat(node.gateway().count(EmailSearch.all().tag("even").status(EmailStatus.QUEUED), 100)).isEqualTo(13);
		assertThat(node.gateway().count(EmailSearch.all().after(newestFirst.get(20)), 100)).isEqualTo(4);
		assertThat(node.gateway().forSubmitter(Submitter.subAccount("other")).count(EmailSearch.all(), 100)).isZero();
		assertThat(node.gateway()
			.forSubmitter(Submitter.subAccount("other"))
			.count(EmailSearch.all().subAccount("default"), 100)).isZero();
		EmailRecord first = node.gateway().search(EmailSearch.all()).emails().get(0);
		assertThat(first.subject()).isEqualTo("No. 24");
		assertThat(first.metadata()).containsEntry("number", "24");
		assertThat(first.tags()).containsExactly("even");
	}

	@Test
	void messagesAreFoundByWordsOfTheirSubject() {
		OutboxNode node = node(FakeTransport.accepting("a"));
		UUID offer = node.gateway().send(email("ann@example.com").subject("100% off_er!").tags("news").build()).id();
		UUID order = node.gateway().send(email("bob@example.com").subject("Your ORDER 1001").build()).id();
		assertThat(pages(node, EmailSearch.all().subject("order"))).containsExactly(order);
		assertThat(pages(node, EmailSearch.all().subject("r 1"))).containsExactly(order);
		assertThat(pages(node, EmailSearch.all().subject("100%"))).containsExactly(offer);
		assertThat(pages(node, EmailSearch.all().subject("F_E"))).containsExactly(offer);
		assertThat(pages(node, EmailSearch.all().subject("er!").tag("news"))).containsExactly(offer);
		assertThat(pages(node, EmailSearch.all().subject("o").size(1))).containsExactly(order, offer);
		assertThat(pages(node, EmailSearch.all().subject("order").recipient(EmailAddress.parse("ann@example.com"))))
			.isEmpty();
		assertThat(node.gateway().count(EmailSearch.all().subject("o"), 10)).isEqualTo(2);
		assertThat(node.gateway().search(EmailSearch.all().subject("nothing")).next()).isNull();
	}

	@Test
	void messagesOfACampaignAreFoundAndCalledBackTogether() {
		FakeTransport transport = FakeTransport.accepting("a");
		OutboxNode node = node(transport);
		EmailCampaign spring = new EmailCampaign("spring", "B");
		List<UUID> ids = new ArrayList<>();
		for (EmailCampaign campaign : Arrays.asList(spring, new EmailCampaign("spring", null), spring,
				new EmailCampaign("autumn", null), null)) {
			ids.add(0, node.gateway().send(email("ann@example.com").campaign(campaign).build()).id());
		}
		assertThat(pages(node, EmailSearch.all().campaign("spring").size(2)))
			.containsExactlyElementsOf(ids.subList(2, 5));
		assertThat(pages(node,
				EmailSearch.all().campaign("spring").recipient(EmailAddress.parse("ann@example.com")).size(2)))
			.containsExactlyElementsOf(ids.subList(2, 5));
		assertThat(node.gateway().find(ids.get(4)).orElseThrow().campaign()).isEqualTo(spring);
		assertThat(node.gateway().find(ids.get(0)).orElseThrow().campaign()).isNull();
		assertThat(node.gateway().forSubAccount("other").cancel(ids)).isZero();
		assertThat(node.gateway().cancel(List.of(ids.get(2), ids.get(3), UUID.randomUUID()))).isEqualTo(2);
		assertThat(node.gateway().cancel(List.of(ids.get(2), ids.get(3)))).isZero();
		assertThat(node.gateway().cancel(List.of())).isZero();
		assertThat(pages(node, EmailSearch.all().status(EmailStatus.CANCELLED)))
			.containsExactlyElementsOf(ids.subList(2, 4));
		node.start();
		Awaitility.await().until(() -> transport.attempts().size() == 3);
		assertThat(transport.attempts()).extracting((attempt) -> String.valueOf(attempt.email().campaign()))
			.containsExactlyInAnyOrder("spring/B", "autumn", "null");
	}

	private static List<UUID> pages(OutboxNode node, EmailSearch search) {
		List<UUID> ids = new ArrayList<>();
		EmailPage page = node.gateway().search(search);
		page.emails().forEach((found) -> ids.add(found.id()));
		while (page.next() != null) {
			page = node.gateway().search(search.after(page.next()));
			page.emails().forEach((found) -> ids.add(found.id()));
		}
		return ids;
	}

	@Test
	void twoNodesShareTheWorkAndSendNothingTwice() {
		Set<UUID> sent = ConcurrentHashMap.newKeySet();
		AtomicInteger duplicates = new AtomicInteger();
		List<FakeTransport> transports = new ArrayList<>();
		CountDownLatch shared = new CountDownLatch(2);
		for (int i = 0; i < 3; i++) {
			AtomicBoolean busy = new AtomicBoolean();
			FakeTransport transport = FakeTransport.behaving("a", (outgoing) -> {
				if (!busy.getAndSet(true)) {
					shared.countDown();
				}
				await(shared);
				if (!sent.add(outgoing.id())) {
					duplicates.incrementAndGet();
				}
				return accept(outgoing);
			});
			transports.add(transport);
			node(transport).start();
		}
		OutboxNode producer = node(FakeTransport.accepting("a"));
		producer.gateway()
			.send(IntStream.range(0, 600).mapToObj((i) -> email("user" + i + "@example.com").build()).toList());
		Awaitility.await().untilAsserted(() -> assertThat(sent).hasSize(600));
		Awaitility.await().untilAsserted(() -> assertThat(producer.queue().state().total()).isZero());
		assertThat(duplicates).hasValue(0);
		assertThat(transports).filteredOn((transport) -> !transport.attempts().isEmpty()).hasSizeGreaterThan(1);
	}

	@Test
	void aDeadNodesMessagesGoOnWhenItsLeaseHasRunOut() throws Exception {
		CountDownLatch stuck = new CountDownLatch(1);
		CountDownLatch never = new CountDownLatch(1);
		FakeTransport hanging = FakeTransport.behaving("a", (outgoing) -> {
			stuck.countDown();
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return accept(outgoing);
		});
		OutboxNode dead = builder(hanging)
			.dispatching(new DispatcherSettings(1, Duration.ofMillis(20), Duration.ofSeconds(1), Duration.ZERO))
			.build();
		dead.start();
		Receipt receipt = dead.gateway().send(email("ann@example.com").build());
		assertThat(stuck.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(dead.gateway().cancel(receipt.id())).isFalse();
		dead.stop();
		FakeTransport transport = FakeTransport.accepting("a");
		OutboxNode other = node(transport).start();
		await(other, receipt, EmailStatus.SENT);
		assertThat(transport.attempts()).extracting(OutgoingEmail::messageId).containsExactly(receipt.messageId());
	}

	@Test
	void aLongAttemptKeepsItsLease() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger attempts = new AtomicInteger();
		FakeTransport slow = FakeTransport.behaving("a", (outgoing) -> {
			attempts.incrementAndGet();
			try {
				release.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return accept(outgoing);
		});
		DispatcherSettings shortLease = new DispatcherSettings(2, Duration.ofMillis(20), Duration.ofMillis(4500),
				Duration.ofSeconds(5));
		OutboxNode node = builder(slow).dispatching(shortLease).build();
		OutboxNode other = builder(slow).dispatching(shortLease).build();
		this.nodes.add(node.start());
		this.nodes.add(other.start());
		Receipt receipt = node.gateway().send(email("ann@example.com").build());
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.during(Duration.ofMillis(6000))
			.until(() -> attempts.get() <= 1);
		release.countDown();
		await(node, receipt, EmailStatus.SENT);
		assertThat(attempts).hasValue(1);
	}

	@Test
	void aCampaignDoesNotDelayAPasswordReset() {
		CountDownLatch queued = new CountDownLatch(1);
		CountDownLatch seen = new CountDownLatch(1);
		AtomicInteger readers = new AtomicInteger();
		FakeTransport transport = FakeTransport.behaving("a", (outgoing) -> {
			if (outgoing.email().stream() == EmailStream.BROADCAST) {
				java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
				int reader = readers.incrementAndGet();
				if (reader > 60) {
					await(queued);
				}
				if (reader > 1700) {
					await(seen);
				}
			}
			return accept(outgoing);
		});
		OutboxNode node = node(transport);
		node.gateway()
			.send(IntStream.range(0, 2000)
				.mapToObj((i) -> email("reader" + i + "@example.com").stream(EmailStream.BROADCAST).build())
				.toList());
		node.start();
		Awaitility.await().until(() -> transport.attempts().size() > 50);
		Receipt reset = node.gateway().send(email("ann@example.com").subject("reset").build());
		queued.countDown();
		await(node, reset, EmailStatus.SENT);
		int before = transport.attempts().stream().map(OutgoingEmail::id).toList().indexOf(reset.id());
		assertThat(before).isBetween(0, 1500);
		assertThat(node.queue().state().total()).isPositive();
		seen.countDown();
	}

	@Test
	void whatFailedIsSentAgainOnceUnderAKey() {
		FakeTransport transport = FakeTransport.answering("a",
				(recipient) -> RecipientOutcome.bounced(recipient, "a", "550 5.1.1 No such user"));
		OutboxNode node = node(transport).start();
		Receipt receipt = node.gateway().send(email("bad@example.com").build());
		await(node, receipt, EmailStatus.BOUNCED);
		Receipt again = node.gateway().resend(receipt.id(), "again");
		assertThat(node.gateway().resend(receipt.id(), "again").id()).isEqualTo(again.id()).isNotEqualTo(receipt.id());
		assertThat(node.gateway().resend(receipt.id(), "once more").id()).isNotEqualTo(again.id());
		Receipt other = node.gateway().send(email("worse@example.com").build());
		await(node, other, EmailStatus.BOUNCED);
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> node.gateway().resend(other.id(), "again"))
			.withMessageContaining("another e-mail");
	}

	@Test
	void whatFailedForGoodCanBeSentAgainToThoseItMissed() {
		AtomicBoolean mended = new AtomicBoolean();
		FakeTransport transport = FakeTransport.answering("a",
				(recipient) -> (recipient.localPart().equals("bad") && !mended.get())
						? RecipientOutcome.bounced(recipient, "a", "550 5.1.1 No such user")
						: RecipientOutcome.sent(recipient, "a", "250 2.0.0 Ok"));
		OutboxNode node = node(transport).start();
		Receipt receipt = node.gateway()
			.send(email("good@example.com").cc("Bad <bad@example.com>").tags("t").metadata("k", "v").build());
		await(node, receipt, EmailStatus.SENT);
		mended.set(true);
		Receipt again = node.gateway().resend(receipt.id());
		assertThat(again.id()).isNotEqualTo(receipt.id());
		await(node, again, EmailStatus.SENT);
		Email sent = transport.attempts().get(1).email();
		assertThat(sent.to()).isEmpty();
		assertThat(sent.cc()).extracting(EmailAddress::toString).containsExactly("\"Bad\" <bad@example.com>");
		assertThat(sent.tags()).containsExactly("t");
		assertThat(sent.metadata()).containsEntry("k", "v");
		assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> node.gateway().resend(again.id()))
			.withMessageContaining("failed for nobody");
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> node.gateway().resend(UUID.randomUUID()))
			.withMessageContaining("there is no e-mail");
	}

	@Test
	void whomAPolicyDropsIsNotSentToAndItIsKnownWhy() {
		MailPolicy atIntake = new MailPolicy() {

			@Override
			public void atIntake(PolicyMessage message) {
				message.drop(EmailAddress.parse("gone@example.com"), "unsubscribed");
			}

		};
		MailPolicy atDispatch = new MailPolicy() {

			@Override
			public void atDispatch(PolicyMessage message) {
				message.drop(EmailAddress.parse("late@example.com"), "complained meanwhile");
			}

		};
		FakeTransport transport = FakeTransport.accepting("a");
		OutboxNode node = builder(transport).policies(atIntake, atDispatch).build();
		this.nodes.add(node.start());
		Receipt receipt = node.gateway().send(email("ann@example.com", "gone@example.com", "late@example.com").build());
		assertThat(receipt.outcomes()).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.QUEUED, EmailStatus.DROPPED, EmailStatus.QUEUED);
		EmailRecord found = await(node, receipt, EmailStatus.SENT);
		assertThat(found.outcomes()).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.SENT, EmailStatus.DROPPED, EmailStatus.DROPPED);
		assertThat(found.outcomes()).extracting(RecipientOutcome::reason)
			.containsExactly(null, "unsubscribed", "complained meanwhile");
		assertThat(transport.attempts().get(0).email().to()).hasSize(1);
		Receipt nobody = node.gateway().send(email("gone@example.com").build());
		assertThat(nobody.status()).isEqualTo(EmailStatus.DROPPED);
		assertThat(node.gateway().find(nobody.id()).orElseThrow().status()).isEqualTo(EmailStatus.DROPPED);
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(node.events()).filteredOn((event) -> event.type() == DeliveryEventType.DROPPED)
						.hasSize(3));
	}

	@Test
	void whoeverIsRedirectedSharesTheFateOfTheSubstitute() {
		AtomicInteger attempts = new AtomicInteger();
		FakeTransport transport = FakeTransport.answering("a",
				(recipient) -> (attempts.incrementAndGet() == 1)
						? RecipientOutcome.deferred(recipient, "a", "451 4.7.1 Later")
						: RecipientOutcome.sent(recipient, "a", "250 2.0.0 Ok"));
		OutboxNode node = builder(transport)
			.policies(new RecipientSafetyPolicy(List.of(), EmailAddress.parse("catchall@example.com")))
			.build();
		this.nodes.add(node.start());
		Receipt receipt = node.gateway().send(email("ann@example.com").build());
		EmailRecord found = await(node, receipt, EmailStatus.SENT);
		assertThat(transport.attempts()).hasSize(2)
			.allSatisfy((attempt) -> assertThat(attempt.recipients()).extracting(EmailAddress::address)
				.containsExactly("catchall@example.com"));
		assertThat(found.outcomes()).singleElement()
			.satisfies((outcome) -> assertThat(outcome.reason()).contains("someone else"));
	}

	@Test
	void whatIsNoLongerToBeKeptIsDeletedAndWhatWaitsIsNot() {
		OutboxNode node = node(FakeTransport.accepting("a")).start();
		Receipt sent = node.gateway()
			.send(email("ann@example.com").tags("t").attach(Attachment.of("a.bin", new byte[300_000])).build());
		await(node, sent, EmailStatus.SENT);
		Receipt waiting = node.gateway()
			.send(email("bob@example.com").sendAt(Instant.now().plus(Duration.ofDays(1))).build());
		OutboxSettings noContent = new OutboxSettings(Duration.ofDays(1), Duration.ofDays(-1), Duration.ofDays(1),
				Duration.ofDays(1));
		OutboxSettings nothing = new OutboxSettings(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(-1),
				Duration.ofDays(1));
		node.store().jdbc().update("update sendpost_content set expires_at = 0");
		node.retention(noContent).apply();
		assertThat(node.count("sendpost_content")).isOne();
		assertThat(node.count("sendpost_content_chunk")).isZero();
		assertThat(node.gateway().find(sent.id())).isPresent();
		assertThat(node.gateway().findContent(sent.id())).isEmpty();
		node.retention(nothing).apply();
		assertThat(node.gateway().find(sent.id())).isEmpty();
		assertThat(node.gateway().find(waiting.id())).isPresent();
		assertThat(node.count("sendpost_event")).isZero();
		assertThat(node.count("sendpost_email_tag")).isZero();
		assertThat(node.count("sendpost_recipient")).isOne();
	}

	@Test
	void stoppingLetsGoWhatHasNotBegunAndWaitsForWhatHas() throws Exception {
		CountDownLatch begun = new CountDownLatch(2);
		CountDownLatch release = new CountDownLatch(1);
		FakeTransport slow = FakeTransport.behaving("a", (outgoing) -> {
			begun.countDown();
			try {
				release.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return accept(outgoing);
		});
		OutboxNode node = builder(slow)
			.dispatching(
					new DispatcherSettings(2, Duration.ofMillis(20), Duration.ofMinutes(5), Duration.ofSeconds(30)))
			.build();
		node.start();
		List<Receipt> receipts = node.gateway()
			.send(IntStream.range(0, 20).mapToObj((i) -> email("user" + i + "@example.com").build()).toList());
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		Thread stopping = new Thread(node::stop);
		stopping.start();
		Awaitility.await()
			.untilAsserted(() -> assertThat(node.queue().state().depth()).containsEntry(EmailStatus.SENDING, 2L)
				.containsEntry(EmailStatus.QUEUED, 18L));
		assertThat(stopping.isAlive()).isTrue();
		release.countDown();
		stopping.join(40_000);
		assertThat(stopping.isAlive()).isFalse();
		Set<EmailStatus> statuses = new HashSet<>();
		receipts.forEach((receipt) -> statuses.add(node.gateway().find(receipt.id()).orElseThrow().status()));
		assertThat(statuses).containsExactlyInAnyOrder(EmailStatus.SENT, EmailStatus.QUEUED);
		FakeTransport transport = FakeTransport.accepting("a");
		OutboxNode other = node(transport).start();
		receipts.forEach((receipt) -> await(other, receipt, EmailStatus.SENT));
		assertThat(transport.attempts().size() + slow.attempts().size()).isEqualTo(20);
	}

	private OutboxNode node(FakeTransport... transports) {
		OutboxNode node = builder(transports).build();
		this.nodes.add(node);
		return node;
	}

	private OutboxNode.Builder builder(FakeTransport... transports) {
		return OutboxNode.on(this.database.dataSource()).transports(transports);
	}

	private static EmailBuilder email(String... to) {
		return Email.builder().from("shop@example.com").to(to).subject("Hello").text("Hello there");
	}

	private static List<RecipientOutcome> accept(OutgoingEmail outgoing) {
		return outgoing.recipients()
			.stream()
			.map((recipient) -> RecipientOutcome.sent(recipient, "a", "250 2.0.0 Ok"))
			.toList();
	}

	private static List<UUID> ids(EmailPage page) {
		return page.emails().stream().map(EmailRecord::id).toList();
	}

	private static EmailRecord await(OutboxNode node, Receipt receipt, EmailStatus status) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(10))
			.until(() -> node.gateway().find(receipt.id()).orElse(null),
					(found) -> found != null && found.status() == status);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static <T> T inAnotherThread(java.util.concurrent.Callable<T> action) {
		try {
			return java.util.concurrent.CompletableFuture.supplyAsync(() -> {
				try {
					return action.call();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}).get(20, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
