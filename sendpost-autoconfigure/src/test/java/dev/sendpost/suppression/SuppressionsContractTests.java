package dev.sendpost.suppression;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.crypto.spec.SecretKeySpec;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.EmailStream;
import dev.sendpost.EnhancedStatusCode;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.outbox.RetrySchedule;
import dev.sendpost.store.Store;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What suppressions promise, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class SuppressionsContractTests {

	private static final SecretKeySpec SECRET = new SecretKeySpec(
			"0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII), "HmacSHA256");

	private static final SuppressionSettings WITH_SECRET = new SuppressionSettings(SECRET, false, false, 3,
			Duration.ofDays(30));

	private static final SuppressionSettings HASH_ONLY = new SuppressionSettings(SECRET, true, false, 3,
			Duration.ofDays(30));

	private static final EmailAddress ANN = EmailAddress.parse("ann@example.com");

	private final List<AutoCloseable> nodes = new ArrayList<>();

	private final FreshDatabase database;

	private final Store store;

	private final Suppressions suppressions;

	SuppressionsContractTests(TestDatabase kind) throws Exception {
		this.database = kind.clean();
		this.store = OutboxNode.store(this.database.dataSource());
		this.suppressions = suppressions(SuppressionSettings.DEFAULT);
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable node : this.nodes) {
			node.close();
		}
		this.suppressions.destroy();
		this.database.close();
	}

	private Suppressions suppressions(SuppressionSettings settings) {
		return new Suppressions(settings, List.of(), this.store, List::of);
	}

	@Test
	void anEntryTellsWhyAndSinceWhenAndByWhoseDoing() {
		Instant until = this.store.now().plus(Duration.ofDays(7)).truncatedTo(ChronoUnit.MILLIS);
		Instant since = this.store.now().minus(Duration.ofDays(7)).truncatedTo(ChronoUnit.MILLIS);
		Suppression added = this.suppressions.add(NewSuppression.of("Ann@Example.com", SuppressionReason.HARD_BOUNCE)
			.subAccount("shop")
			.smtpError("550 5.1.1 No such user")
			.since(since)
			.expiresAt(until)
			.createdBy("bob"));
		assertThat(added.id()).isPositive();
		assertThat(added).usingRecursiveComparison()
			.ignoringFields("id")
			.isEqualTo(new Suppression(0, SuppressionTarget.parse("ann@example.com"), SuppressionReason.HARD_BOUNCE,
					SuppressionScope.subAccount("shop"), "550 5.1.1 No such user", since, until, "bob"));
		SuppressionExplanation explanation = this.suppressions.explain(ANN, "shop", EmailStream.TRANSACTIONAL);
		assertThat(explanation.isSuppressed()).isTrue();
		assertThat(explanation.because()).isEqualTo(added);
		assertThat(explanation).asString()
			.contains("ann@example.com", "hard bounce", "550 5.1.1 No such user", "by bob", "sub-account shop",
					since.toString(), until.toString());
		assertThat(this.suppressions.explain(ANN, "club", EmailStream.BROADCAST).isSuppressed()).isFalse();
		assertThat(this.suppressions.explain(ANN, "club", EmailStream.BROADCAST)).asString().contains("gets");
	}

	@Test
	void anUnsubscribeKeepsBackBroadcastMailOnly() {
		this.suppressions.add(NewSuppression.of(ANN, SuppressionReason.UNSUBSCRIBE));
		assertThat(isSuppressed("ann@example.com", EmailStream.BROADCAST)).isTrue();
		assertThat(isSuppressed("ann@example.com", EmailStream.TRANSACTIONAL)).isFalse();
		assertThat(this.suppressions.explain(ANN, "default", EmailStream.TRANSACTIONAL).entries()).hasSize(1);
		this.suppressions.add(NewSuppression.of(ANN, SuppressionReason.SPAM_COMPLAINT));
		assertThat(isSuppressed("ann@example.com", EmailStream.TRANSACTIONAL)).isTrue();
		assertThat(this.suppressions.lift(SuppressionTarget.of(ANN), SuppressionScope.account(),
				SuppressionReason.SPAM_COMPLAINT))
			.isOne();
		assertThat(isSuppressed("ann@example.com", EmailStream.TRANSACTIONAL)).isFalse();
		assertThat(isSuppressed("ann@example.com", EmailStream.BROADCAST)).isTrue();
	}

	@Test
	void addressesAreComparedAsPeopleMeanThem() {
		this.suppressions.add(NewSuppression.of("J\u00f6rg.O'Neill@B\u00fccher.example", SuppressionReason.MANUAL));
		assertThat(isSuppressed("J\u00d6RG.o'neill@xn--bcher-kva.example")).isTrue();
		assertThat(isSuppressed("Jo\u0308rg.O'Neill@b\u00fccher.EXAMPLE")).isTrue();
		assertThat(isSuppressed("Jorg.O'Neill@b\u00fccher.example")).isFalse();
		this.suppressions.add(NewSuppression.of("ann+news@example.com", SuppressionReason.MANUAL));
		assertThat(isSuppressed("ann@example.com")).isFalse();
		assertThat(isSuppressed("Ann+News@example.com")).isTrue();
	}

	@Test
	void plusTagsAreFoldedIfWanted() {
		this.suppressions.add(NewSuppression.of("old+tag@example.com", SuppressionReason.MANUAL));
		Suppressions folding = suppressions(new SuppressionSettings(SECRET, false, true, 0, Duration.ofDays(1)));
		folding.add(NewSuppression.of("ann+news@example.com", SuppressionReason.MANUAL));
		for (String same : List.of("ann@example.com", "Ann+Shop@example.com", "ann+news@example.com",
				"old+tag@example.com")) {
			assertThat(folding.explain(EmailAddress.parse(same), "default", EmailStream.TRANSACTIONAL).isSuppressed())
				.as(same)
				.isTrue();
		}
		for (String other : List.of("old@example.com", "+ann@example.com", "annnews@example.com")) {
			assertThat(folding.explain(EmailAddress.parse(other), "default", EmailStream.TRANSACTIONAL).isSuppressed())
				.as(other)
				.isFalse();
		}
		assertThat(folding.lift("ann@example.com", SuppressionScope.account())).isOne();
	}

	@Test
	void aDomainAndTheDomainsBelowOneAreDifferentEntries() {
		this.suppressions.add(List.of(NewSuppression.of("B\u00fccher.example", SuppressionReason.MANUAL),
				NewSuppression.of("*.example.org", SuppressionReason.MANUAL)));
		assertThat(isSuppressed("ann@xn--bcher-kva.example")).isTrue();
		assertThat(isSuppressed("ann@mail.b\u00fccher.example")).isFalse();
		assertThat(isSuppressed("ann@example.org")).isFalse();
		assertThat(isSuppressed("ann@mail.example.org")).isTrue();
		assertThat(isSuppressed("ann@a.b.example.org")).isTrue();
		assertThat(isSuppressed("ann@notexample.org")).isFalse();
		assertThat(this.suppressions.lift("ann@a.b.example.org", SuppressionScope.account())).isZero();
		assertThat(this.suppressions.lift("*.EXAMPLE.org", SuppressionScope.account())).isOne();
		assertThat(isSuppressed("ann@a.b.example.org")).isFalse();
	}

	@Test
	void anEntryEndsWhenItExpires() {
		Instant now = this.store.now();
		this.suppressions.add(NewSuppression.of(ANN, SuppressionReason.MANUAL).expiresAt(now.minusSeconds(1)));
		assertThat(isSuppressed("ann@example.com")).isFalse();
		assertThat(this.suppressions.find("ann@example.com")).hasSize(1);
		Suppression again = this.suppressions
			.add(NewSuppression.of(ANN, SuppressionReason.MANUAL).createdBy("again").expiresAt(now.plusSeconds(600)));
		assertThat(again.createdBy()).isEqualTo("again");
		assertThat(isSuppressed("ann@example.com")).isTrue();
		this.suppressions
			.add(NewSuppression.of("bob@example.com", SuppressionReason.MANUAL).expiresAt(now.minusSeconds(1)));
		this.suppressions.cleanUp();
		assertThat(this.suppressions.find("bob@example.com")).isEmpty();
		assertThat(this.suppressions.find("ann@example.com")).hasSize(1);
	}

	@Test
	void anEntryThatIsAddedAgainNeverGetsWeaker() {
		Instant soon = this.store.now().plusSeconds(600).truncatedTo(ChronoUnit.MILLIS);
		NewSuppression first = NewSuppression.of(ANN, SuppressionReason.MANUAL).createdBy("first").expiresAt(soon);
		Suppression added = this.suppressions.add(first);
		assertThat(this.suppressions.add(first.expiresAt(soon.minusSeconds(60)).createdBy("second"))).isEqualTo(added);
		Suppression forever = this.suppressions.add(first.expiresAt(null).createdBy("third"));
		assertThat(forever.expiresAt()).isNull();
		assertThat(forever.createdBy()).isEqualTo("first");
		assertThat(this.suppressions.add(first)).isEqualTo(forever);
		assertThat(this.suppressions.find("ann@example.com")).hasSize(1);
	}

	@Test
	void anEntryThatAnotherTransactionInsertsFirstIsMadeToLast() {
		Instant soon = this.store.now().plusSeconds(600);
		NewSuppression forever = NewSuppression.of(ANN, SuppressionReason.MANUAL);
		Suppressions other = suppressions(SuppressionSettings.DEFAULT);
		SuppressionWriter writer = new SuppressionWriter(this.store, this.suppressions.entries(),
				new SuppressionKeys(SuppressionSettings.DEFAULT),
				(key) -> this.store.inOwnTransaction(() -> other.add(forever.expiresAt(soon).createdBy("other"))));
		this.store.inCallersTransaction(() -> writer.add(List.of(forever)));
		assertThat(this.suppressions.find("ann@example.com")).singleElement().satisfies((entry) -> {
			assertThat(entry.expiresAt()).isNull();
			assertThat(entry.createdBy()).isEqualTo("other");
		});
	}

	@Test
	void anEntryThatWasMadePermanentSinceTheTransactionBeganStaysSo() {
		Instant soon = this.store.now().plusSeconds(600);
		NewSuppression some = NewSuppression.of(ANN, SuppressionReason.MANUAL).expiresAt(soon);
		Suppressions other = suppressions(SuppressionSettings.DEFAULT);
		this.suppressions.add(some);
		this.store.inCallersTransaction(() -> {
			assertThat(this.suppressions.find("ann@example.com")).hasSize(1);
			this.store.inOwnTransaction(() -> other.add(some.expiresAt(null)));
			return this.suppressions.add(some.expiresAt(soon.plusSeconds(600)));
		});
		assertThat(this.suppressions.find("ann@example.com")).singleElement()
			.satisfies((entry) -> assertThat(entry.expiresAt()).isNull());
	}

	@Test
	void anEntryThatWasAddedElsewhereSinceTheTransactionBeganIsFound() {
		NewSuppression ann = NewSuppression.of(ANN, SuppressionReason.MANUAL);
		Suppressions other = suppressions(SuppressionSettings.DEFAULT);
		Suppression added = this.store.inCallersTransaction(() -> {
			assertThat(this.suppressions.find("ann@example.com")).isEmpty();
			this.store.inOwnTransaction(() -> other.add(ann.createdBy("other")));
			return this.suppressions.add(ann);
		});
		assertThat(added.createdBy()).isEqualTo("other");
	}

	@Test
	void theSameMayBeAddedByManyAtATime() {
		List<CompletableFuture<Void>> adding = IntStream.range(0, 4)
			.mapToObj((thread) -> CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 20; i++) {
					List<NewSuppression> some = new ArrayList<>(IntStream.range(i, i + 5)
						.mapToObj((n) -> NewSuppression.of("user" + n + "@example.com", SuppressionReason.MANUAL))
						.toList());
					Collections.shuffle(some, new Random(thread * 100L + i));
					this.suppressions.addImported(some, List.of());
				}
			}))
			.toList();
		adding.forEach(CompletableFuture::join);
		assertThat(this.suppressions.search(SuppressionSearch.all().size(100)).suppressions()).hasSize(24);
	}

	@Test
	void entriesAreFoundPageByPage() {
		List<Suppression> added = this.suppressions.add(IntStream.range(0, 7)
			.mapToObj((i) -> NewSuppression.of("user" + i + "@example.com", SuppressionReason.MANUAL))
			.toList());
		this.suppressions.add(NewSuppression.of("x_y@example.org", SuppressionReason.UNSUBSCRIBE).subAccount("shop"));
		List<Suppression> found = new ArrayList<>();
		SuppressionSearch search = SuppressionSearch.all().scope(SuppressionScope.account()).size(3);
		SuppressionPage page = this.suppressions.search(search);
		found.addAll(page.suppressions());
		while (page.next() != null) {
			page = this.suppressions.search(search.after(page.next()));
			found.addAll(page.suppressions());
		}
		assertThat(found).containsExactlyInAnyOrderElementsOf(added)
			.isSortedAccordingTo((a, b) -> Long.compare(b.id(), a.id()));
		assertThat(targets(SuppressionSearch.all().scope(SuppressionScope.subAccount("shop"))))
			.containsExactly("x_y@example.org");
		assertThat(targets(SuppressionSearch.all().reason(SuppressionReason.UNSUBSCRIBE)))
			.containsExactly("x_y@example.org");
		assertThat(targets(SuppressionSearch.all().containing("X_Y@"))).containsExactly("x_y@example.org");
		assertThat(targets(SuppressionSearch.all().containing("%"))).isEmpty();
		assertThat(targets(SuppressionSearch.all().period(null, this.store.now().minusSeconds(60)))).isEmpty();
		assertThat(targets(SuppressionSearch.all().period(this.store.now().minusSeconds(60), null))).hasSize(8);
	}

	@Test
	void aPageIsFoundAmongSomeEntriesHoweverFewMatch() {
		this.suppressions.add(NewSuppression.of("rare@example.com", SuppressionReason.SPAM_COMPLAINT));
		this.suppressions.add(NewSuppression.of("rare@example.org", SuppressionReason.UNSUBSCRIBE).subAccount("shop"));
		IntStream.range(0, 7)
			.forEach((i) -> this.suppressions
				.add(NewSuppression.of("user" + i + "@example.com", SuppressionReason.MANUAL)));
		SuppressionSearch search = SuppressionSearch.all().containing("rare").examining(3).size(2);
		List<List<String>> pages = new ArrayList<>();
		SuppressionPage page = this.suppressions.search(search);
		while (page.next() != null && pages.size() < 10) {
			pages.add(page.suppressions().stream().map((entry) -> String.valueOf(entry.target())).toList());
			page = this.suppressions.search(search.after(page.next()));
		}
		assertThat(pages).containsExactly(List.of(), List.of());
		assertThat(page.suppressions()).extracting((entry) -> String.valueOf(entry.target()))
			.containsExactly("rare@example.org", "rare@example.com");
		assertThat(this.suppressions
			.search(SuppressionSearch.all().scope(SuppressionScope.subAccount("shop")).examining(1))
			.next()).isNull();
		assertThat(this.suppressions.search(SuppressionSearch.all().examining(3).size(3)).suppressions()).hasSize(3);
	}

	@Test
	void anEntryIsFoundAndLiftedByItsId() {
		Suppressions hashing = suppressions(HASH_ONLY);
		Suppression hashed = hashing.add(NewSuppression.of(ANN, SuppressionReason.MANUAL));
		Suppression complaint = hashing.add(NewSuppression.of(ANN, SuppressionReason.SPAM_COMPLAINT));
		Suppression domain = hashing.add(NewSuppression.of("example.org", SuppressionReason.MANUAL).subAccount("shop"));
		assertThat(hashed.target()).isNull();
		assertThat(hashing.find(hashed.id())).contains(hashed);
		assertThat(hashing.find(domain.id())).contains(domain);
		assertThat(hashing.lift(hashed.id())).isTrue();
		assertThat(hashing.lift(hashed.id())).isFalse();
		assertThat(hashing.find(hashed.id())).isEmpty();
		assertThat(hashing.explain(ANN, "shop", EmailStream.BROADCAST).entries()).containsExactly(complaint);
		assertThat(hashing.lift(domain.id())).isTrue();
		assertThat(hashing.find("example.org")).isEmpty();
		hashing.destroy();
	}

	private List<String> targets(SuppressionSearch search) {
		return this.suppressions.search(search)
			.suppressions()
			.stream()
			.map((suppression) -> String.valueOf(suppression.target()))
			.toList();
	}

	@Test
	void whatIsRolledBackSuppressesNobody() {
		OutboxNode node = node(this.suppressions, FakeTransport.accepting("a"));
		node.transaction().executeWithoutResult((status) -> {
			this.suppressions.add(NewSuppression.of(ANN, SuppressionReason.MANUAL));
			assertThat(node.gateway().send(email("ann@example.com")).status()).isEqualTo(EmailStatus.DROPPED);
			status.setRollbackOnly();
		});
		assertThat(node.gateway().send(email("ann@example.com")).status()).isEqualTo(EmailStatus.QUEUED);
	}

	@Test
	void whereOnlyHashesAreKeptNobodyCanBeReadFromTheTable() {
		this.suppressions.add(NewSuppression.of("old@example.com", SuppressionReason.MANUAL));
		Suppressions hashing = suppressions(HASH_ONLY);
		Suppression added = hashing.add(NewSuppression.of(ANN, SuppressionReason.HARD_BOUNCE)
			.smtpError("550 5.1.1 <ann@example.com> is unknown"));
		assertThat(added.target()).isNull();
		assertThat(added.smtpError()).isEqualTo("550 5.1.1");
		hashing.add(NewSuppression.of("example.org", SuppressionReason.MANUAL));
		hashing.cleanUp();
		assertThat(column("target")).containsOnly(null, "example.org");
		assertThat(column("smtp_error")).containsOnly(null, "550 5.1.1");
		SuppressionKeys plain = new SuppressionKeys(SuppressionSettings.DEFAULT);
		for (String address : List.of("ann@example.com", "old@example.com")) {
			assertThat(
					hashing.explain(EmailAddress.parse(address), "default", EmailStream.TRANSACTIONAL).isSuppressed())
				.isTrue();
			assertThat(
					this.suppressions.entries().findAll(plain.own(SuppressionTarget.of(EmailAddress.parse(address)))))
				.isEmpty();
			assertThat(hashing.find(address)).hasSize(1);
		}
		assertThat(hashing.lift("ANN@example.com", SuppressionScope.account())).isOne();
		assertThat(hashing.find("ann@example.com")).isEmpty();
	}

	@Test
	void whatNodesThatKeepAddressesAddLaterIsHashedToo() {
		Suppressions hashing = suppressions(HASH_ONLY);
		hashing.cleanUp();
		this.suppressions.add(NewSuppression.of(ANN, SuppressionReason.MANUAL));
		hashing.cleanUp();
		assertThat(column("target")).containsOnlyNulls();
		assertThat(hashing.find("ann@example.com")).hasSize(1);
	}

	@Test
	void aHashIsOfTheAddressAsItWasFoundBefore() {
		Suppressions folding = suppressions(new SuppressionSettings(SECRET, false, true, 0, Duration.ofDays(1)));
		this.suppressions.add(NewSuppression.of("ann+news@example.com", SuppressionReason.MANUAL));
		folding.add(NewSuppression.of("bob+news@example.com", SuppressionReason.MANUAL));
		suppressions(new SuppressionSettings(SECRET, true, true, 0, Duration.ofDays(1))).cleanUp();
		assertThat(column("target")).containsOnlyNulls();
		assertThat(folding.find("ann+news@example.com")).hasSize(1);
		assertThat(folding.find("ann@example.com")).isEmpty();
		assertThat(folding.find("bob@example.com")).hasSize(1);
	}

	private List<String> column(String name) {
		return this.store.jdbc().queryForList("select " + name + " from sendpost_suppression", String.class);
	}

	@Test
	void whoIsErasedStaysSuppressedByAHash() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.suppressions.erase(ANN))
			.withMessageContaining("sendpost.suppression.hash-secret");
		List<EmailAddress> asked = new ArrayList<>();
		Suppressions erasing = new Suppressions(WITH_SECRET, List.of(), this.store, () -> List.of((address) -> {
			asked.add(address);
			return 2;
		}));
		erasing.add(List.of(NewSuppression.of(ANN, SuppressionReason.HARD_BOUNCE).subAccount("shop"),
				NewSuppression.of(ANN, SuppressionReason.UNSUBSCRIBE),
				NewSuppression.of("bob@example.com", SuppressionReason.MANUAL)));
		assertThat(erasing.erase(EmailAddress.parse("Ann <ANN@example.com>"))).isEqualTo(2);
		assertThat(asked).extracting(EmailAddress::mailbox).containsExactly("ann@example.com");
		assertThat(column("target")).containsExactlyInAnyOrder(null, null, "bob@example.com");
		assertThat(erasing.explain(ANN, "shop", EmailStream.TRANSACTIONAL).isSuppressed()).isTrue();
		assertThat(erasing.explain(ANN, "club", EmailStream.TRANSACTIONAL).isSuppressed()).isFalse();
		assertThat(erasing.explain(ANN, "club", EmailStream.BROADCAST).isSuppressed()).isTrue();
		erasing.erase(ANN);
		assertThat(erasing.find("ann@example.com")).hasSize(2);
	}

	@Test
	void bouncesComplaintsAndUnsubscribesSuppressForTheSubAccount() {
		OutboxNode node = node(this.suppressions,
				FakeTransport.answering("a", (recipient) -> switch (recipient.localPart()) {
					case "gone" -> RecipientOutcome.bounced(recipient, "a", "550 5.1.1 No such user");
					case "spam" -> RecipientOutcome.bounced(recipient, "a", "554 5.7.1 Looks like spam");
					default -> RecipientOutcome.sent(recipient, "a", "250 2.0.0 Ok");
				}));
		MailGateway shop = node.gateway().forSubAccount("shop");
		Receipt receipt = shop
			.send(email("gone@example.com", "spam@example.com", "angry@example.com", "tired@example.com"));
		node.start();
		await(node, receipt, EmailStatus.SENT);
		DeliveryEvent complaint = event(receipt, "Angry@example.com", DeliveryEventType.COMPLAINED);
		node.log().record(List.of(complaint, event(receipt, "tired@example.com", DeliveryEventType.UNSUBSCRIBED)));
		node.log().record(List.of(complaint));
		assertThat(this.suppressions.search(SuppressionSearch.all()).suppressions())
			.allSatisfy((entry) -> assertThat(entry.scope()).isEqualTo(SuppressionScope.subAccount("shop")))
			.allSatisfy((entry) -> assertThat(entry.createdBy()).isEqualTo("delivery-log"))
			.extracting((entry) -> entry.target() + " " + entry.reason() + " " + entry.smtpError())
			.containsExactlyInAnyOrder("gone@example.com HARD_BOUNCE 550 5.1.1 No such user",
					"angry@example.com SPAM_COMPLAINT null", "tired@example.com UNSUBSCRIBE null");
		Receipt second = shop
			.send(email("gone@example.com", "spam@example.com", "angry@example.com", "tired@example.com"));
		assertThat(second.outcomes()).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.DROPPED, EmailStatus.QUEUED, EmailStatus.DROPPED, EmailStatus.QUEUED);
		assertThat(second.outcomes()).extracting(RecipientOutcome::reason)
			.startsWith("suppressed: hard bounce (550 5.1.1 No such user)");
		assertThat(node.gateway().forSubAccount("club").send(email("gone@example.com")).status())
			.isEqualTo(EmailStatus.QUEUED);
	}

	@Test
	void aBounceAboutTheSenderOrTheMessageSuppressesNobody() {
		OutboxNode node = node(this.suppressions,
				FakeTransport.answering("a", (recipient) -> switch (recipient.localPart()) {
					case "gone" -> RecipientOutcome.bounced(recipient, "a", "550 No such user");
					case "ann" -> RecipientOutcome.bounced(recipient, "a", "550 5.1.8 Bad sender");
					case "bob" -> RecipientOutcome.bounced(recipient, "a", "550 5.1.7 Bad sender");
					case "cid" -> RecipientOutcome.bounced(recipient, "a", "552 5.2.3 Too long");
					case "dan" ->
						RecipientOutcome.refused(recipient, "a", "554 Not allowed", "refused: 554 Not allowed");
					default -> RecipientOutcome.refused(recipient, "a", "550 5.1.0 Sender rejected", "refused");
				}));
		Receipt receipt = node.gateway()
			.send(email("gone@example.com", "ann@example.com", "bob@example.com", "cid@example.com", "dan@example.com",
					"eve@example.com"));
		node.start();
		await(node, receipt, EmailStatus.BOUNCED);
		assertThat(targets(SuppressionSearch.all())).containsExactly("gone@example.com");
	}

	@Test
	void whatAProviderReportsAsABounceSuppresses() {
		OutboxNode node = node(this.suppressions, FakeTransport.accepting("a"));
		Receipt receipt = node.gateway().send(email("ann@example.com", "bob@example.com"));
		node.log()
			.record(List.of(new DeliveryEvent(UUID.randomUUID(), receipt.id(), null, DeliveryEventType.BOUNCED,
					this.store.now(), "provider", null, null, null, "mailbox does not exist", false)));
		assertThat(isSuppressed("ann@example.com")).isTrue();
		assertThat(isSuppressed("bob@example.com")).isTrue();
	}

	@Test
	void aReportAboutSomebodyWhomTheMessageWasNotForSuppressesNobody() {
		OutboxNode node = node(this.suppressions, FakeTransport.accepting("a"));
		Receipt receipt = node.gateway().send(email("bob@example.com"));
		node.log()
			.record(List.of(event(receipt, "ann@example.com", DeliveryEventType.BOUNCED),
					event(receipt, "Bob@Example.com", DeliveryEventType.COMPLAINED)));
		assertThat(node.log().find(receipt.id())).extracting(DeliveryEvent::type)
			.containsExactly(DeliveryEventType.PROCESSED, DeliveryEventType.COMPLAINED);
		assertThat(targets(SuppressionSearch.all())).containsExactly("bob@example.com");
	}

	@Test
	void whatIsGivenUpWithoutAServersWordSuppressesNobody() {
		OutboxNode node = node(this.suppressions, FakeTransport.accepting("a"));
		Receipt receipt = node.gateway().send(email("ann@example.com"));
		node.log()
			.record(List
				.of(new DeliveryEvent(UUID.randomUUID(), receipt.id(), ANN, DeliveryEventType.BOUNCED, this.store.now(),
						DeliveryEvent.GATEWAY, "a", null, null, "given up after PT72H: no connection", false)));
		node.log()
			.record(List
				.of(new DeliveryEvent(UUID.randomUUID(), receipt.id(), ANN, DeliveryEventType.BOUNCED, this.store.now(),
						DeliveryEvent.GATEWAY, "a", null, "451 try later", "given up after PT72H", false)));
		assertThat(isSuppressed("ann@example.com")).isFalse();
	}

	@Test
	void greylistingSuppressesNobody() {
		AtomicInteger attempts = new AtomicInteger();
		Suppressions counting = suppressions(new SuppressionSettings(null, false, false, 5, Duration.ofDays(30)));
		FakeTransport transport = FakeTransport.answering("a",
				(recipient) -> (attempts.incrementAndGet() <= 5)
						? RecipientOutcome.deferred(recipient, "a", "450 4.2.0 Greylisted, see you in five minutes")
						: RecipientOutcome.sent(recipient, "a", "250 2.0.0 Ok"));
		OutboxNode node = OutboxNode.on(this.store)
			.policies(new SuppressionPolicy(counting))
			.recordedEventListeners(new SuppressionEventListener(counting))
			.transports(transport)
			.schedule(new RetrySchedule(List.of(Duration.ofSeconds(1)), 0, Duration.ofDays(3)))
			.build();
		this.nodes.add(node);
		List<Receipt> receipts = IntStream.range(0, 5)
			.mapToObj((i) -> node.gateway().send(email("ann@example.com")))
			.toList();
		node.start();
		receipts.forEach((receipt) -> await(node, receipt, EmailStatus.SENT));
		assertThat(attempts).hasValue(10);
		assertThat(counting.find("ann@example.com")).isEmpty();
		assertThat(this.store.jdbc().queryForObject("select count(*) from sendpost_soft_bounce", Integer.class))
			.isZero();
	}

	@Test
	void whatIsGivenUpAtAMailboxIsASoftBounce() {
		Suppressions counting = suppressions(new SuppressionSettings(null, false, false, 2, Duration.ofDays(30)));
		OutboxNode node = OutboxNode.on(this.store)
			.policies(new SuppressionPolicy(counting))
			.recordedEventListeners(new SuppressionEventListener(counting))
			.transports(FakeTransport.answering("a",
					(recipient) -> RecipientOutcome.deferred(recipient, "a",
							recipient.localPart().equals("ann") ? "452 4.2.2 Mailbox full" : "451 4.3.2 Busy")))
			.schedule(new RetrySchedule(List.of(Duration.ofMillis(20)), 0, Duration.ofMillis(100)))
			.build();
		this.nodes.add(node);
		List<Receipt> receipts = IntStream.range(0, 2)
			.mapToObj((i) -> node.gateway().send(email("ann@example.com", "bob@example.com")))
			.toList();
		node.start();
		receipts.forEach((receipt) -> await(node, receipt, EmailStatus.BOUNCED));
		assertThat(counting.search(SuppressionSearch.all()).suppressions()).singleElement().satisfies((entry) -> {
			assertThat(entry.target()).hasToString("ann@example.com");
			assertThat(entry.reason()).isEqualTo(SuppressionReason.HARD_BOUNCE);
			assertThat(entry.smtpError()).isEqualTo("452 4.2.2 Mailbox full");
			assertThat(entry.expiresAt()).isNotNull();
		});
	}

	@Test
	void softBouncesSuppressForAWhileWhenTheyAreTooMany() {
		Suppressions counting = suppressions(new SuppressionSettings(null, false, false, 3, Duration.ofDays(10)));
		OutboxNode node = node(counting, FakeTransport.accepting("a"));
		List<Receipt> receipts = IntStream.range(0, 4)
			.mapToObj((i) -> node.gateway().send(email("ann@example.com")))
			.toList();
		Receipt delivered = receipts.get(3);
		defer(node, delivered);
		node.log().record(List.of(event(delivered, "ann@example.com", DeliveryEventType.SENT)));
		for (int i = 0; i < 2; i++) {
			defer(node, receipts.get(i));
			defer(node, receipts.get(i));
		}
		assertThat(counting.find("ann@example.com")).isEmpty();
		defer(node, receipts.get(2));
		Suppression suppression = counting.find("ann@example.com").get(0);
		assertThat(suppression.reason()).isEqualTo(SuppressionReason.HARD_BOUNCE);
		assertThat(suppression.smtpError()).isEqualTo("452 4.2.2 Mailbox full");
		assertThat(suppression.expiresAt()).isBetween(this.store.now().plus(Duration.ofDays(9)),
				this.store.now().plus(Duration.ofDays(11)));
		counting.lift("ann@example.com", SuppressionScope.subAccount("default"));
		defer(node, receipts.get(2));
		assertThat(counting.find("ann@example.com")).isEmpty();
	}

	private void defer(OutboxNode node, Receipt receipt) {
		node.log()
			.record(List.of(new DeliveryEvent(UUID.randomUUID(), receipt.id(), ANN, DeliveryEventType.DEFERRED,
					this.store.now(), "provider", "a", EnhancedStatusCode.atStartOf("4.2.2 Mailbox full"),
					"452 4.2.2 Mailbox full", null, false)));
	}

	@Test
	void oldSoftBouncesAreForgotten() {
		SoftBounces bounces = new SoftBounces(this.store, new SuppressionKeys(SuppressionSettings.DEFAULT),
				Duration.ofDays(1));
		Instant now = this.store.now();
		for (int i = 0; i < 3; i++) {
			bounces.add(ANN, "default", UUID.randomUUID(), now.minus(Duration.ofDays(2)));
		}
		assertThat(bounces.add(ANN, "default", UUID.randomUUID(), now)).isOne();
		bounces.deleteOld();
		assertThat(this.store.jdbc().queryForObject("select count(*) from sendpost_soft_bounce", Integer.class))
			.isOne();
	}

	@Test
	void aMessageOfManyRecipientsIsLookedUpAtOnce() {
		List<String> addresses = IntStream.range(0, 1500)
			.mapToObj((i) -> "user" + i + "@d" + i % 50 + ".example")
			.toList();
		this.suppressions.add(NewSuppression.of("user7@d7.example", SuppressionReason.MANUAL));
		this.suppressions.add(NewSuppression.of("user1499@d49.example", SuppressionReason.MANUAL));
		assertThat(this.suppressions.lookup()
			.find(addresses.stream().map(EmailAddress::parse).toList(), "default")
			.keySet()).extracting(EmailAddress::address)
			.containsExactlyInAnyOrder("user7@d7.example", "user1499@d49.example");
	}

	@Test
	void theFilterLearnsWhatOtherNodesAdd() {
		Suppressions other = suppressions(SuppressionSettings.DEFAULT);
		this.suppressions.add(NewSuppression.of("first@example.com", SuppressionReason.MANUAL));
		SuppressionFilter filter = new SuppressionFilter(this.suppressions.entries(), System::nanoTime);
		SuppressionKeys keys = new SuppressionKeys(SuppressionSettings.DEFAULT);
		UUID first = keys.key(SuppressionTarget.parse("first@example.com"));
		UUID second = keys.key(SuppressionTarget.parse("second@example.com"));
		assertThat(filter.known()).as("before anything is read").isNull();
		Awaitility.await().until(() -> filter.known() != null);
		assertThat(mayContain(filter, first)).isTrue();
		assertThat(mayContain(filter, second)).isFalse();
		other.add(NewSuppression.of("second@example.com", SuppressionReason.MANUAL));
		Awaitility.await().until(() -> mayContain(filter, second));
		other.destroy();
		filter.destroy();
	}

	private static boolean mayContain(SuppressionFilter filter, UUID key) {
		KeyFilter known = filter.known();
		return known == null || known.mayContain(key);
	}

	private OutboxNode node(Suppressions suppressions, FakeTransport transport) {
		OutboxNode node = OutboxNode.on(this.store)
			.policies(new SuppressionPolicy(suppressions))
			.recordedEventListeners(new SuppressionEventListener(suppressions))
			.transports(transport)
			.build();
		this.nodes.add(node);
		return node;
	}

	private static Email email(String... to) {
		return Email.builder().from("shop@acme.example").to(to).subject("Hello").text("World").build();
	}

	private DeliveryEvent event(Receipt receipt, String recipient, DeliveryEventType type) {
		return new DeliveryEvent(UUID.randomUUID(), receipt.id(), EmailAddress.parse(recipient), type, this.store.now(),
				"provider", null, null, null, null, false);
	}

	private static EmailRecord await(OutboxNode node, Receipt receipt, EmailStatus status) {
		Awaitility.await()
			.until(() -> node.gateway().find(receipt.id()).map(EmailRecord::status).orElse(null) == status);
		return node.gateway().find(receipt.id()).orElseThrow();
	}

	private boolean isSuppressed(String address) {
		return isSuppressed(address, EmailStream.TRANSACTIONAL);
	}

	private boolean isSuppressed(String address, EmailStream stream) {
		return this.suppressions.explain(EmailAddress.parse(address), "default", stream).isSuppressed();
	}

}
