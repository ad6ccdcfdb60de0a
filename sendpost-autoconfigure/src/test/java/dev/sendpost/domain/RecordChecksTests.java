package dev.sendpost.domain;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.domain.dkim.DkimAlgorithm;
import dev.sendpost.domain.dkim.DkimKeyPair;
import dev.sendpost.domain.dns.DnsJavaResolver;
import dev.sendpost.domain.dns.DnsResolver;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.testdns.TestDnsServer;
import dev.sendpost.testdns.TestDnsServer.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said about each record, with domains from the properties and a real name
 * server.
 */
class RecordChecksTests {

	private static final SendingDomainSettings SETTINGS = new SendingDomainSettings("spf.sender.example",
			List.of(address("198.51.100.7")), "bounces.sender.example", "track.sender.example", null, false,
			Duration.ofHours(6));

	private static final DkimKeyPair KEY = DkimKeyPair.generate(DkimAlgorithm.RSA);

	private final TestDnsServer server = TestDnsServer
		.start("spf.sender.example. TXT \"v=spf1 ip4:198.51.100.0/24 -all\"", "acme.example. MX 10 mx.acme.example.");

	private final List<Object> events = new ArrayList<>();

	private final SendingDomains domains = domains(SETTINGS);

	private SendingDomains domains(SendingDomainSettings settings) {
		return domains(settings, Duration.ofSeconds(20));
	}

	private SendingDomains domains(SendingDomainSettings settings, Duration timeout) {
		return new SendingDomains(settings, List.of(new ConfiguredDomain("acme.example", null, Map.of("s1", KEY))),
				new DnsJavaResolver(List.of(this.server.address()), timeout, Ticker.disabledTicker()), null,
				new SecretCipher(List.of()), this.events::add, Clock.systemUTC());
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void aConfiguredDomainHasANumberThatDoesNotChange() {
		SendingDomain domain = this.domains.list(null, 10).domains().get(0);
		SendingDomain afterRestart = domains(SETTINGS).list(null, 10).domains().get(0);
		assertThat(domain.number()).isBetween(1L << 30, (long) Integer.MAX_VALUE).isEqualTo(afterRestart.number());
		assertThat(this.domains.find(domain.number())).contains(domain);
		assertThat(this.domains.find(1)).isEmpty();
	}

	@Test
	void whatIsPublishedAsListedIsVerified() {
		publish();
		SendingDomain checked = verify();
		assertThat(checked.records()).extracting(DomainRecord::kind)
			.containsExactly(DomainRecordKind.DKIM, DomainRecordKind.SPF, DomainRecordKind.RETURN_PATH,
					DomainRecordKind.MX, DomainRecordKind.TRACKING, DomainRecordKind.DMARC);
		assertThat(checked.records()).allSatisfy((record) -> {
			assertThat(record.state()).as(record.toString()).isEqualTo(DomainRecordState.VERIFIED);
			assertThat(record.reason()).isNull();
		});
		assertThat(checked.verified()).isTrue();
		assertThat(checked.checkedAt()).isNotNull();
		assertThat(record(DomainRecordKind.SPF))
			.returns("v=spf1 include:spf.sender.example ip4:198.51.100.7 ~all", DomainRecord::value)
			.returns("acme.example", DomainRecord::host);
		assertThat(record(DomainRecordKind.DKIM)).returns("s1._domainkey.acme.example", DomainRecord::host);
	}

	@Test
	void aDomainOfThePropertiesIsTrustedUntilTheNameSystemSaysOtherwise() {
		assertThat(this.domains.list(null, 10).domains()).singleElement()
			.satisfies((domain) -> assertThat(domain.verified()).isTrue())
			.satisfies((domain) -> assertThat(domain.missing()).hasSize(3));
		this.server.failAll(Fault.SERVFAIL);
		assertThat(verify().verified()).isTrue();
		this.server.failAll(Fault.NONE);
		assertThat(verify().verified()).isFalse();
		assertThat(this.events).singleElement().isInstanceOfSatisfying(SendingDomainChangedEvent.class, (event) -> {
			assertThat(event.wasVerified()).isTrue();
			assertThat(event.domain().missing()).extracting(DomainRecord::kind)
				.containsExactly(DomainRecordKind.DKIM, DomainRecordKind.SPF, DomainRecordKind.RETURN_PATH);
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			v=DKIM1; k=rsa; p=                 | the key is revoked: p= is empty
			v=DKIM1; k=ed25519; p=KEY          | it holds a key of the type 'ed25519', not 'rsa'
			v=DKIM1; k=rsa; p=AAAA             | it holds another key than the one to publish
			v=DKIM1; h=sha1; p=KEY             | its tag h= does not allow sha256
			v=DKIM1; s=other; p=KEY            | its tag s= does not allow e-mail
			v=DKIM1; k=rsa                     | the record is malformed: it has no key: the tag p= is missing
			v=DKIM2; p=KEY                     | the record is malformed: it does not begin with v=DKIM1
			k=rsa; v=DKIM1; p=KEY              | the record is malformed: it does not begin with v=DKIM1
			p=KEY; p=KEY                       | the record is malformed: the tag p= is there twice
			hello                              | the record is malformed: 'hello' is not a tag
			""")
	void aKeyRecordThatDoesNotServeIsExplained(String text, String reason) {
		publishKey(text);
		assertThat(check(DomainRecordKind.DKIM)).returns(DomainRecordState.FAILED, DomainRecord::state)
			.returns(reason, DomainRecord::reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "p=KEY", "v=DKIM1;p=KEY;", "v=DKIM1; k=rsa; s=email:other; h=sha1:sha256; t=s; n=x; p=KEY",
			" v=DKIM1 ; p= KEY " })
	void aKeyRecordMayBeWrittenInManyWays(String text) {
		publishKey(text);
		assertThat(check(DomainRecordKind.DKIM)).returns(DomainRecordState.VERIFIED, DomainRecord::state)
			.returns(null, DomainRecord::reason);
	}

	@Test
	void aKeyRecordInTestModeIsVerifiedWithARemark() {
		publishKey("v=DKIM1; t=y; p=KEY");
		assertThat(check(DomainRecordKind.DKIM)).returns(DomainRecordState.VERIFIED, DomainRecord::state)
			.satisfies((record) -> assertThat(record.reason()).startsWith("t=y"));
	}

	@Test
	void splitStringsBelongToOneRecordButTwoRecordsAreTooMany() {
		publishKey("v=DKIM1; p=KEY");
		assertThat(this.server.questions()).isEmpty();
		assertThat(KEY.publicKey()).hasSizeGreaterThan(255);
		assertThat(check(DomainRecordKind.DKIM).isVerified()).isTrue();
		this.server.add("s1._domainkey.acme.example. TXT \"v=DKIM1; p=AAAA\"");
		assertThat(freshCheck(DomainRecordKind.DKIM).reason()).contains("has 2 TXT records; there must be one");
	}

	private void publishKey(String text) {
		this.server
			.add("s1._domainkey.acme.example. TXT " + Zone.strings(text.strip().replace("KEY", KEY.publicKey())));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					v=spf1 include:spf.sender.example -all            | VERIFIED |
					v=spf1 mx include:spf.sender.example ~all         | VERIFIED |
					v=spf1 ip4:198.51.100.7 -all                      | FAILED   | fail: '-all' of acme.example matches; add include:spf.sender.example before what matches all
					v=spf1 include:other.example -all                 | FAILED   | permerror: 'include:other.example' of acme.example leads to no SPF record
					v=spf1 ip4:1.2.3                                  | FAILED   | permerror: the term 'ip4:1.2.3' is malformed: look at its address
					""")
	void whatSpfSaysIsExplained(String text, DomainRecordState state, String reason) {
		this.server.add("acme.example. TXT \"" + text.strip() + "\"").add("mx.acme.example. A 192.0.2.1");
		assertThat(check(DomainRecordKind.SPF)).returns(state, DomainRecord::state)
			.returns(reason, DomainRecord::reason);
	}

	@Test
	void whatOthersPublishIsRepeatedWithoutControlCharactersAndNotAtLength() {
		this.server.add("acme.example. TXT \"v=spf1 bad\\010\\013\\200term" + "x".repeat(200) + "\" " + "\""
				+ "y".repeat(250) + "\" ".repeat(1) + ("\"" + "z".repeat(250) + "\" ").repeat(5));
		assertThat(check(DomainRecordKind.SPF).reason()).contains("bad???term").hasSize(1000);
	}

	@Test
	void eachSendingAddressHasToPass() {
		SendingDomains addresses = domains(new SendingDomainSettings(null,
				List.of(address("192.0.2.1"), address("2001:db8::7")), null, null, null, false, Duration.ofHours(6)));
		this.server.add("acme.example. TXT \"v=spf1 ip4:192.0.2.1 ~all\"");
		assertThat(addresses.verify(addresses.list(null, 1).domains().get(0).id())
			.orElseThrow()
			.record(DomainRecordKind.SPF)
			.orElseThrow()
			.reason()).isEqualTo(
					"softfail: '~all' of acme.example matches; add ip6:2001:db8:0:0:0:0:0:7 before what matches all");
	}

	@Test
	void anAliasHasToLeadToTheTarget() {
		assertThat(check(DomainRecordKind.RETURN_PATH).reason()).isEqualTo("sp-bounces.acme.example does not exist");
		this.server.add("track.acme.example. CNAME elsewhere.example.")
			.add("sp-bounces.acme.example. CNAME alias.acme.example.")
			.add("alias.acme.example. CNAME bounces.sender.example.");
		assertThat(freshCheck(DomainRecordKind.TRACKING).reason())
			.isEqualTo("it is an alias of elsewhere.example, not of track.sender.example");
		assertThat(freshCheck(DomainRecordKind.RETURN_PATH).isVerified()).isTrue();
	}

	@Test
	void aliasesInACircleAreExplained() {
		this.server.add("sp-bounces.acme.example. CNAME b.acme.example.")
			.add("b.acme.example. CNAME sp-bounces.acme.example.");
		assertThat(check(DomainRecordKind.RETURN_PATH)).returns(DomainRecordState.FAILED, DomainRecord::state)
			.satisfies((record) -> assertThat(record.reason()).contains("circle"));
	}

	@Test
	void aDomainThatTakesNoMailLosesBounces() {
		assertThat(check(DomainRecordKind.MX).isVerified()).isTrue();
		this.server.remove("acme.example.").add("acme.example. MX 0 .");
		assertThat(freshCheck(DomainRecordKind.MX).reason()).contains("takes no mail");
	}

	@Test
	void bouncesGoWhereTheyShould() {
		SendingDomains bounces = domains(new SendingDomainSettings(null, List.of(), null, null, "mx.sender.example",
				false, Duration.ofHours(6)));
		this.server.add("sp-bounces.acme.example. MX 10 mx.other.example.");
		DomainRecord mx = bounces.verify(bounces.list(null, 1).domains().get(0).id())
			.orElseThrow()
			.record(DomainRecordKind.MX)
			.orElseThrow();
		assertThat(mx).returns("10 mx.sender.example", DomainRecord::value)
			.returns("its mail goes to mx.other.example, not to mx.sender.example", DomainRecord::reason);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					v=DMARC1; p=none;                | VERIFIED |
					v=DMARC1; p=reject; adkim=s      | VERIFIED | adkim=s: mail from names below the domain is not aligned with its signature
					v=DMARC1; rua=mailto:x@y.example | FAILED   | _dmarc.acme.example has no policy: the tag p= is missing
					v=DMARC1; p=maybe                | FAILED   | _dmarc.acme.example has the unknown policy p=maybe
					something                        | FAILED   | there is no DMARC record
					""")
	void aDmarcPolicyIsRead(String text, DomainRecordState state, String reason) {
		this.server.add("_dmarc.acme.example. TXT \"" + text.strip() + "\"");
		assertThat(check(DomainRecordKind.DMARC)).returns(state, DomainRecord::state)
			.returns(reason, DomainRecord::reason);
	}

	@Test
	void twoDmarcRecordsAreAsGoodAsNone() {
		this.server.add("_dmarc.acme.example. TXT \"v=DMARC1; p=none\"")
			.add("_dmarc.acme.example. TXT \"v=DMARC1; p=reject\"");
		assertThat(check(DomainRecordKind.DMARC).reason()).contains("has 2 DMARC records");
	}

	@Test
	void theOrganizationalDomainSpeaksForThoseBelowIt() {
		SendingDomains below = new SendingDomains(SendingDomainSettings.DEFAULT,
				List.of(new ConfiguredDomain("news.acme.co.uk", null, Map.of())),
				new DnsJavaResolver(List.of(this.server.address()), Duration.ofSeconds(20), Ticker.disabledTicker()),
				null, new SecretCipher(List.of()), this.events::add, Clock.systemUTC());
		this.server.add("_dmarc.acme.co.uk. TXT \"v=DMARC1; p=reject; sp=quarantine\"");
		assertThat(below.verify(below.list(null, 1).domains().get(0).id())
			.orElseThrow()
			.record(DomainRecordKind.DMARC)
			.orElseThrow()).returns(DomainRecordState.VERIFIED, DomainRecord::state)
			.returns("the policy is that of acme.co.uk: quarantine", DomainRecord::reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "SERVFAIL", "SILENCE", "REFUSED" })
	void aNameServerThatIsAwayChangesNothing(Fault fault) {
		publish();
		assertThat(verify().verified()).isTrue();
		this.server.failAll(fault);
		SendingDomain checked = domains(SETTINGS, Duration.ofMillis(200)).verify(id()).orElseThrow();
		publish();
		SendingDomain before = this.domains.verify(id()).orElseThrow();
		assertThat(before.verified()).isTrue();
		assertThat(checked.verified()).isTrue();
		assertThat(checked.records())
			.allSatisfy((record) -> assertThat(record.reason()).startsWith("could not be checked: "));
	}

	@Test
	void aListOfDomainsIsCheckedToItsEndThoughOneFails() {
		DnsResolver failing = new FailingFor("broken.example",
				new DnsJavaResolver(List.of(this.server.address()), Duration.ofSeconds(20), Ticker.disabledTicker()));
		SendingDomains two = new SendingDomains(SendingDomainSettings.DEFAULT,
				List.of(new ConfiguredDomain("broken.example", null, Map.of()),
						new ConfiguredDomain("acme.example", null, Map.of())),
				failing, null, new SecretCipher(List.of()), this.events::add, Clock.systemUTC());
		two.verifyConfigured();
		assertThat(two.list(null, 10).domains()).extracting((domain) -> domain.checkedAt() != null)
			.containsExactly(false, true);
	}

	private void publish() {
		Zone.publish(this.domains.list(null, 1).domains().get(0), this.server);
		this.server.add("acme.example. MX 10 mx.acme.example.");
	}

	private SendingDomain verify() {
		return this.domains.verify(id()).orElseThrow();
	}

	private DomainRecord record(DomainRecordKind kind) {
		return this.domains.find(id()).orElseThrow().record(kind).orElseThrow();
	}

	private DomainRecord check(DomainRecordKind kind) {
		return verify().record(kind).orElseThrow();
	}

	/**
	 * A check that remembers nothing of the name system.
	 */
	private DomainRecord freshCheck(DomainRecordKind kind) {
		return fresh().verify(id()).orElseThrow().record(kind).orElseThrow();
	}

	private SendingDomains fresh() {
		return domains(SETTINGS);
	}

	private UUID id() {
		return this.domains.list(null, 1).domains().get(0).id();
	}

	private static InetAddress address(String text) {
		try {
			return InetAddress.getByName(text);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
