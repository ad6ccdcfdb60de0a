package dev.sendpost.domain.spf;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.domain.dns.DnsJavaResolver;
import dev.sendpost.testdns.TestDnsServer;
import dev.sendpost.testdns.TestDnsServer.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpfEvaluator} with a real name server.
 */
class SpfEvaluatorTests {

	private final TestDnsServer server = TestDnsServer.start();

	private final SpfEvaluator evaluator = new SpfEvaluator(
			new DnsJavaResolver(List.of(this.server.address()), Duration.ofSeconds(20), Ticker.disabledTicker()));

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			v=spf1 ip4:192.0.2.1 -all                 | PASS
			v=spf1 ip4:192.0.2.0/24 -all              | PASS
			v=spf1 ip4:192.0.2.128/25 -all            | FAIL
			V=SPF1 IP4:192.0.2.1 -ALL                 | PASS
			v=spf1 ip6:2001:db8::/32 ~all             | SOFTFAIL
			v=spf1 ?all                               | NEUTRAL
			v=spf1                                    | NEUTRAL
			v=spf1 a -all                             | FAIL
			v=spf1 a:mail.acme.example -all           | PASS
			v=spf1 a:other.acme.example/30 -all       | PASS
			v=spf1 mx -all                            | PASS
			v=spf1 mx:acme.example/32 -all            | PASS
			v=spf1 ptr:acme.example -all              | PASS
			v=spf1 exists:%{ir}.list.acme.example -all| PASS
			v=spf1 exists:%{l}.users.acme.example -all| PASS
			v=spf1 exists:%{p}.p.acme.example -all    | PASS
			v=spf1 include:pass.example -all          | PASS
			v=spf1 include:fail.example ?all          | NEUTRAL
			v=spf1 redirect=pass.example              | PASS
			v=spf1 redirect=fail.example              | FAIL
			v=spf1 ?all redirect=pass.example         | NEUTRAL
			v=spf1 redirect=pass.example unknown=%{d} | PASS
			v=spf1 -all exp=explain.acme.example      | FAIL
			""")
	void aRecordDecides(String record, SpfResult result) {
		this.server.add("acme.example. TXT \"" + record.strip() + "\"")
			.add("acme.example. A 192.0.2.99")
			.add("acme.example. MX 10 mail.acme.example.")
			.add("mail.acme.example. A 192.0.2.1")
			.add("other.acme.example. A 192.0.2.2")
			.add("1.2.0.192.list.acme.example. A 127.0.0.2")
			.add("ann.users.acme.example. A 127.0.0.2")
			.add("1.2.0.192.in-addr.arpa. PTR mail.acme.example.")
			.add("mail.acme.example.p.acme.example. A 127.0.0.2")
			.add("pass.example. TXT \"v=spf1 ip4:192.0.2.1 -all\"")
			.add("fail.example. TXT \"v=spf1 -all\"");
		assertThat(check("192.0.2.1")).returns(result, SpfVerdict::result);
	}

	@ParameterizedTest
	@ValueSource(strings = { "v=spf1 ip4:192.0.2.256 -all", "v=spf1 ip4:192.0.2.1/33 -all", "v=spf1 ip6:1.2.3.4 -all",
			"v=spf1 include -all", "v=spf1 include: -all", "v=spf1 a:example -all", "v=spf1 a/ -all",
			"v=spf1 mx:x.example/32/64 -all", "v=spf1 all:x.example", "v=spf1 foo -all", "v=spf1 -all -all.",
			"v=spf1 exists:%{x}.example -all", "v=spf1 exists:%{d0}.example -all", "v=spf1 exists:%d.example -all",
			"v=spf1 redirect=a.example redirect=b.example", "v=spf1 exp=a.example exp=b.example",
			"v=spf1 ip4:192.0.2.1 =x", "v=spf1 exists:%{c}.example" })
	void aMistakeAnywhereIsAnErrorOfTheWholeRecord(String record) {
		this.server.add("acme.example. TXT \"" + record + "\"");
		assertThat(check("192.0.2.1")).returns(SpfResult.PERMERROR, SpfVerdict::result);
	}

	@Test
	void aDomainWithoutARecordHasNone() {
		this.server.add("acme.example. TXT \"v=spf10 -all\"").add("acme.example. TXT \"site-verification\"");
		assertThat(check("192.0.2.1")).returns(SpfResult.NONE, SpfVerdict::result)
			.returns("acme.example has no SPF record", SpfVerdict::describe);
	}

	@Test
	void twoRecordsAreAnError() {
		this.server.add("acme.example. TXT \"v=spf1 -all\"").add("acme.example. TXT \"v=spf1 +all\"");
		assertThat(check("192.0.2.1")).returns(SpfResult.PERMERROR, SpfVerdict::result)
			.returns("acme.example has 2 SPF records; there must be one", SpfVerdict::describe);
	}

	@Test
	void aRecordIsReadAcrossItsStrings() {
		this.server.add("acme.example. TXT \"v=spf1 ip4:192.\" \"0.2.1 -all\"");
		assertThat(check("192.0.2.1").result()).isEqualTo(SpfResult.PASS);
	}

	@Test
	void tenLookUpsAreAllowed() {
		chain(10);
		assertThat(check("192.0.2.1")).returns(SpfResult.PASS, SpfVerdict::result).returns(10, SpfVerdict::lookups);
	}

	@Test
	void elevenLookUpsAreTooManyAndThePathIsTold() {
		chain(11);
		SpfVerdict verdict = check("192.0.2.1");
		assertThat(verdict.result()).isEqualTo(SpfResult.PERMERROR);
		assertThat(verdict.describe()).contains("more than 10 look-ups")
			.contains("'include:i11.example' of i10.example is one too many")
			.contains("acme.example -> i1.example -> i2.example");
	}

	private void chain(int length) {
		this.server.add("acme.example. TXT \"v=spf1 include:i1.example -all\"");
		for (int i = 1; i < length; i++) {
			this.server.add("i" + i + ".example. TXT \"v=spf1 include:i" + (i + 1) + ".example -all\"");
		}
		this.server.add("i" + length + ".example. TXT \"v=spf1 ip4:192.0.2.1 -all\"");
	}

	@Test
	void aCircleOfIncludesEndsAtTheLimit() {
		this.server.add("acme.example. TXT \"v=spf1 include:acme.example -all\"");
		assertThat(check("192.0.2.1").result()).isEqualTo(SpfResult.PERMERROR);
	}

	@Test
	void anIncludeOfADomainWithoutARecordIsAnError() {
		this.server.add("acme.example. TXT \"v=spf1 include:none.example -all\"");
		assertThat(check("192.0.2.1")).returns(SpfResult.PERMERROR, SpfVerdict::result)
			.returns("'include:none.example' of acme.example leads to no SPF record", SpfVerdict::describe);
	}

	@Test
	void aRedirectToADomainWithoutARecordIsAnError() {
		this.server.add("acme.example. TXT \"v=spf1 redirect=none.example\"");
		assertThat(check("192.0.2.1").result()).isEqualTo(SpfResult.PERMERROR);
	}

	@Test
	void twoLookUpsMayLeadToNothingButNotThree() {
		this.server.add("acme.example. TXT \"v=spf1 a:n1.example a:n2.example ip4:192.0.2.1 a:n3.example -all\"");
		assertThat(check("192.0.2.1").result()).isEqualTo(SpfResult.PASS);
		assertThat(check("192.0.2.2")).returns(SpfResult.PERMERROR, SpfVerdict::result)
			.satisfies((verdict) -> assertThat(verdict.describe()).contains("more than 2 look-ups lead to nothing")
				.contains("n3.example does not exist"));
	}

	@Test
	void aServerThatFailsIsATemporaryError() {
		this.server.add("acme.example. TXT \"v=spf1 include:away.example -all\"").fail("away.example.", Fault.SERVFAIL);
		SpfVerdict verdict = check("192.0.2.1");
		assertThat(verdict.result()).isEqualTo(SpfResult.TEMPERROR);
		assertThat(verdict.describe()).contains("SERVFAIL").contains("(acme.example -> away.example)");
	}

	@Test
	void moreThanTenMailExchangersAreAnError() {
		this.server.add("acme.example. TXT \"v=spf1 mx -all\"");
		for (int i = 0; i < 11; i++) {
			this.server.add("acme.example. MX 10 m" + i + ".example.").add("m" + i + ".example. A 192.0.2." + (50 + i));
		}
		assertThat(check("192.0.2.1").result()).isEqualTo(SpfResult.PERMERROR);
	}

	@Test
	void ipv6IsCompared() {
		this.server.add("acme.example. TXT \"v=spf1 ip6:2001:db8:1::/48 a//64 -all\"")
			.add("acme.example. AAAA 2001:db8:2::1");
		assertThat(check("2001:db8:1:2::3").result()).isEqualTo(SpfResult.PASS);
		assertThat(check("2001:db8:2::9").result()).isEqualTo(SpfResult.PASS);
		assertThat(check("2001:db8:3::1").result()).isEqualTo(SpfResult.FAIL);
	}

	@Test
	void anIncludeIsFoundWhereverItStands() {
		this.server.add("acme.example. TXT \"v=spf1 a mx exists:%{i}._spf.acme.example include:group.example ~all\"")
			.add("acme.example. A 192.0.2.1")
			.add("acme.example. MX 10 acme.example.")
			.add("group.example. TXT \"v=spf1 include:spf.sender.example -all\"")
			.add("spf.sender.example. TXT \"v=spf1 ip4:198.51.100.0/24 -all\"");
		assertThat(this.evaluator.checkIncludes("spf.sender.example", "acme.example").result())
			.isEqualTo(SpfResult.PASS);
		SpfVerdict other = this.evaluator.checkIncludes("spf.other.example", "acme.example");
		assertThat(other).returns(SpfResult.SOFTFAIL, SpfVerdict::result)
			.returns("'~all' of acme.example matches", SpfVerdict::describe);
	}

	@Test
	void anIncludeBehindWhatMatchesAllIsNotReached() {
		this.server.add("acme.example. TXT \"v=spf1 -all include:spf.sender.example\"")
			.add("spf.sender.example. TXT \"v=spf1 ip4:198.51.100.0/24 -all\"");
		assertThat(this.evaluator.checkIncludes("spf.sender.example", "acme.example").result())
			.isEqualTo(SpfResult.FAIL);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			v=spf1 mx redirect=SPF.sender.example                | PASS
			v=spf1 redirect=spf.%{d2}                            | PASS
			v=spf1 include:group.example -all                    | PASS
			v=spf1 redirect=group.example                        | PASS
			v=spf1 ?all redirect=spf.sender.example              | NEUTRAL
			v=spf1 redirect=other.example                        | FAIL
			v=spf1 redirect=none.example                         | PERMERROR
			""")
	void aRedirectServesAsAnInclude(String record, SpfResult result) {
		this.server.add("sender.example. TXT \"" + record.strip() + "\"")
			.add("sender.example. MX 10 sender.example.")
			.add("sender.example. A 192.0.2.1")
			.add("group.example. TXT \"v=spf1 redirect=spf.sender.example\"")
			.add("other.example. TXT \"v=spf1 ip4:192.0.2.1 -all\"")
			.add("spf.sender.example. TXT \"v=spf1 ip4:198.51.100.0/24 -all\"");
		assertThat(this.evaluator.checkIncludes("spf.sender.example", "sender.example").result()).isEqualTo(result);
	}

	@Test
	void aRedirectToABrokenRecordIsAnError() {
		this.server.add("acme.example. TXT \"v=spf1 redirect=spf.sender.example\"")
			.add("spf.sender.example. TXT \"v=spf1 nonsense\"");
		assertThat(this.evaluator.checkIncludes("spf.sender.example", "acme.example").result())
			.isEqualTo(SpfResult.PERMERROR);
	}

	@Test
	void anIncludeThatIsBrokenItselfIsAnError() {
		this.server.add("acme.example. TXT \"v=spf1 include:spf.sender.example -all\"")
			.add("spf.sender.example. TXT \"v=spf1 nonsense\"");
		assertThat(this.evaluator.checkIncludes("spf.sender.example", "acme.example").describe()).contains("nonsense")
			.contains("acme.example -> spf.sender.example");
	}

	private SpfVerdict check(String client) {
		try {
			return this.evaluator.checkHost(InetAddress.getByName(client), "acme.example", "ann@acme.example",
					"mail.acme.example");
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
