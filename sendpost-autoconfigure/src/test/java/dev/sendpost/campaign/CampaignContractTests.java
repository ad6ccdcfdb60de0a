package dev.sendpost.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailCampaign;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.Submitter;
import dev.sendpost.audience.Topic;
import dev.sendpost.campaign.CampaignException.Reason;
import dev.sendpost.campaign.CampaignLoss.Kind;
import dev.sendpost.campaign.SubjectTest.Criterion;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.Engagement;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.template.TemplateException;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What campaigns promise, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class CampaignContractTests {

	private final FreshDatabase database;

	private final CampaignNode node;

	private final SubAccountCampaigns shop;

	CampaignContractTests(TestDatabase kind) throws Exception {
		this.database = kind.clean();
		this.node = node(3);
		this.shop = this.node.shop();
	}

	private CampaignNode node(int chunkSize) throws Exception {
		return new CampaignNode(OutboxNode.store(this.database.dataSource()), FakeTransport.accepting("fake"),
				MailDefaults.from(EmailAddress.parse("news@example.com")), (name) -> false, chunkSize, false);
	}

	@AfterEach
	void close() throws Exception {
		this.node.close();
		this.database.close();
	}

	private static String[] addresses(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "user" + i + "@example.com").toArray(String[]::new);
	}

	private Campaign create(UUID list) {
		return this.shop
			.create(CampaignDetails.of("News", list, CampaignContent.html("Hello {{name}}", "<p>From {{city}}</p>")));
	}

	@Test
	void aCampaignIsKeptAsItWasGiven() {
		UUID list = this.node.list();
		CampaignDetails details = CampaignDetails
			.of("M\u00e4rz \ud83c\udf7a", list,
					new CampaignContent("Subject", "Preheader", "<p>{{name}}</p>", "{{name}}", null))
			.from(EmailAddress.parse("\"J\u00f6rg, Dr.\" <joerg@example.com>"))
			.replyTo(EmailAddress.parse("answers@example.com"))
			.subjectTest(new SubjectTest(List.of("Other"), 20, Criterion.CLICKS, Duration.ofHours(4)))
			.rate(CampaignRate.perMinute(90))
			.unsubscribeUrl("https://example.com/u?c={{contact_id}}")
			.tracking(true, false);
		Campaign created = this.shop.create(details);
		assertThat(created.status()).isEqualTo(CampaignStatus.DRAFT);
		assertThat(this.shop.find(created.id())).contains(created);
		Campaign changed = this.shop.update(created.id(),
				(before) -> CampaignDetails.of("Other", list, CampaignContent.text("S", "T")));
		assertThat(this.shop.find(created.id())).contains(changed);
		assertThat(this.shop.list(null, 10)).containsExactly(changed);
		assertThat(this.shop.list(CampaignStatus.DRAFT, null, 10)).containsExactly(changed);
		assertThat(this.shop.list(CampaignStatus.SENDING, null, 10)).isEmpty();
		assertThat(this.node.campaigns().forSubAccount("other").find(created.id())).isEmpty();
		assertThat(this.shop.remove(created.id())).isTrue();
		assertThat(this.shop.list(null, 10)).isEmpty();
	}

	@Test
	void aCampaignIsLookedAtBeforeItBegins() {
		UUID list = this.node.list("ann@example.com", "bob@example.com");
		this.node.audience().lists().leave(list, this.node.contact("bob@example.com"));
		Campaign draft = this.shop.create(
				CampaignDetails
					.of("News", list,
							new CampaignContent("Hello {{name}}", null, "<p>{{city}} {{email}}</p>", "In {{city}}",
									null))
					.subjectTest(SubjectTest.evenly("Hi from {{city}}")));
		assertThat(this.shop.check(draft.id())).isEqualTo(new CampaignCheck(1, List.of()));
		CampaignPreview preview = this.shop.preview(draft.id(), null);
		assertThat(preview).isEqualTo(new CampaignPreview(EmailAddress.parse("ann@example.com"),
				List.of("Hello ", "Hi from Lyon"), null, "<p>Lyon ann@example.com</p>", "In Lyon"));
		assertThatExceptionOfType(TemplateException.class)
			.isThrownBy(() -> this.shop.preview(draft.id(), EmailAddress.parse("joe@example.com")))
			.withMessageContaining("city");
		this.node.offerUnsubscribe(false);
		assertThat(this.shop.check(draft.id()).objections()).singleElement()
			.asString()
			.contains("could not unsubscribe");
		this.node.audience().lists().remove(list);
		assertThat(this.shop.check(draft.id()).objections()).singleElement().asString().contains("there is no list");
		assertThat(this.shop.days(draft.id())).as("it has not begun").isEmpty();
	}

	@Test
	void aMemberWhoIsNobodyIsShownWhereThereIsNone() {
		Campaign draft = this.shop
			.create(CampaignDetails.of("News", this.node.list(), CampaignContent.text("Hello", "To {{email}}")));
		assertThat(this.shop.preview(draft.id(), null).text()).isEqualTo("To reader@example.com");
		CampaignDetails written = CampaignDetails.of("Not kept", new UUID(0, 0),
				CampaignContent.html("Hi {{name}}", "<p>{{email}}</p>"));
		assertThat(this.shop.preview(written, EmailAddress.parse("Ann <ann@example.com>")))
			.isEqualTo(new CampaignPreview(EmailAddress.parse("Ann <ann@example.com>"), List.of("Hi Ann"), null,
					"<p>ann@example.com</p>", null));
		assertThat(this.shop.preview(written, null).html()).as("there is no such list")
			.isEqualTo("<p>reader@example.com</p>");
		assertThat(this.shop.check(draft.id()).members()).isZero();
		assertThat(this.shop.check(draft.id()).more()).isFalse();
	}

	@Test
	void campaignsAreCountedByStatus() {
		UUID list = this.node.list(addresses(1));
		assertThat(this.shop.count()).isEmpty();
		create(list);
		create(list);
		this.shop.launch(create(list).id());
		SubAccountCampaigns test = this.node.campaigns()
			.forSubmitter(new Submitter("shop", false, UUID.randomUUID(), true));
		test.cancel(test.create(this.shop.list(null, 1).get(0).details()).id());
		assertThat(this.shop.count())
			.isEqualTo(Map.of(CampaignStatus.DRAFT, 2L, CampaignStatus.SENDING, 1L, CampaignStatus.CANCELLED, 1L));
		assertThat(test.count()).as("a test key counts what it sees").isEqualTo(Map.of(CampaignStatus.CANCELLED, 1L));
		assertThat(this.node.campaigns().forSubAccount("other").count()).isEmpty();
	}

	@Test
	void eachMemberWhoGetsMailGetsOneMessage() {
		UUID list = this.node.list(addresses(10));
		suppress("user2@example.com", SuppressionReason.UNSUBSCRIBE);
		suppress("user5@example.com", SuppressionReason.HARD_BOUNCE);
		this.node.audience().lists().leave(list, this.node.contact("user7@example.com"));
		Campaign draft = create(list);
		this.node.drain(draft.id());
		assertThat(this.node.emails(draft.id())).as("a draft is not sent").isEmpty();
		assertThat(this.shop.launch(draft.id()).status()).isEqualTo(CampaignStatus.SENDING);
		this.node.drain(draft.id());
		Campaign sent = this.shop.find(draft.id()).orElseThrow();
		assertThat(sent.status()).isEqualTo(CampaignStatus.COMPLETED);
		assertThat(sent.finishedAt()).isNotNull();
		assertThat(sent.progress()).isEqualTo(new CampaignProgress(9, 7, 2, 0, 0));
		assertThat(this.shop.losses(draft.id())).containsExactlyInAnyOrder(
				new CampaignLoss(Kind.EXCLUDED, "BOUNCED", 1), new CampaignLoss(Kind.EXCLUDED, "UNSUBSCRIBED", 1));
		assertThat(this.node.recipients(draft.id())).containsExactly("user0@example.com", "user1@example.com",
				"user3@example.com", "user4@example.com", "user6@example.com", "user8@example.com",
				"user9@example.com");
		assertThat(this.node.emails(draft.id())).allSatisfy((email) -> {
			assertThat(email.campaign()).isEqualTo(new EmailCampaign(draft.id().toString(), null));
			assertThat(email.subAccount()).isEqualTo("shop");
		});
		assertThat(this.node.outbox().count("sendpost_content")).as("one for each chunk").isLessThanOrEqualTo(4);
	}

	@Test
	void severalNodesAtOnceSendEachMessageOnce() throws Exception {
		UUID list = this.node.list(addresses(60));
		Campaign campaign = create(list);
		this.shop.launch(campaign.id());
		ExecutorService nodes = Executors.newFixedThreadPool(3);
		try (CampaignNode other = node(4)) {
			List<Future<?>> runs = new ArrayList<>();
			for (CampaignNode each : List.of(this.node, other, this.node)) {
				runs.add(nodes.submit(() -> {
					while (this.shop.find(campaign.id()).orElseThrow().status() == CampaignStatus.SENDING) {
						each.campaigns().steps().take(campaign.id());
					}
				}));
			}
			for (Future<?> run : runs) {
				run.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			nodes.shutdownNow();
		}
		assertThat(this.node.recipients(campaign.id())).hasSize(60);
		assertThat(this.shop.find(campaign.id()).orElseThrow().progress())
			.isEqualTo(new CampaignProgress(60, 60, 0, 0, 0));
	}

	@Test
	void aStepThatFailsLeavesNothingBehindAndIsTakenAgain() {
		UUID list = this.node.list(addresses(5));
		Campaign campaign = create(list);
		this.shop.launch(campaign.id());
		this.node.campaigns().steps().take(campaign.id());
		assertThatIllegalStateException().isThrownBy(() -> this.node.outbox().transaction().execute((status) -> {
			this.node.campaigns().steps().take(campaign.id());
			throw new IllegalStateException("the node dies");
		}));
		assertThat(this.node.recipients(campaign.id())).hasSize(3);
		this.node.drain(campaign.id());
		assertThat(this.node.recipients(campaign.id())).hasSize(5);
	}

	@Test
	void aPausedCampaignGoesOnWhereItStopped() {
		UUID list = this.node.list(addresses(8));
		Campaign campaign = create(list);
		this.shop.launch(campaign.id());
		this.node.campaigns().steps().take(campaign.id());
		this.shop.pause(campaign.id());
		assertThat(this.node.drain(campaign.id())).isNull();
		assertThat(this.node.recipients(campaign.id())).hasSize(3);
		assertThat(this.shop.resume(campaign.id()).status()).isEqualTo(CampaignStatus.SENDING);
		this.node.drain(campaign.id());
		assertThat(this.node.recipients(campaign.id())).hasSize(8);
		refused(Reason.WRONG_STATUS, () -> this.shop.pause(campaign.id()));
		refused(Reason.WRONG_STATUS, () -> this.shop.launch(campaign.id()));
		refused(Reason.UNKNOWN, () -> this.shop.launch(UUID.randomUUID()));
	}

	@Test
	void aCancelledCampaignIsCalledBack() {
		UUID list = this.node.list(addresses(8));
		Campaign campaign = create(list);
		this.shop.launch(campaign.id());
		this.node.campaigns().steps().take(campaign.id());
		Campaign cancelled = this.shop.cancel(campaign.id());
		assertThat(cancelled.status()).isEqualTo(CampaignStatus.CANCELLED);
		refused(Reason.WRONG_STATUS, () -> this.shop.remove(campaign.id()));
		assertThat(this.node.drain(campaign.id())).isNull();
		assertThat(this.node.emails(campaign.id())).hasSize(3)
			.extracting(EmailRecord::status)
			.containsOnly(EmailStatus.CANCELLED);
		assertThat(this.shop.cancel(campaign.id()).finishedAt()).isEqualTo(cancelled.finishedAt());
		assertThat(this.shop.remove(campaign.id())).isTrue();
		assertThat(this.node.outbox().count("sendpost_campaign_loss")).isZero();
	}

	@Test
	void aScheduledCampaignBeginsAtItsTime() {
		UUID list = this.node.list(addresses(2));
		Campaign campaign = create(list);
		Instant at = this.node.store().now().plus(Duration.ofHours(1));
		assertThat(this.shop.schedule(campaign.id(), at).status()).isEqualTo(CampaignStatus.SCHEDULED);
		assertThat(this.node.drain(campaign.id())).isEqualTo(at);
		assertThat(this.shop.pause(campaign.id()).status()).isEqualTo(CampaignStatus.PAUSED);
		assertThat(this.shop.resume(campaign.id()).status()).isEqualTo(CampaignStatus.SCHEDULED);
		assertThat(this.node.emails(campaign.id())).isEmpty();
		this.shop.schedule(campaign.id(), this.node.store().now());
		this.node.drain(campaign.id());
		assertThat(this.node.recipients(campaign.id())).hasSize(2);
	}

	@Test
	void theWinnerOfATrialIsSentToTheOthers() throws Exception {
		UUID list = this.node.list(addresses(200));
		try (CampaignNode fast = node(100)) {
			Campaign campaign = this.shop.create(CampaignDetails.of("News", list, CampaignContent.text("First", "Text"))
				.subjectTest(new SubjectTest(List.of("Second"), 50, Criterion.OPENS, Duration.ofHours(2))));
			this.shop.launch(campaign.id());
			Instant decision = fast.drain(campaign.id());
			assertThat(decision).isAfter(this.node.store().now().plus(Duration.ofMinutes(119)));
			List<EmailRecord> trial = this.node.emails(campaign.id());
			assertThat(trial).hasSizeBetween(50, 150);
			assertThat(trial.stream().map((email) -> variant(email) + email.subject()).distinct())
				.containsExactlyInAnyOrder("AFirst", "BSecond");
			fast.outbox()
				.log()
				.record(trial.stream()
					.filter((email) -> variant(email).equals("B"))
					.map((email) -> opened(email.id()))
					.toList());
			this.node.store()
				.inCallersTransaction(() -> this.node.store()
					.update("update sendpost_campaign set next_at = ?",
							List.of(this.node.store().now().minusSeconds(1).toEpochMilli())));
			fast.drain(campaign.id());
			Campaign sent = this.shop.find(campaign.id()).orElseThrow();
			assertThat(sent.winner()).isEqualTo("B");
			assertThat(sent.status()).isEqualTo(CampaignStatus.COMPLETED);
			assertThat(this.node.recipients(campaign.id())).hasSize(200);
			assertThat(this.node.emails(campaign.id())
				.stream()
				.filter((email) -> trial.stream().noneMatch((tried) -> tried.id().equals(email.id()))))
				.hasSizeGreaterThanOrEqualTo(50)
				.allSatisfy((email) -> assertThat(variant(email) + email.subject()).isEqualTo("BSecond"));
			CampaignResults results = this.shop.results(campaign.id());
			long tried = trial.stream().filter((email) -> variant(email).equals("B")).count();
			assertThat(results.total().processed()).isEqualTo(200);
			assertThat(results.total().uniqueOpened()).isEqualTo(tried);
			assertThat(results.variants().get("A").processed()).isEqualTo(trial.size() - tried);
			assertThat(results.variants().get("B").opened()).isEqualTo(tried);
		}
	}

	private static String variant(EmailRecord email) {
		return String.valueOf((email.campaign() != null) ? email.campaign().variant() : null);
	}

	private static DeliveryEvent opened(UUID email) {
		return new DeliveryEvent(UUID.randomUUID(), email, null, DeliveryEventType.OPENED, Instant.now(), "test", null,
				null, null, null, false, null, new Engagement(false, null, null, null));
	}

	@Test
	void theRunnerSendsWhatIsLaunchedAndWhatIsDue() {
		UUID list = this.node.list(addresses(7));
		Campaign first = create(list);
		CampaignRunner runner = new CampaignRunner(this.node.campaigns());
		runner.start();
		try {
			this.shop.launch(first.id());
			awaitCompleted(first.id());
			Campaign second = create(list);
			this.shop.schedule(second.id(), this.node.store().now().plusMillis(200));
			awaitCompleted(second.id());
			assertThat(this.node.recipients(second.id())).hasSize(7);
		}
		finally {
			runner.stop();
		}
		assertThat(runner.isRunning()).isFalse();
		assertThat(this.node.recipients(first.id())).hasSize(7);
	}

	private void awaitCompleted(UUID id) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.shop.find(id).orElseThrow().status() == CampaignStatus.COMPLETED);
	}

	@Test
	void aMemberWhoseMessageCannotBeMadeDoesNotStopTheOthers() {
		UUID list = this.node.list(addresses(4));
		this.node.audience()
			.contacts()
			.update(this.node.contact("user1@example.com"), (contact) -> contact.field("city", null));
		Campaign campaign = create(list);
		this.shop.launch(campaign.id());
		this.node.drain(campaign.id());
		assertThat(this.shop.find(campaign.id()).orElseThrow().progress())
			.isEqualTo(new CampaignProgress(4, 3, 0, 0, 1));
		assertThat(this.shop.losses(campaign.id())).singleElement().satisfies((loss) -> {
			assertThat(loss.kind()).isEqualTo(Kind.FAILED);
			assertThat(loss.reason()).contains("'city'");
		});
		assertThat(this.node.recipients(campaign.id())).doesNotContain("user1@example.com");
	}

	@Test
	void whoJoinsAfterTheStartGetsNothingAndWhoLeavesBeforeHisTurnNeither() {
		UUID list = this.node.list(addresses(6));
		this.node.audience().topics().create(new Topic("offers", "Offers", "", true));
		Campaign campaign = create(list);
		this.shop.update(campaign.id(), (details) -> details.topic("offers"));
		this.shop.launch(campaign.id());
		this.node.campaigns().steps().take(campaign.id());
		Awaitility.await()
			.until(() -> this.node.store().now().isAfter(this.shop.find(campaign.id()).orElseThrow().startedAt()));
		this.node.join(list, "late@example.com");
		this.node.audience().topics().choose(this.node.contact("user4@example.com"), Map.of("offers", false));
		this.node.audience().lists().leave(list, this.node.contact("user5@example.com"));
		this.node.drain(campaign.id());
		assertThat(this.node.recipients(campaign.id()))
			.isEqualTo(Set.of("user0@example.com", "user1@example.com", "user2@example.com", "user3@example.com"));
	}

	private void suppress(String address, SuppressionReason reason) {
		this.node.suppressions().add(NewSuppression.of(address, reason).subAccount("shop"));
	}

	private static void refused(Reason reason, ThrowingCallable action) {
		assertThatExceptionOfType(CampaignException.class).isThrownBy(action)
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(reason));
	}

}
