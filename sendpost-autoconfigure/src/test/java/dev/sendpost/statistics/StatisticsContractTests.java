package dev.sendpost.statistics;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailCampaign;
import dev.sendpost.EmailStatus;
import dev.sendpost.EnhancedStatusCode;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.Submitter;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.Engagement;
import dev.sendpost.limit.RecipientProviders;
import dev.sendpost.outbox.OutboxEraser;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.TransientDataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What statistics promise, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class StatisticsContractTests {

	private static final Engagement PERSON = new Engagement(false, null, null, null);

	private static final Engagement MACHINE = new Engagement(true, null, null, null);

	private static final String TRANSPORT = "main";

	private final FreshDatabase database;

	private final OutboxNode node;

	private final Instant noon = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofHours(12));

	StatisticsContractTests(TestDatabase kind) {
		this.database = kind.clean();
		this.node = OutboxNode.on(this.database.dataSource())
			.counted()
			.transports(FakeTransport.accepting(TRANSPORT))
			.policies(new MailPolicy() {

				@Override
				public void atIntake(PolicyMessage message) {
					message.recipients()
						.stream()
						.filter((recipient) -> recipient.address().startsWith("suppressed"))
						.toList()
						.forEach((recipient) -> message.drop(recipient, "suppressed"));
				}

			})
			.build();
	}

	@AfterEach
	void close() throws Exception {
		this.node.close();
		this.database.close();
	}

	@Test
	void whatIsAcceptedCountsAtOnceForEachRecipientAndWhatIsSentWhenItIs() {
		this.node.gateway()
			.send(List.of(email("ann@example.com", "bob@gmail.com").build(),
					email("suppressed@example.com", "cid@gmail.com").build()));
		counter().countNew();
		assertThat(total()).isEqualTo(counts(Map.of(Counter.PROCESSED, 4, Counter.DROPPED, 1)));
		this.node.start();
		awaitSent(3);
		counter().countNew();
		assertThat(total()).isEqualTo(counts(Map.of(Counter.PROCESSED, 4, Counter.DROPPED, 1, Counter.SENT, 3)));
		assertThat(this.node.count("sendpost_uncounted")).isZero();
		assertThat(statistics().totals(StatisticsDimension.TRANSPORT, days()))
			.containsOnly(Map.entry(TRANSPORT, counts(Map.of(Counter.SENT, 3))));
		assertThat(statistics().totals(StatisticsDimension.PROVIDER, days())).containsOnly(
				Map.entry("gmail", counts(Map.of(Counter.PROCESSED, 2, Counter.SENT, 2))),
				Map.entry("other", counts(Map.of(Counter.PROCESSED, 2, Counter.DROPPED, 1, Counter.SENT, 1))));
	}

	@Test
	void aRecipientCountsOnceForEachOutcomeHoweverOftenItIsReported() {
		UUID id = send("ann@example.com");
		record(fact(id, DeliveryEventType.SENT, "ann@example.com", 0), fact(id, DeliveryEventType.SENT, null, 1),
				fact(id, DeliveryEventType.DELIVERED, "Ann@Example.com", 2),
				fact(id, DeliveryEventType.DELIVERED, "ann@example.com", 3),
				fact(id, DeliveryEventType.DEFERRED, "ann@example.com", 4),
				fact(id, DeliveryEventType.DEFERRED, "ann@example.com", 5),
				fact(id, DeliveryEventType.BOUNCED, "ann@example.com", 6),
				fact(id, DeliveryEventType.COMPLAINED, "ann@example.com", 7),
				fact(id, DeliveryEventType.COMPLAINED, "ann@example.com", 8),
				fact(id, DeliveryEventType.UNSUBSCRIBED, "ann@example.com", 9),
				fact(id, DeliveryEventType.UNSUBSCRIBED, null, 10), fact(id, DeliveryEventType.FAILED, null, 11),
				fact(id, DeliveryEventType.CANCELLED, null, 12));
		counter().countNew();
		assertThat(total())
			.isEqualTo(counts(Map.of(Counter.PROCESSED, 1, Counter.SENT, 1, Counter.DELIVERED, 1, Counter.SOFT_BOUNCED,
					1, Counter.HARD_BOUNCED, 1, Counter.SPAM, 1, Counter.UNSUBSCRIBED, 1, Counter.SMTP_DROPPED, 1)));
	}

	@Test
	void opensAndClicksOfPeopleCountEachTimeAndOnceAndThoseOfMachinesApart() {
		UUID id = send("ann@example.com", "bob@example.com");
		record(opened(id, "ann@example.com", 1, PERSON), opened(id, "ann@example.com", 2, PERSON),
				opened(id, "bob@example.com", 3, PERSON), opened(id, "bob@example.com", 4, MACHINE),
				opened(id, null, 5, PERSON), clicked(id, "ann@example.com", 6, PERSON),
				clicked(id, "ann@example.com", 7, PERSON), clicked(id, "bob@example.com", 8, MACHINE));
		counter().countNew();
		assertThat(total()).isEqualTo(counts(Map.of(Counter.PROCESSED, 2, Counter.OPENED, 4, Counter.UNIQUE_OPENED, 3,
				Counter.MACHINE_OPENED, 1, Counter.CLICKED, 2, Counter.UNIQUE_CLICKED, 1, Counter.MACHINE_CLICKED, 1)));
	}

	@Test
	void onlyWhatAServerRefusedForTheMomentIsASoftBounce() {
		UUID id = send("ann@example.com", "bob@example.com");
		EmailAddress ann = EmailAddress.parse("ann@example.com");
		EmailAddress bob = EmailAddress.parse("bob@example.com");
		record(DeliveryEvent.of(UUID.randomUUID(), id,
				RecipientOutcome.failed(ann, EmailStatus.DEFERRED, TRANSPORT, null, "no connection", false), this.noon),
				DeliveryEvent.of(UUID.randomUUID(), id, RecipientOutcome.failed(bob, EmailStatus.DEFERRED, TRANSPORT,
						"451 4.7.1 Greylisted", null, false), this.noon));
		counter().countNew();
		assertThat(total()).isEqualTo(counts(Map.of(Counter.PROCESSED, 2, Counter.SOFT_BOUNCED, 1)));
	}

	@Test
	void aFactAboutNobodyByNameIsAboutAllWhoWereNotDropped() {
		UUID id = send("ann@example.com", "bob@example.com", "suppressed@example.com");
		record(fact(id, DeliveryEventType.DELIVERED, null, 1));
		counter().countNew();
		assertThat(total()).isEqualTo(counts(Map.of(Counter.PROCESSED, 3, Counter.DROPPED, 1, Counter.DELIVERED, 2)));
	}

	@Test
	void theFirstOfSeveralFactsCountsAlsoIfItComesLater() {
		UUID id = send("ann@example.com");
		record(opened(id, "ann@example.com", 180, PERSON));
		counter().countNew();
		record(opened(id, "ann@example.com", 0, PERSON));
		counter().countNew();
		StatisticsSeries hours = statistics()
			.find(StatisticsQuery.hours(this.noon, this.noon.plus(Duration.ofHours(4)).minusSeconds(1)));
		assertThat(hours.periods()).extracting(StatisticsPeriod::start)
			.containsExactly(this.noon, this.noon.plus(Duration.ofHours(1)), this.noon.plus(Duration.ofHours(2)),
					this.noon.plus(Duration.ofHours(3)));
		assertThat(hours.periods()).extracting((period) -> period.counts().opened()).containsExactly(1L, 0L, 0L, 1L);
		assertThat(hours.periods()).extracting((period) -> period.counts().uniqueOpened())
			.containsExactly(1L, 0L, 0L, 0L);
		assertThat(hours.total().uniqueOpened()).isOne();
	}

	@Test
	void aMessageCountsUnderEachOfItsTags() {
		this.node.gateway().send(email("ann@example.com").tags("welcome", "Trial").build());
		this.node.gateway().send(email("bob@example.com").tags("welcome").build());
		counter().countNew();
		assertThat(statistics().totals(StatisticsDimension.TAG, days())).containsOnly(
				Map.entry("welcome", counts(Map.of(Counter.PROCESSED, 2))),
				Map.entry("Trial", counts(Map.of(Counter.PROCESSED, 1))));
		assertThat(statistics().find(days().tag("welcome")).total().processed()).isEqualTo(2);
		assertThat(statistics().find(days().tag("trial")).total()).isEqualTo(MailCounts.ZERO);
		assertThat(total().processed()).isEqualTo(2);
	}

	@Test
	void aMessageCountsUnderItsCampaignAndItsVariant() {
		this.node.gateway().send(email("ann@example.com").campaign(new EmailCampaign("spring", null)).build());
		UUID second = this.node.gateway()
			.send(email("bob@example.com").campaign(new EmailCampaign("spring", "B")).build())
			.id();
		send("cid@example.com");
		record(opened(second, "bob@example.com", 1, PERSON), opened(second, "bob@example.com", 2, PERSON));
		counter().countNew();
		MailCounts ofVariant = counts(Map.of(Counter.PROCESSED, 1, Counter.OPENED, 2, Counter.UNIQUE_OPENED, 1));
		MailCounts ofCampaign = counts(Map.of(Counter.PROCESSED, 2, Counter.OPENED, 2, Counter.UNIQUE_OPENED, 1));
		Map<String, MailCounts> totals = statistics().totals(StatisticsDimension.CAMPAIGN, days());
		assertThat(totals).containsOnly(Map.entry("spring", ofCampaign), Map.entry("spring/B", ofVariant));
		assertThat(statistics().find(days().campaign("spring")).total()).isEqualTo(ofCampaign);
		assertThat(total().processed()).isEqualTo(3);
		assertThat(new CampaignCounts(this.node.store()).count("default", "spring")).containsOnly(
				Map.entry(CampaignCounts.NO_VARIANT, counts(Map.of(Counter.PROCESSED, 1))), Map.entry("B", ofVariant));
		assertThat(new CampaignCounts(this.node.store()).count("other", "spring")).isEmpty();
		counter().recount(today().minusDays(1), today());
		counter().countNew();
		assertThat(statistics().totals(StatisticsDimension.CAMPAIGN, days())).isEqualTo(totals);
	}

	@Test
	void ofAReportedCampaignTheLogTellsWhatStatisticsDo() {
		UUID id = this.node.gateway()
			.send(email("ann@example.com").campaign(new EmailCampaign("spring", null)).build())
			.id();
		record(fact(id, DeliveryEventType.SENT, "ann@example.com", 0), fact(id, DeliveryEventType.SENT, null, 1),
				fact(id, DeliveryEventType.DELIVERED, "ann@example.com", 2),
				fact(id, DeliveryEventType.DEFERRED, "ann@example.com", 4),
				fact(id, DeliveryEventType.DEFERRED, "ann@example.com", 5),
				fact(id, DeliveryEventType.BOUNCED, "ann@example.com", 6),
				fact(id, DeliveryEventType.COMPLAINED, "ann@example.com", 7),
				fact(id, DeliveryEventType.UNSUBSCRIBED, null, 10), fact(id, DeliveryEventType.FAILED, null, 11),
				opened(id, "ann@example.com", 1, PERSON), opened(id, "ann@example.com", 2, PERSON),
				opened(id, "ann@example.com", 3, MACHINE));
		counter().countNew();
		MailCounts counted = statistics().find(days().campaign("spring")).total();
		assertThat(counted.spam()).isOne();
		assertThat(new CampaignCounts(this.node.store()).count("default", "spring"))
			.containsOnly(Map.entry(CampaignCounts.NO_VARIANT, counted));
	}

	@Test
	void whatAFactSaysOfNoTransportBelongsToTheOneThatSent() {
		UUID id = send("ann@example.com");
		record(opened(id, "ann@example.com", 2, PERSON));
		counter().countNew();
		assertThat(statistics().find(days().transport(TRANSPORT)).total()).isEqualTo(MailCounts.ZERO);
		record(DeliveryEvent.of(UUID.randomUUID(), id,
				RecipientOutcome.sent(EmailAddress.parse("ann@example.com"), TRANSPORT, "250 Ok"), this.noon));
		counter().countNew();
		assertThat(statistics().find(days().transport(TRANSPORT)).total())
			.isEqualTo(counts(Map.of(Counter.SENT, 1, Counter.OPENED, 1, Counter.UNIQUE_OPENED, 1)));
	}

	@Test
	void aSubAccountSeesItsOwnCountsOnlyAndATestKeyNone() {
		this.node.gateway().forSubAccount("shop").send(email("ann@example.com", "bob@example.com").tags("a").build());
		this.node.gateway().forSubAccount("club").send(email("ann@example.com").tags("b").build());
		counter().countNew();
		assertThat(total().processed()).isEqualTo(3);
		assertThat(statistics().find(days().subAccount("shop")).total().processed()).isEqualTo(2);
		assertThat(statistics().totalsOfSubAccounts(days())).containsOnlyKeys("club", "shop");
		MailStatistics club = statistics().forSubmitter(Submitter.subAccount("club"));
		assertThat(club.find(days()).total().processed()).isOne();
		assertThat(club.totals(StatisticsDimension.TAG, days())).containsOnlyKeys("b");
		assertThat(club.totalsOfSubAccounts(days())).containsOnlyKeys("club");
		assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> club.find(days().subAccount("shop")))
			.withMessageContaining("there is no sub-account 'shop'");
		MailStatistics test = statistics().forSubmitter(new Submitter("club", true, null, true));
		assertThat(test.find(days()).total()).isEqualTo(MailCounts.ZERO);
		assertThat(test.totals(StatisticsDimension.TAG, days())).isEmpty();
		assertThat(test.totalsOfSubAccounts(days())).isEmpty();
	}

	@Test
	void mailOfATestIsNotCounted() {
		this.node.gateway().send(email("ann@example.com").route(TRANSPORT).build());
		UUID id = send("bob@example.com");
		counter(new StatisticsSettings(providers(), TRANSPORT, Duration.ofDays(90))).countNew();
		assertThat(total().processed()).isOne();
		assertThat(this.node.count("sendpost_uncounted")).isZero();
		assertThat(this.node.gateway().find(id)).isPresent();
	}

	@Test
	void whatIsErasedBeforeItIsCountedIsNotCounted() {
		UUID id = send("ann@example.com");
		record(fact(id, DeliveryEventType.SENT, null, 0));
		send("bob@example.com");
		assertThat(new OutboxEraser(this.node.store()).erase(EmailAddress.parse("ann@example.com"))).isZero();
		counter().countNew();
		assertThat(total()).isEqualTo(counts(Map.of(Counter.PROCESSED, 1)));
		assertThat(this.node.count("sendpost_uncounted")).isZero();
	}

	@Test
	void aFactIsCountedAlsoIfItsTransactionEndsAfterThatOfALaterOne() throws Exception {
		UUID anns = send("ann@example.com");
		UUID bobs = send("bob@example.com");
		CountDownLatch recorded = new CountDownLatch(1);
		CountDownLatch counted = new CountDownLatch(1);
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<?> late = executor.submit(() -> this.node.transaction().execute((status) -> {
				record(opened(anns, "ann@example.com", 0, PERSON));
				recorded.countDown();
				awaitLatch(counted);
				return null;
			}));
			awaitLatch(recorded);
			record(opened(bobs, "bob@example.com", 1, PERSON));
			counter().countNew();
			assertThat(total().opened()).isOne();
			counted.countDown();
			late.get();
		}
		finally {
			executor.shutdownNow();
		}
		counter().countNew();
		assertThat(total().opened()).isEqualTo(2);
	}

	@Test
	void whatFailsHalfWayIsCountedOnceByTheNext() {
		List<Email> emails = IntStream.range(0, 1500)
			.mapToObj((number) -> email("r" + number + "@example.com").build())
			.toList();
		this.node.gateway().send(emails);
		AtomicInteger calls = new AtomicInteger();
		Function<String, @Nullable String> dying = (domain) -> {
			if (calls.incrementAndGet() == 1300) {
				throw new IllegalStateException("killed");
			}
			return null;
		};
		assertThatIllegalStateException()
			.isThrownBy(() -> counter(new StatisticsSettings(dying, "capture", Duration.ofDays(90))).countNew());
		assertThat(total().processed()).isEqualTo(1024);
		assertThat(this.node.count("sendpost_uncounted")).isEqualTo(1500 - 1024);
		counter().countNew();
		counter().countNew();
		assertThat(total().processed()).isEqualTo(1500);
	}

	@Test
	void aRecountGoesOnAfterAFailureAndKeepsWhatComesMeanwhile() {
		List<Receipt> receipts = this.node.gateway()
			.send(IntStream.range(0, 1500).mapToObj((number) -> email("r" + number + "@example.com").build()).toList());
		counter().countNew();
		Map<String, MailCounts> right = rows();
		this.node.store().jdbc().update("update sendpost_statistic set processed = processed + 7");
		StatisticsCounter counter = counter();
		counter.recount(today().minusDays(1), today().plusDays(1));
		assertThat(counter.recount()).get().extracting(StatisticsRecount::messages).isEqualTo(0L);
		record(opened(receipts.get(0).id(), null, 0, PERSON));
		AtomicInteger calls = new AtomicInteger();
		Function<String, @Nullable String> dying = (domain) -> {
			if (calls.incrementAndGet() == 600) {
				throw new IllegalStateException("killed");
			}
			return null;
		};
		assertThatIllegalStateException()
			.isThrownBy(() -> counter(new StatisticsSettings(dying, "capture", Duration.ofDays(90))).countNew());
		assertThat(counter.recount()).get().extracting(StatisticsRecount::messages).isEqualTo(512L);
		assertThat(total().processed()).isNotEqualTo(1500);
		counter.countNew();
		assertThat(counter.recount()).isEmpty();
		assertThat(total().processed()).isEqualTo(1500);
		assertThat(total().opened()).isOne();
		this.node.store().jdbc().update("update sendpost_statistic set opened = 0, unique_opened = 0");
		assertThat(rows()).isEqualTo(right);
	}

	@Test
	void aRecountIsRefusedWhereMessagesMayBeDeletedAlready() {
		StatisticsCounter counter = counter();
		assertThatIllegalArgumentException().isThrownBy(() -> counter.recount(today().minusDays(89), today()))
			.withMessageContaining("may be deleted already");
		assertThatIllegalArgumentException().isThrownBy(() -> counter.recount(today(), today().minusDays(1)));
		counter.recount(today(), today());
		assertThatIllegalStateException().isThrownBy(() -> counter.recount(today(), today()));
		counter.countNew();
		counter.recount(today(), today());
	}

	@Test
	void countsEqualARecountAndTheFactsWhateverTheOrderAndHoweverOftenFactsCome() throws Exception {
		Random random = new Random(7);
		List<Receipt> receipts = new ArrayList<>();
		List<DeliveryEvent> facts = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			MailGateway gateway = this.node.gateway().forSubAccount((i % 3 == 0) ? "shop" : "club");
			Receipt receipt = gateway
				.send(email("a" + i + "@gmail.com", "b" + i + "@example.com", "suppressed" + i + "@web.de")
					.tags("t" + i % 4, "all")
					.build());
			receipts.add(receipt);
			for (int n = 0; n < 12; n++) {
				facts.add(randomFact(receipt.id(), i, random));
			}
		}
		List<DeliveryEvent> stream = new ArrayList<>(facts);
		stream.addAll(facts.subList(0, facts.size() / 2));
		Collections.shuffle(stream, random);
		AtomicBoolean recording = new AtomicBoolean(true);
		ExecutorService executor = Executors.newFixedThreadPool(6);
		try {
			List<Future<?>> recorders = IntStream.range(0, 4).mapToObj((thread) -> executor.submit(() -> {
				for (int i = thread * 3; i < stream.size(); i += 12) {
					recordUntilDone(stream.subList(i, Math.min(i + 3, stream.size())));
				}
			})).<Future<?>>map((future) -> future).toList();
			List<Future<?>> counting = List.of(executor.submit(() -> countWhile(recording)),
					executor.submit(() -> countWhile(recording)));
			for (Future<?> recorder : recorders) {
				recorder.get();
			}
			recording.set(false);
			for (Future<?> node : counting) {
				node.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		counter().countNew();
		assertThat(this.node.count("sendpost_event")).isEqualTo(facts.size() + 40);
		assertThat(this.node.count("sendpost_uncounted")).isZero();
		assertThat(total()).isEqualTo(expected(receipts));
		Map<String, MailCounts> counted = rows();
		assertThat(counted).hasSizeGreaterThan(50);
		this.node.store().jdbc().update("update sendpost_statistic set sent = sent + 1");
		StatisticsCounter counter = counter();
		counter.recount(today().minusDays(20), today().plusDays(2));
		counter.countNew();
		assertThat(rows()).isEqualTo(counted);
	}

	/**
	 * The totals by the facts of the log, reckoned another way.
	 */
	private MailCounts expected(List<Receipt> receipts) {
		Map<Counter, Integer> expected = new TreeMap<>();
		Set<String> known = new HashSet<>();
		for (Receipt receipt : receipts) {
			expected.merge(Counter.PROCESSED, 3, Integer::sum);
			for (DeliveryEvent event : this.node.log().find(receipt.id())) {
				boolean machine = event.engagement() != null && event.engagement().automated();
				boolean engagement = event.type() == DeliveryEventType.OPENED
						|| event.type() == DeliveryEventType.CLICKED;
				if (engagement) {
					Counter each = Counter.valueOf((machine ? "MACHINE_" : "") + event.type());
					expected.merge(each, 1, Integer::sum);
				}
				Counter once = switch (event.type()) {
					case OPENED, CLICKED -> machine ? null : Counter.valueOf("UNIQUE_" + event.type());
					case SENT, DELIVERED, DROPPED -> Counter.valueOf(event.type().name());
					case BOUNCED -> Counter.HARD_BOUNCED;
					case DEFERRED -> Counter.SOFT_BOUNCED;
					case FAILED -> Counter.SMTP_DROPPED;
					case COMPLAINED -> Counter.SPAM;
					case UNSUBSCRIBED -> Counter.UNSUBSCRIBED;
					default -> null;
				};
				if (once == null) {
					continue;
				}
				List<String> about = (event.recipient() != null) ? List.of(event.recipient().mailbox())
						: (event.type().status() == null) ? List.of("someone")
								: receipt.outcomes()
									.stream()
									.map((outcome) -> outcome.recipient().mailbox())
									.filter((mailbox) -> !mailbox.startsWith("suppressed"))
									.toList();
				about.stream()
					.filter((mailbox) -> known.add(once + " " + receipt.id() + " " + mailbox))
					.forEach((mailbox) -> expected.merge(once, 1, Integer::sum));
			}
		}
		return counts(expected);
	}

	private DeliveryEvent randomFact(UUID id, int number, Random random) {
		List<DeliveryEventType> types = List.of(DeliveryEventType.SENT, DeliveryEventType.DELIVERED,
				DeliveryEventType.DEFERRED, DeliveryEventType.BOUNCED, DeliveryEventType.FAILED,
				DeliveryEventType.COMPLAINED, DeliveryEventType.OPENED, DeliveryEventType.OPENED,
				DeliveryEventType.CLICKED, DeliveryEventType.UNSUBSCRIBED);
		String recipient = switch (random.nextInt(5)) {
			case 0 -> null;
			case 1, 2 -> "A" + number + "@gmail.com";
			default -> "b" + number + "@example.com";
		};
		int minutes = -random.nextInt(3 * 24 * 60);
		DeliveryEvent fact = fact(id, types.get(random.nextInt(types.size())), recipient, minutes);
		return random.nextBoolean() ? fact : fact.withEngagement(random.nextBoolean() ? PERSON : MACHINE);
	}

	/**
	 * Another node that counts may take longer than H2 waits for a lock.
	 */
	private void countWhile(AtomicBoolean recording) {
		while (recording.get()) {
			try {
				counter().countNew();
			}
			catch (TransientDataAccessException ex) {
				Thread.onSpinWait();
			}
		}
	}

	/**
	 * A deadlock with another recorder is the caller's to repeat.
	 */
	private void recordUntilDone(List<DeliveryEvent> facts) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.ignoreExceptionsInstanceOf(TransientDataAccessException.class)
			.pollInSameThread()
			.until(() -> {
				this.node.log().record(facts);
				return true;
			});
	}

	private Map<String, MailCounts> rows() {
		Map<String, MailCounts> rows = new TreeMap<>();
		this.node.store().jdbc().query("select * from sendpost_statistic", (row) -> {
			MailCounts counts = MailCounts.read(row);
			if (!counts.equals(MailCounts.ZERO)) {
				rows.put(row.getString("series") + " " + row.getString("sub_account") + " " + row.getString("name")
						+ " " + row.getLong("starts_at"), counts);
			}
		});
		return rows;
	}

	private static MailCounts counts(Map<Counter, Integer> counts) {
		long[] array = new long[Counter.values().length];
		counts.forEach((counter, count) -> array[counter.ordinal()] = count);
		return MailCounts.of(array);
	}

	private MailCounts total() {
		return statistics().find(days()).total();
	}

	private static LocalDate today() {
		return LocalDate.now(ZoneOffset.UTC);
	}

	private static StatisticsQuery days() {
		return StatisticsQuery.days(today().minusDays(10), today().plusDays(1));
	}

	private MailStatistics statistics() {
		return new MailStatistics(this.node.store());
	}

	private static Function<String, @Nullable String> providers() {
		return new RecipientProviders(Map.of())::named;
	}

	private StatisticsCounter counter() {
		return counter(new StatisticsSettings(providers(), "capture", Duration.ofDays(90)));
	}

	private StatisticsCounter counter(StatisticsSettings settings) {
		return new StatisticsCounter(this.node.store(), settings);
	}

	private static EmailBuilder email(String... recipients) {
		return Email.builder().from("shop@example.org").to(recipients).subject("Hello").text("World");
	}

	private UUID send(String... recipients) {
		return this.node.gateway().send(email(recipients).build()).id();
	}

	private void record(DeliveryEvent... facts) {
		this.node.log().record(List.of(facts));
	}

	private DeliveryEvent opened(UUID id, @Nullable String recipient, int minutes, Engagement engagement) {
		return fact(id, DeliveryEventType.OPENED, recipient, minutes).withEngagement(engagement);
	}

	private DeliveryEvent clicked(UUID id, @Nullable String recipient, int minutes, Engagement engagement) {
		return fact(id, DeliveryEventType.CLICKED, recipient, minutes).withEngagement(engagement);
	}

	private DeliveryEvent fact(UUID id, DeliveryEventType type, @Nullable String recipient, int minutes) {
		return new DeliveryEvent(UUID.randomUUID(), id, (recipient != null) ? EmailAddress.parse(recipient) : null,
				type, this.noon.plus(Duration.ofMinutes(minutes)), "provider", null,
				EnhancedStatusCode.atStartOf("4.2.2"), null, null, false);
	}

	private void awaitSent(int recipients) {
		Awaitility.await()
			.until(() -> this.node.store()
				.jdbc()
				.queryForObject("select count(*) from sendpost_recipient where status = 'SENT'", Long.class),
					(count) -> count == recipients);
	}

	private static void awaitLatch(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
