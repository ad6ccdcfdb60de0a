package dev.sendpost.audience;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import javax.crypto.spec.SecretKeySpec;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStream;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.audience.AudienceException.Reason;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Store;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.SuppressionPolicy;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionScope;
import dev.sendpost.suppression.SuppressionSettings;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What audiences promise, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class AudienceContractTests {

	private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private static final AudienceSettings SETTINGS = new AudienceSettings(
			URI.create("https://example.com/confirm?l=en"), Duration.ofDays(7), false);

	private final List<AutoCloseable> nodes = new ArrayList<>();

	private final List<String> links = new CopyOnWriteArrayList<>();

	private final FreshDatabase database;

	private final Store store;

	private final Suppressions suppressions;

	private final MailGateway gateway;

	private final Audiences audiences;

	private final Audience shop;

	private final Contacts contacts;

	private final ContactLists lists;

	private final Topics topics;

	private final TransactionTemplate transaction;

	AudienceContractTests(TestDatabase kind) throws Exception {
		this.database = kind.clean();
		this.store = OutboxNode.store(this.database.dataSource());
		this.suppressions = new Suppressions(
				new SuppressionSettings(new SecretKeySpec(KEY, "HmacSHA256"), false, false, 0, Duration.ofDays(1)),
				List.of(), this.store, () -> List.of(new AudienceEraser(audiences(SETTINGS, KEY))));
		OutboxNode node = OutboxNode.on(this.store)
			.transports(FakeTransport.accepting("fake"))
			.defaults(MailDefaults.from(EmailAddress.parse("news@example.com")))
			.policies(new SuppressionPolicy(this.suppressions))
			.build();
		this.nodes.add(node);
		this.gateway = node.gateway();
		this.transaction = node.transaction();
		this.audiences = audiences(SETTINGS, KEY);
		this.shop = this.audiences.forSubAccount("shop");
		this.contacts = this.shop.contacts();
		this.lists = this.shop.lists();
		this.topics = this.shop.topics();
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable node : this.nodes) {
			node.close();
		}
		this.suppressions.destroy();
		this.database.close();
	}

	private Audiences audiences(AudienceSettings settings, byte[]... keys) {
		ConfirmationMail english = ConfirmationMail.inEnglish();
		return new Audiences(this.store, new EmailIds(Clock.systemUTC()), this.suppressions,
				new SecretCipher(Arrays.asList(keys)), () -> this.gateway, (contact, list, link) -> {
					this.links.add(link.toString());
					return english.compose(contact, list, link);
				}, settings);
	}

	@Test
	void aContactIsKeptAsItWasGiven() {
		ContactDetails details = new ContactDetails(EmailAddress.parse("\"J\u00f6rg, Dr.\" <J.Rg@B\u00fccher.example>"),
				Locale.forLanguageTag("pt-BR"), Map.of("city", "M\u00fcnchen \ud83c\udf7a", "note", "a\nb\t\"c\""));
		Contact created = this.contacts.create(details);
		assertThat(created.id().version()).isEqualTo(7);
		assertThat(created.status()).isEqualTo(ContactStatus.SUBSCRIBED);
		assertThat(created.changedAt()).isEqualTo(created.createdAt());
		assertThat(this.contacts.find(created.id())).contains(created);
		assertThat(this.contacts.find(EmailAddress.parse("j.rg@XN--bcher-kva.example"))).contains(created);
		assertThat(created.details()).isEqualTo(details);
		assertThat(created.toString()).doesNotContain("rg@");
		assertThat(details.toString()).doesNotContain("rg@");
	}

	@Test
	void aMailboxIsOneContactHoweverItIsWritten() {
		this.contacts.create(ContactDetails.of("J\u00f6rg@example.com"));
		for (String same : List.of("J\u00d6RG@Example.com", "Jo\u0308rg@example.com")) {
			assertThatExceptionOfType(AudienceException.class)
				.isThrownBy(() -> this.contacts.create(ContactDetails.of(same)))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.EXISTS));
		}
		UpsertResult result = this.contacts
			.upsert(List.of(ContactDetails.of("j\u00f6rg@example.com"), ContactDetails.of("jorg@example.com")), null);
		assertThat(result.added()).isOne();
		assertThat(this.contacts.count(ContactSearch.all())).isEqualTo(2);
	}

	@Test
	void aContactIsChangedAndRemoved() {
		Contact ann = create("ann@example.com");
		Contact changed = this.contacts.update(ann.id(),
				(details) -> details.name("Ann").locale(Locale.FRENCH).field("city", "Lyon"));
		assertThat(changed.address()).isEqualTo(EmailAddress.of("Ann", "ann@example.com"));
		assertThat(this.contacts.find(ann.id())).contains(changed);
		assertThat(this.contacts.update(ann.id(), (details) -> details.field("city", null)).fields()).isEmpty();
		assertReason(Reason.INVALID, () -> this.contacts.update(ann.id(), (d) -> ContactDetails.of("bob@example.com")));
		UUID list = list("news");
		this.topics.create(new Topic("offers", "Offers", "", true));
		this.lists.add(list, List.of(ann.id()));
		this.topics.choose(ann.id(), Map.of("offers", false));
		assertThat(this.contacts.remove(ann.id())).isTrue();
		assertThat(this.contacts.remove(ann.id())).isFalse();
		assertThat(this.contacts.find(ann.id())).isEmpty();
		assertThat(count("sendpost_list_member")).isZero();
		assertThat(count("sendpost_topic_choice")).isZero();
		assertReason(Reason.UNKNOWN, () -> this.contacts.update(ann.id(), (details) -> details));
	}

	@Test
	void anUpsertAddsChangesAndLeavesAloneWhatIsNotSaid() {
		UUID list = list("news");
		ContactDetails known = ContactDetails.of("Ann <ann@example.com>").field("city", "Lyon").locale(Locale.FRENCH);
		Contact ann = this.contacts.create(known);
		UpsertResult result = this.contacts.upsert(List.of(ContactDetails.of("bob@example.com").field("a", "1"),
				ContactDetails.of("ANN@example.com").field("shoe", "38"),
				ContactDetails.of("Bob <BOB@example.com>").field("b", "2")), list);
		assertThat(result.added()).isOne();
		assertThat(result.changed()).isOne();
		assertThat(result.ids()).hasSize(3).contains(ann.id());
		assertThat(result.ids().get(0)).isEqualTo(result.ids().get(2));
		assertThat(this.contacts.find(ann.id()).orElseThrow().details()).isEqualTo(known.field("shoe", "38"));
		assertThat(this.contacts.find(result.ids().get(0)).orElseThrow().fields())
			.isEqualTo(Map.of("a", "1", "b", "2"));
		assertThat(this.lists.members(list)).hasSize(2);
		UpsertResult again = this.contacts.upsert(List.of(ContactDetails.of("bob@example.com")), list);
		assertThat(again.added()).isZero();
		assertThat(again.changed()).isZero();
	}

	@Test
	void whatIsBeyondTheLimitsIsRefusedAndNamed() {
		ContactDetails ann = ContactDetails.of("ann@example.com");
		assertReason(Reason.INVALID, () -> ann.field("x".repeat(101), ""), "100 are allowed");
		assertReason(Reason.INVALID, () -> ann.field("city", "x".repeat(1001)), "'city' has 1001");
		assertReason(Reason.INVALID, () -> ann.field(" ", ""), "empty");
		assertReason(Reason.INVALID, () -> ann.field("a\nb", ""), "line break");
		assertReason(Reason.INVALID, () -> ann.field("city", "a\0b"), "control character");
		assertReason(Reason.INVALID, () -> ann.field("city", "\ud83c"), "control character");
		assertReason(Reason.INVALID, () -> ann.locale(Locale.forLanguageTag("x-ab")), "locale");
		assertReason(Reason.INVALID, () -> {
			ContactDetails many = ann;
			for (int i = 0; i < 51; i++) {
				many = many.field("f" + i, "");
			}
		}, "51 fields");
		assertReason(Reason.INVALID, () -> {
			ContactDetails large = ann;
			for (int i = 0; i < 11; i++) {
				large = large.field("f" + i, "x".repeat(1000));
			}
		}, "10000 are allowed");
		assertReason(Reason.INVALID, () -> ListDetails.named("a\r\nb"), "line break");
		assertReason(Reason.INVALID, () -> new Topic("No Key", "Name", "", true), "key of a topic");
		List<ContactDetails> tooMany = Collections.nCopies(1001, ann);
		assertReason(Reason.TOO_MANY, () -> this.contacts.upsert(tooMany, null), "1000 can");
		List<UUID> ids = IntStream.range(0, 1001).mapToObj((i) -> new UUID(0, i)).toList();
		assertReason(Reason.TOO_MANY, () -> this.contacts.remove(ids), "1000 can");
		assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> this.audiences.forSubAccount(" "));
		String wide = "\ud83c\udf7a".repeat(500);
		Contact widest = this.contacts.create(ann.field("wide", wide).name("\u00e9".repeat(500)));
		assertThat(this.contacts.find(widest.id()).orElseThrow().fields()).containsEntry("wide", wide);
		this.contacts.upsert(IntStream.range(0, 8).mapToObj((i) -> ann.field("wide" + i, wide)).toList(), null);
		assertReason(Reason.INVALID,
				() -> this.contacts.upsert(List.of(ann.field("more", wide), ann.field("again", wide)), null),
				"10000 are allowed");
	}

	@Test
	void nobodySeesOrChangesWhatBelongsToAnotherSubAccount() {
		Audience club = this.audiences.forSubAccount("club");
		Contact ann = create("ann@example.com");
		Contact clubs = club.contacts().create(ContactDetails.of("ann@example.com"));
		assertThat(clubs.id()).isNotEqualTo(ann.id());
		UUID news = list("news");
		UUID clubNews = club.lists().create(ListDetails.named("news")).id();
		this.topics.create(new Topic("offers", "Offers", "", true));
		assertThat(club.contacts().find(ann.id())).isEmpty();
		assertThat(club.contacts().remove(ann.id())).isFalse();
		assertReason(Reason.UNKNOWN, () -> club.contacts().update(ann.id(), (details) -> details.name("X")));
		assertReason(Reason.UNKNOWN, () -> club.contacts().unsubscribe(ann.id(), "bob"));
		assertReason(Reason.UNKNOWN, () -> club.lists().add(news, List.of(clubs.id())));
		assertReason(Reason.UNKNOWN, () -> club.lists().add(clubNews, List.of(clubs.id(), ann.id())));
		assertReason(Reason.UNKNOWN, () -> this.lists.subscribe(news, clubs.id()));
		assertReason(Reason.UNKNOWN, () -> club.contacts().upsert(List.of(ContactDetails.of("eve@example.com")), news));
		assertReason(Reason.UNKNOWN, () -> club.contacts().search(ContactSearch.all().list(news)));
		assertReason(Reason.UNKNOWN, () -> club.contacts().search(ContactSearch.all().topic("offers")));
		assertReason(Reason.UNKNOWN, () -> club.contacts().count(ContactSearch.all().list(news)));
		assertReason(Reason.UNKNOWN, () -> club.lists().membersAfter(news, null, null, 10));
		assertReason(Reason.UNKNOWN, () -> club.lists().members(news));
		assertReason(Reason.UNKNOWN, () -> club.lists().membership(news, ann.id()));
		assertReason(Reason.UNKNOWN, () -> club.lists().update(news, (details) -> details.name("mine")));
		assertReason(Reason.UNKNOWN, () -> club.lists().remove(news, List.of(ann.id())));
		assertReason(Reason.UNKNOWN, () -> club.topics().choose(clubs.id(), Map.of("offers", false)));
		assertReason(Reason.UNKNOWN, () -> club.topics().mayReceive(clubs.id(), "offers"));
		assertReason(Reason.UNKNOWN, () -> club.topics().update(new Topic("offers", "Mine", "", true)));
		assertReason(Reason.UNKNOWN, () -> club.preferenceToken(ann.id()));
		assertThat(this.topics.mayReceive(clubs.id(), "offers")).isFalse();
		assertThat(club.lists().remove(news)).isFalse();
		assertThat(club.lists().find(news)).isEmpty();
		assertThat(club.lists().memberships(ann.id())).isEmpty();
		assertThat(club.lists().all()).extracting(ContactList::id).containsExactly(clubNews);
		assertThat(club.topics().all()).isEmpty();
		assertThat(club.topics().find("offers")).isEmpty();
		assertThat(club.topics().remove("offers")).isFalse();
		assertThat(club.topics().choices(ann.id())).isEmpty();
		assertThat(club.contacts().search(ContactSearch.all()).contacts()).extracting(Contact::id)
			.containsExactly(clubs.id());
		club.contacts().unsubscribe(clubs.id(), "bob");
		assertThat(this.contacts.find(ann.id()).orElseThrow().status()).isEqualTo(ContactStatus.SUBSCRIBED);
		assertThat(club.contacts().find(clubs.id()).orElseThrow().status()).isEqualTo(ContactStatus.UNSUBSCRIBED);
		assertThat(this.lists.all()).extracting(ContactList::name).containsExactly("news");
	}

	@Test
	void listsAreMadeChangedAndRemoved() {
		ContactList news = this.lists.create(ListDetails.named("News").description("Each month"));
		assertThat(this.lists.find(news.id())).contains(news);
		assertThat(this.lists.find("News")).contains(news);
		assertReason(Reason.EXISTS, () -> this.lists.create(ListDetails.named("News")));
		ContactList offers = this.lists.create(ListDetails.named("Offers"));
		assertReason(Reason.EXISTS, () -> this.lists.update(offers.id(), (details) -> details.name("News")));
		assertThat(this.lists.update(offers.id(), (details) -> details.name("Deals").description("x")).name())
			.isEqualTo("Deals");
		assertThat(this.lists.all()).extracting(ContactList::name).containsExactly("Deals", "News");
		Contact ann = create("ann@example.com");
		this.lists.add(news.id(), List.of(ann.id()));
		assertThat(this.lists.remove(news.id())).isTrue();
		assertThat(this.lists.remove(news.id())).isFalse();
		assertThat(this.contacts.find(ann.id())).isPresent();
		assertThat(count("sendpost_list_member")).isZero();
		assertReason(Reason.UNKNOWN, () -> this.lists.add(news.id(), List.of(ann.id())));
	}

	@Test
	void membersArePutOnAndTakenOffManyAtOnceAndAgain() {
		UUID news = list("news");
		List<UUID> ids = create(0, 1000);
		assertThat(this.lists.add(news, ids)).isEqualTo(1000);
		assertThat(this.lists.add(news, ids)).isZero();
		assertThat(this.contacts.count(ContactSearch.all().list(news))).isEqualTo(1000);
		assertThat(this.lists.remove(news, ids.subList(0, 300))).isEqualTo(300);
		assertThat(this.lists.remove(news, ids.subList(0, 300))).isZero();
		assertThat(this.lists.add(news, ids)).isEqualTo(300);
		UUID gone = UUID.randomUUID();
		assertReason(Reason.UNKNOWN, () -> this.lists.add(news, List.of(ids.get(0), gone)), gone.toString());
	}

	@Test
	void whoHasLeftAListIsPutOnItAgainOnlyByItsOwnWill() {
		UUID news = list("news");
		Contact ann = create("ann@example.com");
		assertThat(this.lists.leave(news, ann.id())).isFalse();
		this.lists.add(news, List.of(ann.id()));
		assertThat(this.lists.leave(news, ann.id())).isTrue();
		assertThat(this.lists.leave(news, ann.id())).isFalse();
		assertThat(this.contacts.find(ann.id()).orElseThrow().status()).isEqualTo(ContactStatus.UNSUBSCRIBED);
		assertThat(this.lists.add(news, List.of(ann.id()))).isZero();
		this.contacts.upsert(List.of(ContactDetails.of("ann@example.com")), news);
		assertThat(this.lists.members(news)).isEmpty();
		assertThat(this.contacts.search(ContactSearch.all().list(news)).contacts()).extracting(Contact::status)
			.containsExactly(ContactStatus.UNSUBSCRIBED);
		assertThat(this.lists.subscribe(news, ann.id()).status()).isEqualTo(MembershipStatus.SUBSCRIBED);
		assertThat(this.lists.members(news)).extracting(Contact::id).containsExactly(ann.id());
	}

	@Test
	void whoWantsNothingOfAListIsNotPutOnItByOthers() {
		UUID news = list("news");
		Contact ann = create("ann@example.com");
		Contact bob = create("bob@example.com");
		this.lists.add(news, List.of(bob.id()));
		assertThat(this.lists.optOut(news, List.of(ann.id(), bob.id(), ann.id()))).isEqualTo(2);
		assertThat(this.lists.optOut(news, List.of(ann.id(), bob.id()))).isZero();
		assertThat(this.lists.add(news, List.of(ann.id(), bob.id()))).isZero();
		assertThat(this.lists.members(news)).isEmpty();
		assertThat(this.lists.subscribe(news, ann.id()).status()).isEqualTo(MembershipStatus.SUBSCRIBED);
		UUID gone = UUID.randomUUID();
		assertReason(Reason.UNKNOWN, () -> this.lists.optOut(news, List.of(gone)), gone.toString());
	}

	@Test
	void contactsAreFoundPageByPage() {
		UUID news = list("news");
		List<UUID> ids = create(0, 250);
		this.lists.add(news, ids.subList(100, 200));
		assertThat(found(ContactSearch.all().size(100))).isEqualTo(ids);
		assertThat(found(ContactSearch.all().size(50).list(news))).isEqualTo(ids.subList(100, 200));
		assertThat(this.contacts.search(ContactSearch.all().size(20).skip(40)).contacts()).extracting(Contact::id)
			.isEqualTo(ids.subList(40, 60));
		assertThat(this.contacts.search(ContactSearch.all().list(news).size(20).skip(90)).contacts())
			.extracting(Contact::id)
			.isEqualTo(ids.subList(190, 200));
		ContactPage page = this.contacts.search(ContactSearch.all().size(250));
		assertThat(page.contacts()).hasSize(250);
		assertThat(page.next()).isNull();
		this.contacts.unsubscribe(ids.get(7), "bob");
		this.contacts.unsubscribe(ids.get(150), "bob");
		this.lists.leave(news, ids.get(160));
		ContactSearch unsubscribed = ContactSearch.all().status(ContactStatus.UNSUBSCRIBED);
		assertThat(found(unsubscribed.size(2))).containsExactly(ids.get(7), ids.get(150), ids.get(160));
		assertThat(found(unsubscribed.list(news).size(1))).containsExactly(ids.get(150), ids.get(160));
		ContactPage some = this.contacts.search(unsubscribed.size(5).examining(30));
		assertThat(some.contacts()).extracting(Contact::id).containsExactly(ids.get(7));
		assertThat(some.next()).as("the last that was looked at").isEqualTo(ids.get(29));
		assertThat(found(unsubscribed.size(5).examining(30))).containsExactly(ids.get(7), ids.get(150), ids.get(160));
		assertThat(this.contacts.count(unsubscribed)).isEqualTo(3);
		assertThat(this.contacts.count(ContactSearch.all().status(ContactStatus.SUBSCRIBED).list(news))).isEqualTo(98);
		assertThat(this.contacts.count(ContactSearch.all())).isEqualTo(250);
	}

	@Test
	void theStatusFollowsFromTheSuppressions() {
		Contact ann = create("ann@example.com");
		assertThat(statusAfter(ann, SuppressionReason.HARD_BOUNCE)).isEqualTo(ContactStatus.BOUNCED);
		assertThat(statusAfter(ann, SuppressionReason.SPAM_COMPLAINT)).isEqualTo(ContactStatus.COMPLAINED);
		assertThat(statusAfter(ann, SuppressionReason.MANUAL)).isEqualTo(ContactStatus.SUPPRESSED);
		assertThat(statusAfter(ann, SuppressionReason.UNSUBSCRIBE)).isEqualTo(ContactStatus.UNSUBSCRIBED);
		assertThat(this.contacts.find(ann.id()).orElseThrow().status()).isEqualTo(ContactStatus.SUBSCRIBED);
		this.suppressions.add(NewSuppression.of("*.example.com", SuppressionReason.MANUAL));
		this.suppressions.add(NewSuppression.of("example.com", SuppressionReason.MANUAL));
		assertThat(this.contacts.find(ann.id()).orElseThrow().status()).isEqualTo(ContactStatus.SUPPRESSED);
	}

	private ContactStatus statusAfter(Contact contact, SuppressionReason reason) {
		this.suppressions.add(NewSuppression.of(contact.address(), reason).subAccount("shop"));
		ContactStatus status = this.contacts.find(contact.id()).orElseThrow().status();
		this.suppressions.lift(contact.address().mailbox(), SuppressionScope.subAccount("shop"));
		return status;
	}

	@Test
	void anUnsubscribeIsASuppressionAndStaysWhenTheContactGoes() {
		Contact ann = create("ann@example.com");
		assertThat(this.contacts.unsubscribe(ann.id(), "bob").status()).isEqualTo(ContactStatus.UNSUBSCRIBED);
		assertThat(this.suppressions.explain(ann.address(), "shop", EmailStream.BROADCAST).toString()).contains("bob");
		assertThat(this.suppressions.explain(ann.address(), "shop", EmailStream.TRANSACTIONAL).isSuppressed())
			.isFalse();
		assertThat(this.suppressions.explain(ann.address(), "club", EmailStream.BROADCAST).isSuppressed()).isFalse();
		this.contacts.remove(ann.id());
		Contact again = create("ann@example.com");
		assertThat(this.contacts.find(again.id()).orElseThrow().status()).isEqualTo(ContactStatus.UNSUBSCRIBED);
		assertThat(this.contacts.resubscribe(again.id()).status()).isEqualTo(ContactStatus.SUBSCRIBED);
	}

	@Test
	void membersAreReadInChunksAfterAKey() {
		UUID news = list("news");
		List<UUID> ids = create(0, 1000);
		List<UUID> more = create(1000, 2000);
		this.lists.add(news, more);
		this.lists.add(news, ids);
		List<UUID> all = new ArrayList<>(ids);
		all.addAll(more);
		List<UUID> read = new ArrayList<>();
		List<Contact> chunk = this.lists.membersAfter(news, null, null, 300);
		while (!chunk.isEmpty()) {
			chunk.forEach((contact) -> read.add(contact.id()));
			chunk = this.lists.membersAfter(news, null, chunk.get(chunk.size() - 1).id(), 300);
		}
		assertThat(read).isEqualTo(all);
		assertThat(this.lists.members(news).map(Contact::id)).containsExactlyElementsOf(all);
		this.contacts.unsubscribe(ids.get(0), "bob");
		this.lists.leave(news, ids.get(1));
		assertThat(this.lists.membersAfter(news, null, null, 2)).extracting(Contact::id, Contact::status)
			.containsExactly(tuple(ids.get(0), ContactStatus.UNSUBSCRIBED),
					tuple(ids.get(2), ContactStatus.SUBSCRIBED));
	}

	@Test
	void topicsAreLeftSingly() {
		this.topics.create(new Topic("offers", "Offers", "Once a week", true));
		this.topics.create(new Topic("events", "Events", "", false));
		assertReason(Reason.EXISTS, () -> this.topics.create(new Topic("events", "Other", "", true)));
		Contact ann = create("ann@example.com");
		Contact bob = create("bob@example.com");
		assertThat(this.topics.mayReceive(ann.id(), "offers")).isTrue();
		assertThat(this.topics.mayReceive(ann.id(), "events")).isFalse();
		this.topics.choose(ann.id(), Map.of("offers", false, "events", true));
		this.topics.choose(ann.id(), Map.of("offers", false));
		assertThat(this.topics.choices(ann.id())).isEqualTo(Map.of("offers", false, "events", true));
		assertThat(this.topics.choices(bob.id())).isEmpty();
		assertThat(this.topics.mayReceive(ann.id(), "offers")).isFalse();
		assertThat(this.topics.mayReceive(ann.id(), "events")).isTrue();
		assertReason(Reason.UNKNOWN, () -> this.topics.choose(ann.id(), Map.of("offers", true, "nothing", true)));
		assertThat(this.topics.mayReceive(ann.id(), "offers")).isFalse();
		assertThat(found(ContactSearch.all().topic("offers"))).containsExactly(bob.id());
		assertThat(found(ContactSearch.all().topic("events"))).containsExactly(ann.id());
		UUID news = list("news");
		this.lists.add(news, List.of(ann.id(), bob.id()));
		assertThat(this.lists.membersAfter(news, "offers", null, 10)).extracting(Contact::id).containsExactly(bob.id());
		assertThat(this.contacts.count(ContactSearch.all().list(news).topic("events"))).isOne();
		this.topics.update(new Topic("offers", "Deals", "", false));
		assertThat(this.topics.find("offers")).contains(new Topic("offers", "Deals", "", false));
		assertThat(this.topics.mayReceive(bob.id(), "offers")).isFalse();
		this.contacts.unsubscribe(ann.id(), "bob");
		assertThat(this.topics.mayReceive(ann.id(), "events")).isFalse();
		assertThat(this.topics.remove("events")).isTrue();
		assertThat(this.topics.remove("events")).isFalse();
		assertThat(this.topics.all()).extracting(Topic::key).containsExactly("offers");
		assertThat(this.topics.mayReceive(UUID.randomUUID(), "offers")).isFalse();
	}

	@Test
	void aReaderChangesItsPreferencesByItsToken() {
		this.topics.create(new Topic("offers", "Offers", "", true));
		this.topics.create(new Topic("events", "Events", "", false));
		Contact ann = create("ann@example.com");
		String token = this.shop.preferenceToken(ann.id());
		assertThat(token).matches("[A-Za-z0-9_-]{20,100}");
		assertThat(received(this.audiences.preferences(token))).containsExactly("Offers");
		assertThat(received(this.audiences.change(token, Map.of("offers", false, "events", true))))
			.containsExactly("Events");
		assertThat(this.topics.mayReceive(ann.id(), "offers")).isFalse();
		Preferences unsubscribed = this.audiences.unsubscribe(token);
		assertThat(unsubscribed.contact().status()).isEqualTo(ContactStatus.UNSUBSCRIBED);
		assertThat(received(unsubscribed)).containsExactly("Events");
		assertThat(this.suppressions.explain(ann.address(), "shop", EmailStream.BROADCAST).isSuppressed()).isTrue();
		assertThat(this.audiences.resubscribe(token).contact().status()).isEqualTo(ContactStatus.SUBSCRIBED);
		assertReason(Reason.UNKNOWN, () -> this.audiences.change(token, Map.of("nothing", false)));
		byte[] newer = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.US_ASCII);
		assertThat(audiences(SETTINGS, newer, KEY).preferences(token).contact().id()).isEqualTo(ann.id());
		assertReason(Reason.LINK_INVALID, () -> audiences(SETTINGS, newer).preferences(token));
		for (String wrong : List.of("", "x", token.substring(1), token + "AA", flipped(token), "%%", "\u00e9",
				"A".repeat(5000))) {
			assertReason(Reason.LINK_INVALID, () -> this.audiences.preferences(wrong));
		}
		this.contacts.remove(ann.id());
		assertReason(Reason.LINK_INVALID, () -> this.audiences.unsubscribe(token));
	}

	private static List<String> received(Preferences preferences) {
		return preferences.topics().stream().filter(Preferences.Choice::received).map((c) -> c.topic().name()).toList();
	}

	private static String flipped(String token) {
		return ((token.charAt(0) != 'A') ? "A" : "B") + token.substring(1);
	}

	@Test
	void aListWithDoubleOptInAsksAndBelieves() throws Exception {
		ContactList news = this.lists.create(ListDetails.named("News").doubleOptIn(true));
		Contact ann = create("Ann <ann@example.com>");
		this.lists.add(news.id(), List.of(ann.id()));
		assertThat(this.lists.membership(news.id(), ann.id()).orElseThrow().status())
			.isEqualTo(MembershipStatus.PENDING);
		assertThat(this.contacts.find(ann.id()).orElseThrow().status()).isEqualTo(ContactStatus.PENDING);
		assertThat(this.lists.members(news.id())).isEmpty();
		EmailRecord mail = sent().get(0);
		assertThat(mail.subject()).isEqualTo("Please confirm: News");
		assertThat(mail.subAccount()).isEqualTo("shop");
		assertThat(this.links).hasSize(1);
		assertThat(this.links.get(0)).startsWith("https://example.com/confirm?l=en&token=");
		String token = token(0);
		assertReason(Reason.LINK_INVALID, () -> this.audiences.preferences(token));
		assertReason(Reason.LINK_INVALID, () -> this.audiences.confirm(this.shop.preferenceToken(ann.id()), null));
		assertReason(Reason.LINK_INVALID, () -> this.audiences.confirm(flipped(token), null));
		Membership confirmed = this.audiences.confirm(token, InetAddress.getByName("192.0.2.7"));
		assertThat(confirmed.status()).isEqualTo(MembershipStatus.SUBSCRIBED);
		assertThat(confirmed.confirmedAt()).isNotNull().isEqualTo(confirmed.since());
		assertThat(confirmed.confirmedFrom()).isNull();
		assertThat(this.lists.membership(news.id(), ann.id())).contains(confirmed);
		assertThat(this.lists.members(news.id())).hasSize(1);
		assertThat(this.audiences.confirm(token, null)).isEqualTo(confirmed);
		assertThat(this.lists.add(news.id(), List.of(ann.id()))).isZero();
		assertThat(this.links).hasSize(1);
		this.lists.leave(news.id(), ann.id());
		assertThat(this.audiences.confirm(token, null).status()).isEqualTo(MembershipStatus.LEFT);
		assertThat(this.lists.subscribe(news.id(), ann.id()).status()).isEqualTo(MembershipStatus.PENDING);
		assertThat(this.links).hasSize(2);
		this.lists.subscribe(news.id(), ann.id());
		assertThat(this.links).as("asked again at once").hasSize(2);
		this.store.jdbc().update("update sendpost_list_member set since = since - 300001");
		this.lists.subscribe(news.id(), ann.id());
		assertThat(this.links).as("asked again later").hasSize(3);
		this.lists.remove(news.id());
		assertReason(Reason.LINK_INVALID, () -> this.audiences.confirm(token(2), null));
	}

	@Test
	void theAddressOfWhoConfirmsIsKeptIfThatIsWanted() throws Exception {
		Audiences keeping = audiences(new AudienceSettings(SETTINGS.confirmationUrl(), Duration.ofDays(1), true), KEY);
		UUID news = this.lists.create(ListDetails.named("News").doubleOptIn(true)).id();
		Contact ann = create("ann@example.com");
		this.lists.subscribe(news, ann.id());
		InetAddress from = InetAddress.getByName("fe80::1:2%0");
		assertThat(keeping.confirm(token(0), from).confirmedFrom()).isEqualTo("fe80:0:0:0:0:0:1:2");
	}

	@Test
	void aLinkThatIsTooOldConfirmsNothing() {
		Audiences hasty = audiences(new AudienceSettings(SETTINGS.confirmationUrl(), Duration.ofMinutes(-1), false),
				KEY);
		UUID news = this.lists.create(ListDetails.named("News").doubleOptIn(true)).id();
		Contact ann = create("ann@example.com");
		hasty.forSubAccount("shop").lists().add(news, List.of(ann.id()));
		assertReason(Reason.LINK_EXPIRED, () -> this.audiences.confirm(token(0), null), "ask for a new one");
		assertThat(this.lists.members(news)).isEmpty();
	}

	@Test
	void doubleOptInNeedsAPageAndAKey() {
		ListDetails details = ListDetails.named("News").doubleOptIn(true);
		Audiences pageless = audiences(new AudienceSettings(null, Duration.ofDays(1), false), KEY);
		assertReason(Reason.NOT_CONFIGURED, () -> pageless.forSubAccount("shop").lists().create(details),
				"sendpost.audience.confirmation-url");
		Audiences keyless = audiences(SETTINGS);
		assertReason(Reason.NOT_CONFIGURED, () -> keyless.forSubAccount("shop").lists().create(details),
				"sendpost.encryption.key");
		UUID news = list("news");
		assertReason(Reason.NOT_CONFIGURED,
				() -> keyless.forSubAccount("shop").lists().update(news, (old) -> old.doubleOptIn(true)));
		assertThat(this.lists.find(news).orElseThrow().details().doubleOptIn()).isFalse();
	}

	@Test
	void whoUnsubscribedAndThenConfirmsGetsMailAgain() {
		UUID news = this.lists.create(ListDetails.named("News").doubleOptIn(true)).id();
		Contact ann = create("ann@example.com");
		this.contacts.unsubscribe(ann.id(), "bob");
		this.store.jdbc().update("update sendpost_suppression set created_at = created_at - 1000");
		this.lists.subscribe(news, ann.id());
		assertThat(sent()).as("an unsubscribe keeps back broadcast mail only").hasSize(1);
		this.audiences.confirm(token(0), null);
		assertThat(this.contacts.find(ann.id()).orElseThrow().status()).isEqualTo(ContactStatus.SUBSCRIBED);
		Contact eve = create("eve@example.com");
		this.lists.subscribe(news, eve.id());
		this.store.jdbc().update("update sendpost_list_member set since = since - 1000 where status = 'PENDING'");
		this.contacts.unsubscribe(eve.id(), "bob");
		this.audiences.confirm(token(1), null);
		assertThat(this.contacts.find(eve.id()).orElseThrow().status()).as("unsubscribed after she was asked")
			.isEqualTo(ContactStatus.UNSUBSCRIBED);
	}

	@Test
	void theMailThatAsksIsSentExactlyIfTheContactIsOnTheList() {
		UUID news = this.lists.create(ListDetails.named("News").doubleOptIn(true)).id();
		List<UUID> ids = create(0, 3);
		this.suppressions.add(NewSuppression.of("user1@example.com", SuppressionReason.HARD_BOUNCE));
		this.transaction.execute((status) -> {
			this.lists.add(news, ids);
			status.setRollbackOnly();
			return null;
		});
		assertThat(sent()).isEmpty();
		assertThat(this.lists.membership(news, ids.get(0))).isEmpty();
		assertThat(this.lists.add(news, ids)).isEqualTo(3);
		assertThat(sent()).extracting((mail) -> mail.outcomes().get(0).status().name())
			.containsExactlyInAnyOrder("QUEUED", "DROPPED", "QUEUED");
		OutboxNode senderless = OutboxNode.on(this.store).transports(FakeTransport.accepting("fake")).build();
		this.nodes.add(senderless);
		Audiences mute = new Audiences(this.store, new EmailIds(Clock.systemUTC()), this.suppressions,
				new SecretCipher(List.of(KEY)), senderless::gateway, ConfirmationMail.inEnglish(), SETTINGS);
		List<UUID> more = create(3, 5);
		assertReason(Reason.NOT_SENT, () -> mute.forSubAccount("shop").lists().add(news, more), "sendpost.from");
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> mute.forSubAccount("shop").lists().subscribe(news, more.get(0)));
		assertThat(this.lists.membership(news, more.get(0))).isEmpty();
	}

	@Test
	void aPersonIsErasedFromAllAudiences() {
		Contact ann = create("Ann@example.com");
		Contact bob = create("bob@example.com");
		Audience club = this.audiences.forSubAccount("club");
		club.contacts().create(ContactDetails.of("ann@example.com"));
		UUID news = list("news");
		this.topics.create(new Topic("offers", "Offers", "", true));
		this.lists.add(news, List.of(ann.id(), bob.id()));
		this.topics.choose(ann.id(), Map.of("offers", false));
		this.contacts.unsubscribe(ann.id(), "bob");
		assertThat(this.suppressions.erase(EmailAddress.parse("aNN@example.com"))).isZero();
		assertThat(found(ContactSearch.all())).containsExactly(bob.id());
		assertThat(club.contacts().count(ContactSearch.all())).isZero();
		assertThat(count("sendpost_list_member")).isOne();
		assertThat(count("sendpost_topic_choice")).isZero();
		assertThat(create("ann@example.com").status()).as("the suppression stays, as a hash")
			.isEqualTo(ContactStatus.UNSUBSCRIBED);
		assertThat(this.suppressions.erase(EmailAddress.parse("nobody@example.com"))).isZero();
	}

	@Test
	void theAudienceOfARemovedSubAccountIsRemoved() {
		Audience club = this.audiences.forSubAccount("club");
		UUID clubNews = club.lists().create(ListDetails.named("news")).id();
		club.contacts()
			.upsert(IntStream.range(0, 1000).mapToObj((i) -> ContactDetails.of("c" + i + "@example.com")).toList(),
					clubNews);
		club.contacts().upsert(List.of(ContactDetails.of("last@example.com")), clubNews);
		club.topics().create(new Topic("offers", "Offers", "", true));
		this.audiences.forSubAccount("a").topics().create(new Topic("offers", "Offers", "", true));
		UUID news = list("news");
		Contact ann = create("ann@example.com");
		this.lists.add(news, List.of(ann.id()));
		new AudienceCleanUp(this.audiences, Set.of("club", "a", "other")::contains).run();
		assertThat(count("sendpost_contact")).isOne();
		assertThat(count("sendpost_contact_list")).isOne();
		assertThat(count("sendpost_list_member")).isOne();
		assertThat(count("sendpost_topic")).isZero();
		assertThat(this.lists.members(news)).hasSize(1);
	}

	@Test
	void thoseWhoAddTheSameAtOnceMakeItOnce() {
		UUID news = list("news");
		List<ContactDetails> details = IntStream.range(0, 600)
			.mapToObj((i) -> ContactDetails.of("user" + i + "@example.com").field("n", String.valueOf(i)))
			.toList();
		create(0, 200);
		List<CompletableFuture<UpsertResult>> running = IntStream.range(0, 4).mapToObj((seed) -> {
			List<ContactDetails> shuffled = new ArrayList<>(details);
			Collections.shuffle(shuffled, new Random(seed));
			return CompletableFuture.supplyAsync(() -> this.contacts.upsert(shuffled, news));
		}).toList();
		List<UpsertResult> results = running.stream().map(CompletableFuture::join).toList();
		assertThat(results.stream().mapToInt(UpsertResult::added).sum()).isEqualTo(400);
		assertThat(this.contacts.count(ContactSearch.all())).isEqualTo(600);
		assertThat(this.lists.members(news).map((contact) -> contact.fields().get("n")).distinct()).hasSize(600);
	}

	@Test
	void aContactThatIsRemovedWhileItIsPutOnAListLeavesNothing() {
		UUID news = list("news");
		for (int round = 0; round < 10; round++) {
			List<UUID> ids = create(0, 50);
			CompletableFuture<?> adding = CompletableFuture.runAsync(() -> {
				try {
					this.lists.add(news, ids);
				}
				catch (AudienceException ex) {
					assertThat(ex.getReason()).isEqualTo(Reason.UNKNOWN);
				}
			});
			CompletableFuture<?> removing = CompletableFuture.runAsync(() -> this.contacts.remove(ids));
			adding.join();
			removing.join();
		}
		assertThat(count("sendpost_contact")).isZero();
		assertThat(count("sendpost_list_member")).isZero();
	}

	@Test
	void changesAreMadeInTheCallersTransaction() {
		TransactionTemplate callers = new TransactionTemplate(new JdbcTransactionManager(this.store.dataSource()));
		callers.execute((status) -> {
			Contact ann = create("ann@example.com");
			assertThat(this.contacts.find(ann.id())).isPresent();
			this.lists.add(list("news"), List.of(ann.id()));
			status.setRollbackOnly();
			return null;
		});
		assertThat(this.contacts.count(ContactSearch.all())).isZero();
		assertThat(this.lists.all()).isEmpty();
	}

	private String token(int index) {
		String link = this.links.get(index);
		return link.substring(link.indexOf("token=") + "token=".length());
	}

	private List<EmailRecord> sent() {
		return this.gateway.search(EmailSearch.all()).emails();
	}

	private Contact create(String address) {
		return this.contacts.create(ContactDetails.of(address));
	}

	private List<UUID> create(int from, int to) {
		return this.contacts
			.upsert(IntStream.range(from, to).mapToObj((i) -> ContactDetails.of("user" + i + "@example.com")).toList(),
					null)
			.ids()
			.stream()
			.sorted()
			.toList();
	}

	private UUID list(String name) {
		return this.lists.create(ListDetails.named(name)).id();
	}

	private List<UUID> found(ContactSearch search) {
		List<UUID> found = new ArrayList<>();
		ContactPage page = this.contacts.search(search);
		page.contacts().forEach((contact) -> found.add(contact.id()));
		while (page.next() != null) {
			page = this.contacts.search(search.after(page.next()));
			page.contacts().forEach((contact) -> found.add(contact.id()));
		}
		return found;
	}

	private long count(String table) {
		Long count = this.store.jdbc().queryForObject("select count(*) from " + table, Long.class);
		return (count != null) ? count : -1;
	}

	private static void assertReason(Reason reason, Runnable action) {
		assertReason(reason, action, "");
	}

	private static void assertReason(Reason reason, Runnable action, String message) {
		assertThatExceptionOfType(AudienceException.class).isThrownBy(action::run)
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(reason));
	}

	@Test
	void membersAreCountedUpToANumber() {
		ContactList list = this.lists.create(ListDetails.named("Many"));
		List<UUID> ids = this.contacts
			.upsert(IntStream.range(0, 5).mapToObj((i) -> ContactDetails.of("m" + i + "@example.com")).toList(),
					list.id())
			.ids();
		this.lists.leave(list.id(), ids.get(0));
		assertThat(this.lists.countMembers(list.id(), null, 3)).isEqualTo(3);
		assertThat(this.lists.countMembers(list.id(), null, 100)).isEqualTo(4);
		this.topics.create(new Topic("weekly", "Weekly", "", true));
		this.topics.choose(ids.get(1), Map.of("weekly", false));
		assertThat(this.lists.countMembers(list.id(), "weekly", 100)).isEqualTo(3);
		assertThatExceptionOfType(AudienceException.class)
			.isThrownBy(() -> this.lists.countMembers(UUID.randomUUID(), null, 1));
	}

}
