package dev.sendpost.domain;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.MailGateway;
import dev.sendpost.MailRejectedException;
import dev.sendpost.Submitter;
import dev.sendpost.domain.dkim.DkimSigner;
import dev.sendpost.domain.dns.DnsJavaResolver;
import dev.sendpost.mime.MailSigningException;
import dev.sendpost.mime.MimeRenderer;
import dev.sendpost.mime.RenderedEmail;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.secret.EncryptionKeyRequiredException;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.testdns.TestDnsServer;
import dev.sendpost.testdns.TestDnsServer.Fault;
import dev.sendpost.transport.FakeTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What sending domains promise, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class SendingDomainsContractTests {

	private static final SecretCipher CIPHER = new SecretCipher(List.of(new byte[SecretCipher.KEY_LENGTH]));

	private static final List<String> TABLES = List.of("sendpost_domain", "sendpost_domain_key",
			"sendpost_domain_record");

	private final FreshDatabase database;

	private final OutboxNode node;

	private final TestDnsServer server = TestDnsServer.start();

	private final List<SendingDomainChangedEvent> events = new ArrayList<>();

	private final AtomicLong nanoTime = new AtomicLong();

	private final SendingDomains domains;

	SendingDomainsContractTests(TestDatabase kind) {
		this.database = kind.clean();
		this.node = OutboxNode.on(this.database.dataSource()).transports(FakeTransport.accepting("a")).build();
		this.domains = domains(CIPHER);
	}

	private SendingDomains domains(SecretCipher cipher) {
		SendingDomainSettings settings = new SendingDomainSettings("spf.sender.example", List.of(), null, null, null,
				true, Duration.ofHours(6));
		return new SendingDomains(new DomainRegistry(settings, List.of(),
				new DnsJavaResolver(List.of(this.server.address()), Duration.ofSeconds(20), this.nanoTime::get),
				this.node.store(), cipher, ReadyKeys.domainKeys(),
				(event) -> this.events.add((SendingDomainChangedEvent) event), Clock.systemUTC(), this.nanoTime::get),
				null);
	}

	@AfterEach
	void close() throws Exception {
		this.node.close();
		this.database.close();
		this.server.close();
	}

	@Test
	void anAddedDomainTellsWhatToPublish() {
		SendingDomain added = this.domains.add("Acme.example", "shop");
		assertThat(added).returns("acme.example", SendingDomain::name)
			.returns("shop", SendingDomain::subAccount)
			.returns(false, SendingDomain::verified)
			.returns(null, SendingDomain::checkedAt);
		assertThat(added.records()).extracting(DomainRecord::kind)
			.containsExactly(DomainRecordKind.DKIM, DomainRecordKind.DKIM, DomainRecordKind.SPF, DomainRecordKind.MX,
					DomainRecordKind.DMARC);
		assertThat(added.records().get(0).value()).startsWith("v=DKIM1; k=rsa; p=MII");
		assertThat(added.records().get(1).value()).matches("v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=");
		assertThat(added.missing()).extracting(DomainRecord::kind)
			.containsExactly(DomainRecordKind.DKIM, DomainRecordKind.SPF);
		assertThat(this.domains.find(added.id())).contains(added);
		assertThat(this.domains.find("ACME.example", "shop")).contains(added);
		assertThat(this.domains.find("acme.example", null)).isEmpty();
	}

	@Test
	void privateKeysAreStoredEncrypted() {
		this.domains.add("acme.example", null);
		assertThat(this.node.store().jdbc().queryForList("select private_key from sendpost_domain_key", String.class))
			.hasSize(2)
			.allSatisfy((key) -> assertThat(key).startsWith("v1:").doesNotContain("MII"));
	}

	@Test
	void whatIsPublishedIsVerifiedAndAnnouncedAfterTheCommit() {
		SendingDomain added = this.domains.add("acme.example", "shop");
		publish(added);
		this.node.transaction().executeWithoutResult((status) -> {
			assertThat(this.domains.verify(added.id()).orElseThrow().verified()).isTrue();
			assertThat(this.events).isEmpty();
		});
		assertThat(this.events).singleElement().satisfies((event) -> {
			assertThat(event.wasVerified()).isFalse();
			assertThat(event.domain().records()).allSatisfy((record) -> assertThat(record.isVerified()).isTrue());
		});
		assertThat(this.domains.find(added.id()).orElseThrow()).returns(true, SendingDomain::verified)
			.satisfies((domain) -> assertThat(domain.checkedAt()).isNotNull());
		this.domains.verify(added.id());
		assertThat(this.events).hasSize(1);
	}

	@Test
	void whatIsPublishedIsShownAsItIs() {
		SendingDomain added = this.domains.add("acme.example", null);
		assertThat(this.domains.published(added.id()).orElseThrow()).hasSameSizeAs(added.records())
			.allSatisfy((published) -> {
				assertThat(published.values()).isEmpty();
				assertThat(published.explanation()).isNotEmpty();
			});
		publish(added);
		this.server.add("acme.example. TXT \"something=else\"");
		this.nanoTime.addAndGet(Duration.ofDays(1).toNanos());
		List<PublishedRecord> published = this.domains.published(added.id()).orElseThrow();
		assertThat(published).extracting(PublishedRecord::record).isEqualTo(added.records());
		assertThat(published)
			.filteredOn((found) -> found.record().kind() == DomainRecordKind.DKIM
					|| found.record().kind() == DomainRecordKind.SPF)
			.hasSize(3)
			.allSatisfy((found) -> assertThat(found.values()).containsExactly(found.record().value()));
		assertThat(this.domains.find(added.id()).orElseThrow().verified()).as("nothing is decided").isFalse();
		assertThat(this.domains.published(new UUID(0, 0))).isEmpty();
	}

	@Test
	void whatIsRolledBackLeavesNothing() {
		this.node.transaction().executeWithoutResult((status) -> {
			publish(this.domains.add("acme.example", null));
			status.setRollbackOnly();
		});
		assertThat(TABLES).allSatisfy((table) -> assertThat(this.node.count(table)).isZero());
	}

	@Test
	void withoutAnEncryptionKeyNothingIsHalfAdded() {
		assertThatExceptionOfType(EncryptionKeyRequiredException.class)
			.isThrownBy(() -> domains(new SecretCipher(List.of())).add("acme.example", null));
		assertThatExceptionOfType(InvalidSendingDomainException.class)
			.isThrownBy(() -> this.domains.add("co.uk", null));
		assertThat(TABLES).allSatisfy((table) -> assertThat(this.node.count(table)).isZero());
	}

	@Test
	void aDomainIsAddedOnceForEachSubAccount() {
		SendingDomain shop = this.domains.add("acme.example", "shop");
		SendingDomain club = this.domains.add("acme.example", "club");
		this.domains.add("acme.example", null);
		assertThat(shop.records().get(0).host()).isNotEqualTo(club.records().get(0).host());
		assertThatExceptionOfType(SendingDomainExistsException.class)
			.isThrownBy(() -> this.domains.add("ACME.example.", "shop"))
			.withMessage("The domain acme.example was added before");
		assertThat(this.node.count("sendpost_domain")).isEqualTo(3);
		assertThat(this.node.count("sendpost_domain_key")).isEqualTo(6);
	}

	@Test
	void aSubAccountSeesSharedDomainsAndItsOwnAndChangesItsOwn() {
		SendingDomain shop = this.domains.add("shop.example", "shop");
		SendingDomain club = this.domains.add("club.example", "club");
		SendingDomain shared = this.domains.add("shared.example", null);
		SendingDomains ofShop = this.domains.forSubmitter(Submitter.subAccount("shop"));
		assertThat(names(ofShop.list(null, 10))).containsExactly("shop.example", "shared.example");
		assertThat(ofShop.count()).isEqualTo(2);
		assertThat(this.domains.count()).isEqualTo(3);
		assertThat(ofShop.find(club.id())).isEmpty();
		assertThat(ofShop.find("club.example", "club")).isEmpty();
		assertThat(ofShop.verify(club.id())).isEmpty();
		assertThat(ofShop.remove(club.id())).isFalse();
		assertThat(ofShop.rotateKeys(club.id())).isEmpty();
		assertThat(ofShop.verify(shared.id())).isPresent();
		assertThat(ofShop.remove(shared.id())).isFalse();
		assertThat(ofShop.rotateKeys(shared.id())).isEmpty();
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> ofShop.add("x.example", "club"));
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> ofShop.add("x.example", null));
		assertThat(ofShop.remove(shop.id())).isTrue();
		assertThat(names(this.domains.list(null, 10))).containsExactly("club.example", "shared.example");
	}

	@Test
	void domainsHaveNumbersOfTheirOwn() {
		SendingDomain shop = this.domains.add("acme.example", "shop");
		SendingDomain club = this.domains.add("acme.example", "club");
		assertThat(shop.number()).isPositive().isNotEqualTo(club.number());
		assertThat(this.domains.find(club.number())).contains(club);
		assertThat(this.domains.find(0)).isEmpty();
		assertThat(this.domains.forSubmitter(Submitter.subAccount("shop")).find(club.number())).isEmpty();
	}

	@Test
	void domainsAreListedPageByPage() {
		for (int i = 0; i < 5; i++) {
			this.domains.add("d" + i + ".example", null);
		}
		List<String> names = new ArrayList<>();
		UUID after = null;
		do {
			SendingDomainPage page = this.domains.list(after, 2);
			assertThat(page.domains()).hasSizeLessThanOrEqualTo(2);
			names.addAll(names(page));
			after = page.next();
		}
		while (after != null);
		assertThat(names).containsExactly("d0.example", "d1.example", "d2.example", "d3.example", "d4.example");
	}

	@Test
	void aRemovedDomainLeavesNothing() {
		SendingDomain added = this.domains.add("acme.example", null);
		this.domains.verify(added.id());
		assertThat(this.node.count("sendpost_domain_record")).isEqualTo(5);
		assertThat(this.domains.remove(added.id())).isTrue();
		assertThat(this.domains.remove(added.id())).isFalse();
		assertThat(this.domains.verify(added.id())).isEmpty();
		assertThat(TABLES).allSatisfy((table) -> assertThat(this.node.count(table)).isZero());
	}

	@Test
	void aNameServerThatIsAwayChangesNothingAndARecordThatIsGoneDoes() {
		SendingDomain added = this.domains.add("acme.example", null);
		publish(added);
		this.domains.verify(added.id());
		this.server.failAll(Fault.SERVFAIL);
		pass(Duration.ofHours(1));
		SendingDomain unknown = this.domains.verify(added.id()).orElseThrow();
		assertThat(unknown.verified()).isTrue();
		assertThat(unknown.record(DomainRecordKind.SPF).orElseThrow())
			.returns(DomainRecordState.VERIFIED, DomainRecord::state)
			.satisfies((record) -> assertThat(record.reason()).contains("could not be checked").contains("SERVFAIL"));
		this.server.failAll(Fault.NONE).remove("acme.example.");
		pass(Duration.ofHours(1));
		SendingDomain gone = this.domains.verify(added.id()).orElseThrow();
		assertThat(gone.verified()).isFalse();
		assertThat(gone.missing()).extracting(DomainRecord::reason)
			.allSatisfy((reason) -> assertThat(reason).contains("acme.example has no SPF record"));
		assertThat(this.events).extracting(SendingDomainChangedEvent::wasVerified).containsExactly(false, true);
		assertThat(names(this.domains.listUnverified(null, 10))).containsExactly("acme.example");
	}

	@Test
	void dueDomainsAreCheckedAndThenNotDue() {
		SendingDomain added = this.domains.add("acme.example", null);
		publish(added);
		this.domains.verifyDue();
		assertThat(this.domains.find(added.id()).orElseThrow().verified()).isTrue();
		int asked = this.server.questions().size();
		pass(Duration.ofHours(2));
		this.domains.verifyDue();
		assertThat(this.server.questions()).hasSize(asked);
	}

	@Test
	void aDomainWhoseCheckFailsKeepsNoOtherFromBeingChecked() {
		SendingDomain broken = this.domains.add("broken.example", null);
		SendingDomain added = this.domains.add("acme.example", null);
		publish(added);
		this.node.store()
			.update("update sendpost_domain_key set algorithm = 'NONE' where domain_id = ?",
					List.of(this.node.store().platform().parameter(broken.id())));
		this.node.store()
			.update("update sendpost_domain set due_at = due_at - 1000 where name = 'broken.example'", List.of());
		this.domains.verifyDue();
		assertThat(this.domains.find(added.id()).orElseThrow().verified()).isTrue();
		assertThat(this.node.store()
			.jdbc()
			.queryForObject("select count(*) from sendpost_domain where due_at > created_at", Long.class)).isEqualTo(2);
	}

	@Test
	void aClockThatWasPutBackStopsNoCheck() {
		SendingDomain added = this.domains.add("acme.example", null);
		this.domains.verifyDue();
		this.node.store()
			.update("update sendpost_domain set checked_at = checked_at + 86400000000, due_at = due_at + 86400000000",
					List.of());
		publish(added);
		pass(Duration.ofHours(2));
		this.domains.verifyDue();
		assertThat(this.domains.find(added.id()).orElseThrow().verified()).isTrue();
	}

	@Test
	void dueDomainsWaitWhileNoNameServerAnswers() {
		for (int i = 0; i < 6; i++) {
			this.domains.add("d" + i + ".example", null);
		}
		this.server.failAll(Fault.SERVFAIL);
		this.domains.verifyDue();
		assertThat(this.domains.list(null, 10).domains()).filteredOn((domain) -> domain.checkedAt() != null).hasSize(3);
	}

	@Test
	void newKeysSignOnceTheyArePublished() throws Exception {
		SendingDomain added = this.domains.add("acme.example", null);
		DomainMailSigner signer = new DomainMailSigner(this.domains, new DkimSigner(Clock.systemUTC(), null));
		assertThat(selectors(signer, "acme.example")).isEmpty();
		publish(added);
		this.domains.verify(added.id());
		List<String> first = keyHosts(added);
		assertThat(selectors(signer, "acme.example")).containsExactlyElementsOf(first);
		SendingDomain rotated = this.domains.rotateKeys(added.id()).orElseThrow();
		assertThat(rotated.verified()).isTrue();
		assertThat(rotated.missing()).isEmpty();
		assertThat(keyHosts(rotated)).hasSize(4).startsWith(first.toArray(String[]::new));
		pass(Duration.ofMinutes(1));
		this.domains.verify(added.id());
		assertThat(selectors(signer, "acme.example")).containsExactlyElementsOf(first);
		publish(rotated);
		pass(Duration.ofMinutes(2));
		assertThat(this.domains.verify(added.id()).orElseThrow().verified()).isTrue();
		assertThat(selectors(signer, "acme.example")).containsExactlyElementsOf(keyHosts(rotated).subList(2, 4));
		this.node.store().update("update sendpost_domain_key set published_at = published_at - 2000000000", List.of());
		this.domains.verify(added.id());
		assertThat(keyHosts(this.domains.find(added.id()).orElseThrow())).isEqualTo(keyHosts(rotated).subList(2, 4));
	}

	@Test
	void aKeyWhoseRecordIsGoneSignsNoMore() throws Exception {
		SendingDomain added = this.domains.add("acme.example", null);
		DomainMailSigner signer = new DomainMailSigner(this.domains, new DkimSigner(Clock.systemUTC(), null));
		publish(added);
		this.domains.verify(added.id());
		List<String> first = keyHosts(added);
		SendingDomain rotated = this.domains.rotateKeys(added.id()).orElseThrow();
		List<String> second = keyHosts(rotated).subList(2, 4);
		publish(rotated);
		pass(Duration.ofMinutes(2));
		this.domains.verify(added.id());
		assertThat(selectors(signer, "acme.example")).containsExactlyElementsOf(second);
		this.server.failAll(Fault.SERVFAIL);
		pass(Duration.ofHours(1));
		this.domains.verify(added.id());
		assertThat(selectors(signer, "acme.example")).containsExactlyElementsOf(second);
		this.server.failAll(Fault.NONE);
		second.forEach((host) -> this.server.remove(host + "."));
		pass(Duration.ofHours(1));
		SendingDomain checked = this.domains.verify(added.id()).orElseThrow();
		assertThat(selectors(signer, "acme.example")).containsExactlyElementsOf(first);
		assertThat(checked.verified()).isTrue();
		assertThat(checked.missing()).isEmpty();
		first.forEach((host) -> this.server.remove(host + "."));
		pass(Duration.ofHours(1));
		assertThat(this.domains.verify(added.id()).orElseThrow().verified()).isFalse();
		assertThat(selectors(signer, "acme.example")).isEmpty();
	}

	@Test
	void aKeyThatCannotBeDecryptedKeepsMailBack() {
		SendingDomain added = this.domains.add("acme.example", null);
		publish(added);
		this.domains.verify(added.id());
		DomainMailSigner signer = new DomainMailSigner(domains(new SecretCipher(List.of())),
				new DkimSigner(Clock.systemUTC(), null));
		assertThatExceptionOfType(MailSigningException.class).isThrownBy(() -> selectors(signer, "acme.example"))
			.withMessageContaining("acme.example")
			.withMessageContaining("sendpost.encryption.key");
	}

	@Test
	void mailFromADomainThatIsNotVerifiedIsRefusedWithWhatIsMissing() {
		DomainPolicy policy = new DomainPolicy(this.domains, DomainPolicyMode.ENFORCE);
		assertThat(refusal(policy, "ann@acme.example", Submitter.account()))
			.isEqualTo("the domain acme.example of the sender is no sending domain of the sub-account default: "
					+ "add it, and publish its records");
		SendingDomain added = this.domains.add("acme.example", "shop");
		Submitter shop = Submitter.subAccount("shop");
		assertThat(refusal(policy, "ann@acme.example", shop)).contains("still to be published: DKIM (TXT sp")
			.contains("SPF (TXT acme.example): not checked yet");
		this.domains.verify(added.id());
		assertThat(refusal(policy, "ann@acme.example", shop)).contains("acme.example has no SPF record");
		assertThat(refusal(policy, "ann@acme.example", new Submitter("shop", false, null, true))).isNull();
		publish(added);
		pass(Duration.ofMinutes(10));
		this.domains.verify(added.id());
		assertThat(refusal(policy, "ann@acme.example", shop)).isNull();
		assertThat(refusal(policy, "ann@news.acme.example", shop)).isNull();
		assertThat(refusal(policy, "ann@acme.example", Submitter.subAccount("club"))).contains("club");
		assertThat(refusal(policy, "ann@notacme.example", shop)).isNotNull();
		assertThat(refusal(new DomainPolicy(this.domains, DomainPolicyMode.WARN), "ann@x.example", shop)).isNull();
		assertThat(refusal(new DomainPolicy(this.domains, DomainPolicyMode.OFF), "ann@x.example", shop)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Sender", "resent-from", "Resent-Sender" })
	void noHeaderNamesASenderOfAnotherDomain(String name) {
		SendingDomain added = this.domains.add("acme.example", null);
		publish(added);
		this.domains.verify(added.id());
		DomainPolicy policy = new DomainPolicy(this.domains, DomainPolicyMode.ENFORCE);
		assertThat(refusal(policy, name, "Bob <bob@news.acme.example>")).isNull();
		assertThat(refusal(policy, name, "\"ann@acme.example\" <eve@evil.example>"))
			.contains("the domain evil.example of the header " + name + " is no sending domain");
		assertThat(refusal(policy, name, "ann@acme.example, eve@evil.example"))
			.contains("the header " + name + " does not hold exactly one address");
		assertThat(refusal(new DomainPolicy(this.domains, DomainPolicyMode.WARN), name, "eve@evil.example")).isNull();
		assertThat(refusal(policy, "Resent-To", "eve@evil.example")).isNull();
	}

	private static String refusal(DomainPolicy policy, String header, String value) {
		PolicyMessage message = new PolicyMessage(email("ann@acme.example").toBuilder().header(header, value).build(),
				Submitter.account());
		policy.atIntake(message);
		return message.refusal();
	}

	@Test
	void theGatewayRefusesIt() {
		try (OutboxNode enforcing = OutboxNode.on(this.database.dataSource())
			.transports(FakeTransport.accepting("a"))
			.policies(new DomainPolicy(this.domains, DomainPolicyMode.ENFORCE))
			.build()) {
			MailGateway gateway = enforcing.gateway();
			assertThatExceptionOfType(MailRejectedException.class)
				.isThrownBy(() -> gateway.send(email("ann@acme.example")))
				.withMessageContaining("no sending domain");
			SendingDomain added = this.domains.add("acme.example", Submitter.DEFAULT_SUB_ACCOUNT);
			publish(added);
			this.domains.verify(added.id());
			assertThat(gateway.send(email("ann@acme.example")).id()).isNotNull();
			assertThatExceptionOfType(MailRejectedException.class)
				.isThrownBy(() -> gateway.forSubAccount("club").send(email("ann@acme.example")));
		}
	}

	@Test
	void whatWasKnownCountsWhileTheStoreIsAway() throws Exception {
		SendingDomain added = this.domains.add("acme.example", null);
		publish(added);
		this.domains.verify(added.id());
		DomainPolicy policy = new DomainPolicy(this.domains, DomainPolicyMode.ENFORCE);
		DomainMailSigner signer = new DomainMailSigner(this.domains, new DkimSigner(Clock.systemUTC(), null));
		assertThat(refusal(policy, "ann@acme.example", Submitter.account())).isNull();
		assertThat(selectors(signer, "acme.example")).hasSize(2);
		this.node.store().jdbc().execute("drop table sendpost_domain");
		pass(Duration.ofMinutes(5));
		assertThat(refusal(policy, "ann@acme.example", Submitter.account())).isNull();
		assertThat(selectors(signer, "acme.example")).hasSize(2);
		assertThatExceptionOfType(MailSigningException.class).isThrownBy(() -> selectors(signer, "other.example"));
	}

	@Test
	void whatATransactionRollsBackCountsForNobodyElse() {
		SendingDomain added = this.domains.add("acme.example", null);
		publish(added);
		DomainPolicy policy = new DomainPolicy(this.domains, DomainPolicyMode.ENFORCE);
		this.node.transaction().executeWithoutResult((status) -> {
			assertThat(this.domains.verify(added.id()).orElseThrow().verified()).isTrue();
			assertThat(refusal(policy, "ann@acme.example", Submitter.account())).isNull();
			status.setRollbackOnly();
		});
		assertThat(refusal(policy, "ann@acme.example", Submitter.account())).contains("acme.example");
	}

	@Test
	void anotherThreadRemembersWhatATransactionReads() {
		SendingDomain added = this.domains.add("acme.example", null);
		List<Runnable> others = new ArrayList<>();
		RecordsToPublish records = new RecordsToPublish(SendingDomainSettings.DEFAULT);
		DomainDirectory directory = new DomainDirectory(new ConfiguredDomains(List.of(), records, Instant.EPOCH),
				new JdbcSendingDomains(this.node.store(), CIPHER, records), this.nanoTime::get, others::add);
		this.node.transaction().executeWithoutResult((status) -> {
			assertThat(directory.covering("acme.example", "shop")).hasSize(1);
			assertThat(directory.covering("acme.example", "shop")).hasSize(1);
		});
		assertThat(others).hasSize(1);
		others.get(0).run();
		this.domains.remove(added.id());
		assertThat(directory.covering("acme.example", "shop")).hasSize(1);
		pass(Duration.ofSeconds(11));
		assertThat(directory.covering("acme.example", "shop")).isEmpty();
	}

	@Test
	void whatAnotherNodeChangesIsNoticedAfterAWhile() {
		DomainPolicy policy = new DomainPolicy(this.domains, DomainPolicyMode.ENFORCE);
		SendingDomains otherNode = domains(CIPHER);
		assertThat(refusal(policy, "ann@acme.example", Submitter.account())).isNotNull();
		SendingDomain added = otherNode.add("acme.example", null);
		publish(added);
		otherNode.verify(added.id());
		assertThat(refusal(policy, "ann@acme.example", Submitter.account())).isNotNull();
		pass(Duration.ofSeconds(11));
		assertThat(refusal(policy, "ann@acme.example", Submitter.account())).isNull();
		otherNode.remove(added.id());
		pass(Duration.ofSeconds(11));
		assertThat(refusal(policy, "ann@acme.example", Submitter.account())).isNotNull();
	}

	private static String refusal(DomainPolicy policy, String from, Submitter submitter) {
		PolicyMessage message = new PolicyMessage(email(from), submitter);
		policy.atIntake(message);
		return message.refusal();
	}

	private static Email email(String from) {
		return Email.builder().from(from).to("bob@example.net").subject("Hello").text("World").build();
	}

	private List<String> selectors(DomainMailSigner signer, String domain) throws Exception {
		Email email = email("ann@" + domain);
		RenderedEmail rendered = new MimeRenderer().render(email, "<1@example.com>", Instant.EPOCH);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		signer.sign(rendered, EmailAddress.parse("ann@" + domain), "default").writeTo(out);
		return Pattern.compile(" d=(\\S+); s=(\\S+);")
			.matcher(out.toString(StandardCharsets.UTF_8))
			.results()
			.map((match) -> match.group(2) + "._domainkey." + match.group(1))
			.toList();
	}

	private static List<String> keyHosts(SendingDomain domain) {
		return domain.records()
			.stream()
			.filter((record) -> record.kind() == DomainRecordKind.DKIM)
			.map(DomainRecord::host)
			.toList();
	}

	private void publish(SendingDomain domain) {
		Zone.publish(domain, this.server);
		this.server.remove("spf.sender.example.")
			.add("spf.sender.example. TXT \"v=spf1 ip4:198.51.100.0/24 -all\"")
			.add(domain.name() + ". MX 10 mx." + domain.name() + ".");
	}

	private void pass(Duration time) {
		this.nanoTime.addAndGet(time.toNanos());
	}

	private static List<String> names(SendingDomainPage page) {
		return page.domains().stream().map(SendingDomain::name).toList();
	}

}
