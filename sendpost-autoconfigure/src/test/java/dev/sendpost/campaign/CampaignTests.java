package dev.sendpost.campaign;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailCampaign;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.ListUnsubscribe;
import dev.sendpost.MailLimitExceededException;
import dev.sendpost.Receipt;
import dev.sendpost.Submitter;
import dev.sendpost.audience.ContactDetails;
import dev.sendpost.audience.Topic;
import dev.sendpost.campaign.CampaignException.Reason;
import dev.sendpost.campaign.CampaignLoss.Kind;
import dev.sendpost.campaign.CampaignResults.Source;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.Engagement;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.policy.PolicyUnavailableException;
import dev.sendpost.statistics.StatisticsCounter;
import dev.sendpost.statistics.StatisticsSeries;
import dev.sendpost.statistics.StatisticsSettings;
import dev.sendpost.template.TemplateContent;
import dev.sendpost.template.TemplateSource;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.Transports;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What campaigns do whatever the database.
 */
class CampaignTests {

	private final FakeTransport transport = FakeTransport.accepting("fake");

	/** How many messages a limit allows. */
	private final AtomicInteger room = new AtomicInteger(Integer.MAX_VALUE);

	private final AtomicBoolean undecided = new AtomicBoolean();

	private final Set<String> removed = new TreeSet<>();

	private MailDefaults defaults = MailDefaults.from(EmailAddress.parse("news@example.com"));

	private FreshDatabase database;

	private CampaignNode node;

	private SubAccountCampaigns shop;

	@BeforeEach
	void create() throws Exception {
		this.database = TestDatabase.H2.fresh();
		this.node = new CampaignNode(OutboxNode.store(this.database.dataSource()), this.transport, new MailDefaults() {

			@Override
			public Email complete(Email email, Submitter submitter) {
				return CampaignTests.this.defaults.complete(email, submitter);
			}

			@Override
			public void requireKnown(Submitter submitter) {
				CampaignTests.this.defaults.requireKnown(submitter);
			}

		}, this.removed::contains, 10, true, new MailPolicy() {

			@Override
			public void atIntake(PolicyMessage message) {
				String recipient = message.recipients().get(0).localPart();
				if (recipient.startsWith("dropped")) {
					message.drop(message.recipients().get(0), "not wanted");
				}
				if (CampaignTests.this.undecided.get() && recipient.equals("user3")) {
					throw new PolicyUnavailableException("who knows", null);
				}
				if (CampaignTests.this.room.getAndDecrement() <= 0) {
					throw new MailLimitExceededException("no room", Duration.ofSeconds(30));
				}
			}

		});
		this.shop = this.node.shop();
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
		return this.shop.create(details(list));
	}

	private static CampaignDetails details(UUID list) {
		return CampaignDetails.of("News", list, CampaignContent.html("Hello", "<p>From {{city}}</p>"));
	}

	private Campaign sent(Campaign campaign) {
		this.shop.launch(campaign.id());
		this.node.drain(campaign.id());
		return found(campaign);
	}

	private Campaign found(Campaign campaign) {
		return this.shop.find(campaign.id()).orElseThrow();
	}

	@Test
	void aCampaignWithoutAWorkingUnsubscribeGoesNowhere() {
		Campaign campaign = create(this.node.list(addresses(2)));
		this.node.offerUnsubscribe(false);
		refused(Reason.NO_UNSUBSCRIBE, () -> this.shop.launch(campaign.id()), "sendpost.tracking.base-url");
		refused(Reason.NO_UNSUBSCRIBE, () -> this.shop.schedule(campaign.id(), Instant.now()), "{{contact_id}}");
		this.node.offerUnsubscribe(true);
		this.shop.launch(campaign.id());
		this.node.offerUnsubscribe(false);
		this.node.drain(campaign.id());
		assertThat(found(campaign)).satisfies((paused) -> {
			assertThat(paused.status()).isEqualTo(CampaignStatus.PAUSED);
			assertThat(paused.reason()).contains("could not unsubscribe");
		});
		refused(Reason.NO_UNSUBSCRIBE, () -> this.shop.resume(campaign.id()), "");
		assertThat(this.node.emails(campaign.id())).isEmpty();
		this.node.offerUnsubscribe(true);
		this.shop.resume(campaign.id());
		this.node.drain(campaign.id());
		assertThat(this.node.recipients(campaign.id())).hasSize(2);
		assertThat(found(campaign).reason()).isNull();
	}

	@Test
	void anUnsubscribeUrlOfItsOwnIsAnotherOneForEachContactAndStoredOnce() {
		this.node.offerUnsubscribe(false);
		UUID list = this.node.list(addresses(3));
		Campaign campaign = this.shop.create(
				details(list).unsubscribeUrl("https://shop.example/leave/{{contact_id}}?from={{city}}&to={{email}}"));
		sent(campaign);
		assertThat(this.node.outbox().count("sendpost_content")).isOne();
		assertThat(delivered(3)).allSatisfy((email) -> {
			String to = email.to().get(0).address();
			assertThat(email.listUnsubscribe())
				.isEqualTo(ListUnsubscribe.oneClick(URI.create("https://shop.example/leave/" + this.node.contact(to)
						+ "?from=Lyon&to=" + to.replace("@", "%40"))));
		});
	}

	private List<Email> delivered(int count) {
		this.node.outbox().start();
		Awaitility.await().until(() -> this.transport.attempts().size() == count);
		return this.transport.attempts().stream().map(OutgoingEmail::email).toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://shop.example/{{email}}", "https://shop.example/leave", "mailto:{{email}}",
			"https://{{email}}/leave", "https://shop.example/{{email", "leave {{email}}" })
	void whatCannotUnsubscribeIsRefused(String url) {
		UUID list = this.node.list();
		refused(Reason.INVALID, () -> this.shop.create(details(list).unsubscribeUrl(url)), "");
	}

	@Test
	void aLimitStopsACampaignUntilThereIsRoomAndNobodyIsLost() {
		Campaign campaign = create(this.node.list(addresses(25)));
		this.room.set(14);
		this.shop.launch(campaign.id());
		Instant next = this.node.drain(campaign.id());
		assertThat(next).isAfter(this.node.store().now().plusSeconds(25));
		assertThat(found(campaign).progress()).isEqualTo(new CampaignProgress(25, 14, 0, 0, 0));
		this.room.set(Integer.MAX_VALUE);
		makeDue();
		this.node.drain(campaign.id());
		assertThat(this.node.recipients(campaign.id())).hasSize(25);
	}

	@Test
	void aPolicyThatCannotDecideLosesNobodyEither() {
		Campaign campaign = create(this.node.list(addresses(9)));
		this.undecided.set(true);
		this.shop.launch(campaign.id());
		assertThatIllegalStateException().isThrownBy(() -> this.node.drain(campaign.id()))
			.withMessageContaining("who knows");
		assertThat(this.node.emails(campaign.id())).isEmpty();
		this.undecided.set(false);
		this.node.drain(campaign.id());
		assertThat(this.node.recipients(campaign.id())).hasSize(9);
	}

	private void makeDue() {
		this.node.store()
			.inCallersTransaction(() -> this.node.store()
				.update("update sendpost_campaign set next_at = ?", List.of(this.node.store().now().toEpochMilli())));
	}

	@Test
	void aRateSpreadsWhatIsHandedOver() {
		Campaign campaign = this.shop.create(details(this.node.list(addresses(25))).rate(CampaignRate.perMinute(120)));
		Instant before = this.node.store().now();
		this.shop.launch(campaign.id());
		Instant next = this.node.campaigns().steps().take(campaign.id());
		assertThat(next).isBetween(before.plusMillis(900), this.node.store().now().plusMillis(1000));
		assertThat(this.node.emails(campaign.id())).hasSize(2);
		makeDue();
		this.node.campaigns().steps().take(campaign.id());
		assertThat(this.node.emails(campaign.id())).hasSize(4);
	}

	@Test
	void whomAPolicyKeepsItFromIsCounted() {
		Campaign campaign = sent(
				create(this.node.list("dropped1@example.com", "user@example.com", "dropped2@example.com")));
		assertThat(campaign.progress()).isEqualTo(new CampaignProgress(3, 1, 0, 2, 0));
		assertThat(this.shop.losses(campaign.id())).containsExactly(new CampaignLoss(Kind.DROPPED, "not wanted", 2));
	}

	@Test
	void aListOfThoseWhomAPolicyKeepsItFromIsFinishedToo() {
		Campaign campaign = sent(create(this.node.list("dropped1@example.com", "dropped2@example.com")));
		assertThat(campaign.status()).isEqualTo(CampaignStatus.COMPLETED);
		assertThat(campaign.progress()).isEqualTo(new CampaignProgress(2, 0, 0, 2, 0));
		assertThat(this.node.emails(campaign.id())).hasSize(2);
	}

	@Test
	void whatIsWrongWithTheCampaignPausesItBeforeAnybodyIsLost() {
		Campaign campaign = create(this.node.list(addresses(25)));
		this.defaults = MailDefaults.from(null);
		assertThat(sent(campaign)).satisfies((paused) -> {
			assertThat(paused.status()).isEqualTo(CampaignStatus.PAUSED);
			assertThat(paused.reason()).contains("no sender");
			assertThat(paused.progress().failed()).isZero();
		});
		this.defaults = MailDefaults.from(EmailAddress.parse("news@example.com"));
		this.shop.resume(campaign.id());
		this.node.drain(campaign.id());
		assertThat(this.node.recipients(campaign.id())).hasSize(25);
	}

	@Test
	void aCampaignThatIsCancelledJustWhenSomethingIsFoundWrongStaysCancelled() {
		Campaign campaign = create(this.node.list(addresses(25)));
		this.shop.launch(campaign.id());
		this.node.campaigns().steps().take(campaign.id());
		this.defaults = (email, submitter) -> {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCompletion(int status) {
					CompletableFuture.runAsync(() -> CampaignTests.this.shop.cancel(campaign.id())).join();
				}

			});
			return MailDefaults.from(null).complete(email, submitter);
		};
		this.node.drain(campaign.id());
		this.node.drain(campaign.id());
		assertThat(found(campaign)).satisfies((cancelled) -> {
			assertThat(cancelled.status()).isEqualTo(CampaignStatus.CANCELLED);
			assertThat(cancelled.reason()).isNull();
		});
		assertThat(this.node.emails(campaign.id())).hasSize(10)
			.allSatisfy((email) -> assertThat(email.status()).isEqualTo(EmailStatus.CANCELLED));
	}

	@Test
	void mailOfSomebodyElseThatNamesTheCampaignDoesNotWinItsTrial() {
		Campaign campaign = this.shop.create(details(this.node.list(addresses(40)))
			.subjectTest(new SubjectTest(List.of("Second"), 50, SubjectTest.Criterion.OPENS, Duration.ZERO)));
		Email another = Email.builder().to("user@example.com").subject("Another").text("Text").build();
		for (String variant : new @Nullable String[] { null, "Z" }) {
			Receipt receipt = this.node.gateway()
				.send(another.toBuilder().campaign(new EmailCampaign(campaign.id().toString(), variant)).build());
			this.node.outbox().log().record(List.of(opened(receipt.id())));
		}
		assertThat(sent(campaign)).satisfies((sent) -> {
			assertThat(sent.winner()).isEqualTo("A");
			assertThat(sent.status()).isEqualTo(CampaignStatus.COMPLETED);
		});
	}

	private static DeliveryEvent opened(UUID email) {
		return new DeliveryEvent(UUID.randomUUID(), email, null, DeliveryEventType.OPENED, Instant.now(), "test", null,
				null, null, null, false, null, new Engagement(false, null, null, null));
	}

	@Test
	void aListOfContactsThatLackAVariableIsFinished() {
		Campaign campaign = this.shop.create(CampaignDetails.of("News", this.node.list(addresses(12)),
				CampaignContent.text("{{shoe_size}}", "Text")));
		assertThat(sent(campaign).status()).isEqualTo(CampaignStatus.COMPLETED);
		assertThat(found(campaign).progress()).isEqualTo(new CampaignProgress(12, 0, 0, 0, 12));
	}

	@Test
	void aContactWhoseFieldsFitNoSubjectDoesNotStopTheCampaign() {
		UUID list = this.node.list();
		this.node.audience()
			.contacts()
			.upsert(List.of(ContactDetails.of("lines@example.com").field("city", "Lyon\nand Paris"),
					ContactDetails.of("ann@example.com").field("city", "Lyon")), list);
		Campaign campaign = this.shop
			.create(CampaignDetails.of("News", list, CampaignContent.text("In {{city}}", "Text"))
				.rate(CampaignRate.perSecond(1)));
		this.shop.launch(campaign.id());
		for (int i = 0; i < 3; i++) {
			makeDue();
			this.node.drain(campaign.id());
		}
		assertThat(found(campaign)).satisfies((sent) -> {
			assertThat(sent.status()).isEqualTo(CampaignStatus.COMPLETED);
			assertThat(sent.progress()).isEqualTo(new CampaignProgress(2, 1, 0, 0, 1));
		});
		assertThat(this.node.recipients(campaign.id())).containsExactly("ann@example.com");
		assertThat(this.shop.losses(campaign.id())).singleElement()
			.satisfies((loss) -> assertThat(loss.reason()).startsWith("variables: with them, the subject is wrong"));
	}

	@Test
	void aListOrTopicThatIsRemovedPausesTheCampaign() {
		UUID list = this.node.list(addresses(25));
		Campaign campaign = create(list);
		Topic offers = new Topic("offers", "Offers", "", true);
		this.node.audience().topics().create(offers);
		this.shop.update(campaign.id(), (details) -> details.topic("offers"));
		this.shop.launch(campaign.id());
		this.node.campaigns().steps().take(campaign.id());
		this.node.audience().topics().remove("offers");
		this.node.drain(campaign.id());
		assertThat(found(campaign).reason()).isEqualTo("there is no topic 'offers'");
		refused(Reason.UNKNOWN, () -> this.shop.resume(campaign.id()), "no topic");
		this.node.audience().topics().create(offers);
		this.shop.resume(campaign.id());
		this.node.audience().lists().remove(list);
		this.node.drain(campaign.id());
		assertThat(found(campaign).status()).isEqualTo(CampaignStatus.PAUSED);
		assertThat(found(campaign).reason()).contains("no list");
		assertThat(this.node.emails(campaign.id())).hasSize(10);
	}

	@Test
	void aTemplateComesInEachContactsLanguageAndPausesTheCampaignOnceItIsRemoved() {
		TemplateSource source = TemplateSource.of(TemplateContent.text("Hello", "Hello {{name}}"))
			.variant(Locale.FRENCH, TemplateContent.text("Bonjour", "Bonjour {{name}}"));
		this.node.templates().create("shop", "news", source);
		this.node.templates().publish("shop", "news");
		UUID list = this.node.list(addresses(15));
		this.node.audience()
			.contacts()
			.update(this.node.contact("user1@example.com"), (contact) -> contact.locale(Locale.CANADA_FRENCH));
		Campaign campaign = this.shop.create(CampaignDetails.of("News", list, CampaignContent.template("news")));
		this.shop.launch(campaign.id());
		this.node.campaigns().steps().take(campaign.id());
		this.node.templates().remove("shop", "news");
		this.node.drain(campaign.id());
		assertThat(found(campaign).status()).isEqualTo(CampaignStatus.PAUSED);
		assertThat(found(campaign).reason()).contains("no template");
		Map<String, String> subjects = this.node.emails(campaign.id())
			.stream()
			.collect(
					Collectors.toMap((email) -> email.outcomes().get(0).recipient().localPart(), EmailRecord::subject));
		assertThat(subjects).hasSize(10).containsEntry("user0", "Hello").containsEntry("user1", "Bonjour");
	}

	@Test
	void aSubAccountThatIsRemovedTakesItsCampaignsWithIt() {
		Campaign campaign = create(this.node.list(addresses(25)));
		this.shop.launch(campaign.id());
		this.node.campaigns().steps().take(campaign.id());
		MailDefaults known = this.defaults;
		this.defaults = new MailDefaults() {

			@Override
			public Email complete(Email email, Submitter submitter) {
				return known.complete(email, submitter);
			}

			@Override
			public void requireKnown(Submitter submitter) {
				throw new InvalidEmailException("subAccount", "unknown");
			}

		};
		assertThat(this.node.drain(campaign.id())).as("another node may know it").isNull();
		assertThat(found(campaign).status()).isEqualTo(CampaignStatus.SENDING);
		this.removed.add("shop");
		this.node.drain(campaign.id());
		assertThat(found(campaign).status()).isEqualTo(CampaignStatus.CANCELLED);
		new CampaignCleanUp(this.node.campaigns(), (name) -> false).run();
		assertThat(this.shop.list(null, 10)).hasSize(1);
		new CampaignCleanUp(this.node.campaigns(), this.removed::contains).run();
		assertThat(this.shop.list(null, 10)).isEmpty();
	}

	@Test
	void aTestGoesToItsAddressesAloneAndIsNoneOfTheCampaigns() {
		UUID list = this.node.list(addresses(3));
		Campaign campaign = this.shop.create(details(list).subjectTest(SubjectTest.evenly("Hi")));
		List<Receipt> receipts = this.shop.sendTest(campaign.id(),
				List.of(EmailAddress.parse("user1@example.com"), EmailAddress.parse("boss@example.com")), Map.of());
		assertThat(receipts).extracting(Receipt::status)
			.containsExactly(EmailStatus.QUEUED, EmailStatus.QUEUED, EmailStatus.FAILED, EmailStatus.FAILED);
		assertThat(this.shop.sendTest(campaign.id(), List.of(EmailAddress.parse("boss@example.com")),
				Map.of("city", "Paris")))
			.extracting(Receipt::status)
			.containsOnly(EmailStatus.QUEUED);
		assertThat(delivered(4)).extracting((email) -> email.subject() + " " + email.html())
			.containsExactlyInAnyOrder("Hello <p>From Lyon</p>", "Hi <p>From Lyon</p>", "Hello <p>From Paris</p>",
					"Hi <p>From Paris</p>");
		assertThat(this.node.emails(campaign.id())).isEmpty();
		assertThat(found(campaign).status()).isEqualTo(CampaignStatus.DRAFT);
		refused(Reason.INVALID, () -> this.shop.sendTest(campaign.id(), List.of(), Map.of()), "1 to 20");
	}

	@Test
	void aCampaignOfATestKeyIsOnlyCaptured() {
		SubAccountCampaigns testing = this.node.campaigns()
			.forSubmitter(new Submitter("shop", false, UUID.randomUUID(), true));
		Campaign real = create(this.node.list());
		Campaign campaign = testing.create(details(this.node.list(addresses(12))));
		testing.launch(campaign.id());
		this.node.drain(campaign.id());
		assertThat(this.node.emails(campaign.id())).hasSize(12)
			.allSatisfy((email) -> assertThat(email.route()).isEqualTo(Transports.CAPTURE));
		assertThat(testing.find(real.id())).isEmpty();
		assertThat(testing.list(null, 10)).extracting(Campaign::id).containsExactly(campaign.id());
		assertThat(testing.results(campaign.id()).source()).isEqualTo(Source.LOG);
	}

	@Test
	void whatIsTrackedIsUpToTheCampaign() {
		Campaign campaign = this.shop.create(details(this.node.list(addresses(1))).tracking(false, true));
		this.shop.launch(campaign.id());
		this.node.drain(campaign.id());
		Email email = this.node.gateway().findContent(this.node.emails(campaign.id()).get(0).id()).orElseThrow();
		assertThat(email.trackOpens()).isFalse();
		assertThat(email.trackClicks()).isTrue();
	}

	@Test
	void resultsComeFromStatisticsAndAgreeWithTheLog() {
		Campaign campaign = this.shop
			.create(details(this.node.list(addresses(20))).subjectTest(SubjectTest.evenly("Hi", "Good day")));
		this.shop.launch(campaign.id());
		this.node.drain(campaign.id());
		delivered(20);
		Awaitility.await()
			.until(() -> this.node.emails(campaign.id())
				.stream()
				.allMatch((email) -> email.status() == EmailStatus.SENT));
		StatisticsCounter counter = new StatisticsCounter(this.node.store(),
				new StatisticsSettings((domain) -> null, Transports.CAPTURE, Duration.ofDays(90)));
		counter.countNew();
		CampaignResults counted = this.shop.results(campaign.id());
		assertThat(counted.source()).isEqualTo(Source.STATISTICS);
		assertThat(counted.total().processed()).isEqualTo(20);
		assertThat(counted.total().sent()).isEqualTo(20);
		StatisticsSeries days = this.shop.days(campaign.id()).orElseThrow();
		assertThat(days.total().sent()).isEqualTo(20);
		assertThat(days.periods()).hasSizeBetween(1, 2);
		CampaignResults logged = new SubAccountCampaigns(
				new Campaigns(this.node.store(), UUID::randomUUID, null, this.node.templates(), null, null,
						(name) -> true, (name) -> false, CampaignSettings.DEFAULT),
				this.node.audience(), Submitter.subAccount("shop"))
			.results(campaign.id());
		assertThat(logged.source()).isEqualTo(Source.LOG);
		assertThat(logged.total()).isEqualTo(counted.total());
		assertThat(logged.variants()).isEqualTo(counted.variants()).hasSizeGreaterThan(1);
	}

	@Test
	void theVariantsOfATrialAreEvenAndTheTrialIsAsLargeAsItWasSet() {
		UUID list = this.node.list();
		Campaign campaign = this.shop.create(details(list)
			.subjectTest(new SubjectTest(List.of("B", "C"), 30, SubjectTest.Criterion.OPENS, Duration.ZERO)));
		StoredCampaign trial = new StoredCampaign("shop", campaign, StoredCampaign.Phase.TRIAL, null, null);
		StoredCampaign rest = new StoredCampaign("shop", campaign, StoredCampaign.Phase.REST, null, null);
		Map<String, Integer> counts = new TreeMap<>();
		int contacts = 30_000;
		for (int i = 0; i < contacts; i++) {
			UUID contact = new UUID(0x0190_0000_0000_7000L + i, 0x8000_0000_0000_0000L + i);
			boolean tried = new Variants(trial).concern(contact);
			assertThat(new Variants(rest).concern(contact)).isEqualTo(!tried);
			if (tried) {
				counts.merge(Objects.requireNonNull(new Variants(trial).of(contact)), 1, Integer::sum);
			}
		}
		assertThat(counts.keySet()).containsExactly("A", "B", "C");
		assertThat(counts.values()).allSatisfy((count) -> assertThat(count).isBetween(2650, 3350));
	}

	@Test
	void mistakesAreExplained() {
		UUID list = this.node.list();
		refused(Reason.UNKNOWN, () -> create(UUID.randomUUID()), "no list");
		refused(Reason.UNKNOWN, () -> this.shop.create(details(list).topic("offers")), "no topic 'offers'");
		refused(Reason.INVALID, () -> content("Hello {{name", "text"), "never closed");
		refused(Reason.INVALID, () -> content("Hello {{name}}", "{{name"), "never closed");
		refused(Reason.INVALID, () -> content("Hello", "{{#a}}".repeat(3) + "text"), "");
		refused(Reason.INVALID, () -> content("a\nb", "text"), "line break");
		refused(Reason.INVALID, () -> content("", "text"), "a subject and a body");
		refused(Reason.INVALID, () -> content("Hello", " "), "a subject and a body");
		refused(Reason.INVALID, () -> content("x".repeat(1001), "text"), "1000 are allowed");
		refused(Reason.INVALID, () -> CampaignDetails.of(" ", list, CampaignContent.text("a", "b")), "name");
		refused(Reason.INVALID, () -> CampaignRate.perSecond(0), "rate");
		refused(Reason.INVALID, () -> SubjectTest.evenly(), "1 to 4");
		refused(Reason.INVALID, () -> SubjectTest.evenly("a", "a"), "same");
		refused(Reason.INVALID, () -> details(list).subjectTest(SubjectTest.evenly("Hello")), "itself");
		refused(Reason.INVALID, () -> new CampaignContent("", null, "<p>", null, "news"), "leave them out");
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> this.node.campaigns().forSubAccount(" "));
		assertThat(CampaignContent.text("Hello", "secret").toString()).doesNotContain("secret");
	}

	@Test
	void aMistakeNamesThePartThatIsWrong() {
		UUID list = this.node.list();
		CampaignDetails fine = details(list);
		wrong("name", () -> CampaignDetails.of("a\nb", list, fine.content()));
		wrong("subject", () -> content("a\nb", "text"));
		wrong("subject", () -> content("{{name", "text"));
		wrong("text", () -> content("Hello {{name}}", "{{name"));
		wrong("html", () -> this.shop.create(fine.content(CampaignContent.html("Hello", "{{name"))));
		wrong("preheader", () -> this.shop.create(fine.content(new CampaignContent("a", "{{b", "c", null, null))));
		wrong("unsubscribeUrl", () -> fine.unsubscribeUrl("http://example.com/"));
		wrong(null, () -> content("", ""));
	}

	private static void wrong(@Nullable String field, ThrowingCallable action) {
		assertThatExceptionOfType(CampaignException.class).isThrownBy(action)
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo(field));
	}

	private Campaign content(String subject, String text) {
		return this.shop.create(CampaignDetails.of("News", this.node.list(), CampaignContent.text(subject, text)));
	}

	@Test
	void onlySomeReasonsAreToldApart() {
		UUID list = this.node.list();
		Campaign campaign = create(list);
		JdbcCampaigns stored = this.node.campaigns().stored();
		for (int i = 0; i < 60; i++) {
			CampaignLoss loss = new CampaignLoss(Kind.FAILED, "reason " + i, 2);
			this.node.store().inCallersTransaction(() -> {
				stored.add(campaign.id(), Arrays.asList(loss, loss));
				return true;
			});
		}
		List<CampaignLoss> losses = this.shop.losses(campaign.id());
		assertThat(losses).hasSize(51);
		assertThat(losses.get(0)).isEqualTo(new CampaignLoss(Kind.FAILED, "other reasons", 40));
		assertThat(losses.stream().mapToLong(CampaignLoss::contacts).sum()).isEqualTo(240);
	}

	private static void refused(Reason reason, ThrowingCallable action, String message) {
		assertThatExceptionOfType(CampaignException.class).isThrownBy(action).satisfies((ex) -> {
			assertThat(ex.getReason()).isEqualTo(reason);
			assertThat(Optional.ofNullable(ex.getMessage()).orElse("")).contains(message);
		});
	}

}
