package dev.sendpost.domain.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.testdns.TestDnsServer;
import dev.sendpost.testdns.TestDnsServer.Fault;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DnsJavaResolver} with a real name server.
 */
class DnsJavaResolverTests {

	private final TestDnsServer server = TestDnsServer.start();

	private final AtomicLong nanoTime = new AtomicLong();

	private final DnsJavaResolver dns = resolver(this.server.address());

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void stringsOfOneRecordAreJoinedWithoutASpace() {
		this.server.add("split.example. TXT \"v=DKIM1; p=abc\" \"def\" \"ghi\"").add("split.example. TXT \"other\"");
		assertThat(this.dns.txt("split.example").records()).containsExactlyInAnyOrder("v=DKIM1; p=abcdefghi", "other");
	}

	@Test
	void whatDoesNotExistIsToldFromWhatHasNoSuchRecord() {
		this.server.add("acme.example. A 192.0.2.1");
		assertThat(this.dns.txt("acme.example")).returns(DnsStatus.NO_DATA, DnsAnswer::status)
			.returns("acme.example has no TXT record", DnsAnswer::explanation);
		assertThat(this.dns.txt("gone.example")).returns(DnsStatus.NO_SUCH_NAME, DnsAnswer::status)
			.returns("gone.example does not exist", DnsAnswer::explanation);
	}

	@Test
	void aServerThatFailsIsUnavailableAndNotRemembered() {
		this.server.add("acme.example. TXT \"text\"").fail("acme.example.", Fault.SERVFAIL);
		DnsAnswer<String> failed = this.dns.txt("acme.example");
		assertThat(failed.isTemporary()).isTrue();
		assertThat(failed.explanation()).contains("acme.example").contains("SERVFAIL").contains(this.server.property());
		this.server.fail("acme.example.", Fault.NONE);
		assertThat(this.dns.txt("acme.example").records()).containsExactly("text");
	}

	@Test
	void silenceEndsWithTheTimeout() {
		this.server.failAll(Fault.SILENCE);
		long start = System.nanoTime();
		DnsAnswer<String> answer = resolver(Duration.ofMillis(200), this.server.address()).txt("acme.example");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
		assertThat(answer.isTemporary()).isTrue();
		assertThat(answer.explanation()).contains("gives no answer within 200 ms");
		awaitQuestions(2);
	}

	@Test
	void aLostDatagramIsSentAgain() {
		this.server.add("acme.example. TXT \"text\"").failAll(Fault.SILENCE);
		Thread healer = new Thread(() -> {
			while (this.server.questions().isEmpty()) {
				Thread.onSpinWait();
			}
			this.server.failAll(Fault.NONE);
		});
		healer.start();
		assertThat(resolver(Duration.ofSeconds(3), this.server.address()).txt("acme.example").records())
			.containsExactly("text");
	}

	@Test
	void theNextServerIsAskedIfOneCannotTell() {
		try (TestDnsServer other = TestDnsServer.start("acme.example. TXT \"text\"")) {
			this.server.failAll(Fault.REFUSED);
			assertThat(resolver(this.server.address(), other.address()).txt("acme.example").records())
				.containsExactly("text");
			assertThat(this.server.questions()).hasSize(1);
		}
	}

	@Test
	void anAnswerThatWasCutOffIsFetchedByTcp() {
		this.server.add("acme.example. TXT \"text\"").fail("acme.example.", Fault.TRUNCATED);
		assertThat(this.dns.txt("acme.example").records()).containsExactly("text");
		assertThat(this.server.questions()).containsExactly("acme.example. TXT udp", "acme.example. TXT tcp");
	}

	@Test
	void anAnswerTooLargeForADatagramIsFetchedByTcp() {
		String part = "\"" + "x".repeat(250) + "\"";
		this.server.add("large.example. TXT " + String.join(" ", List.of(part, part, part, part, part, part, part)));
		assertThat(this.dns.txt("large.example").records()).singleElement()
			.satisfies((text) -> assertThat(text).hasSize(1750));
		assertThat(this.server.questions()).contains("large.example. TXT tcp");
	}

	@Test
	void aliasesAreFollowed() {
		this.server.add("a.example. CNAME b.example.")
			.add("b.example. CNAME c.example.")
			.add("c.example. TXT \"text\"");
		DnsAnswer<String> answer = this.dns.txt("a.example");
		assertThat(answer.records()).containsExactly("text");
		assertThat(answer.aliases()).containsExactly("b.example", "c.example");
		assertThat(this.dns.aliases("a.example").records()).containsExactly("b.example", "c.example");
	}

	@Test
	void aliasesInACircleAreToldAsSuch() {
		this.server.add("a.example. CNAME b.example.").add("b.example. CNAME a.example.");
		assertThat(this.dns.txt("a.example")).returns(DnsStatus.ALIAS_LOOP, DnsAnswer::status)
			.satisfies((answer) -> assertThat(answer.explanation()).contains("circle").contains("b.example"));
		assertThat(this.dns.aliases("a.example").status()).isEqualTo(DnsStatus.ALIAS_LOOP);
	}

	@Test
	void aChainOfAliasesHasALimit() {
		for (int i = 0; i < 12; i++) {
			this.server.add("a" + i + ".example. CNAME a" + (i + 1) + ".example.");
		}
		assertThat(this.dns.txt("a0.example")).returns(DnsStatus.ALIAS_LOOP, DnsAnswer::status);
	}

	@Test
	void aNameWithoutAnAliasHasNone() {
		this.server.add("a.example. A 192.0.2.1");
		assertThat(this.dns.aliases("a.example")).returns(DnsStatus.NO_DATA, DnsAnswer::status);
		assertThat(this.dns.aliases("b.example")).returns(DnsStatus.NO_SUCH_NAME, DnsAnswer::status);
	}

	@Test
	void mailExchangersComeInOrder() {
		this.server.add("acme.example. MX 20 b.acme.example.").add("acme.example. MX 10 A.acme.example.");
		this.server.add("mute.example. MX 0 .");
		assertThat(this.dns.mx("acme.example").records()).containsExactly(new MailExchanger(10, "a.acme.example"),
				new MailExchanger(20, "b.acme.example"));
		assertThat(this.dns.mx("mute.example").records()).containsExactly(new MailExchanger(0, ""));
	}

	@Test
	void anAnswerIsRememberedForItsTtl() {
		this.server.add("acme.example. 30 TXT \"one\"");
		this.dns.txt("acme.example");
		this.server.remove("acme.example.").add("acme.example. TXT \"two\"");
		pass(Duration.ofSeconds(29));
		assertThat(this.dns.txt("acme.example").records()).containsExactly("one");
		pass(Duration.ofSeconds(2));
		assertThat(this.dns.txt("acme.example").records()).containsExactly("two");
		assertThat(this.server.questions()).hasSize(2);
	}

	@Test
	void thatANameDoesNotExistIsRememberedAsLongAsItsZoneSays() {
		this.dns.txt("acme.example");
		this.server.add("acme.example. TXT \"text\"");
		pass(Duration.ofSeconds(TestDnsServer.NEGATIVE_TTL - 1));
		assertThat(this.dns.txt("acme.example").isFound()).isFalse();
		pass(Duration.ofSeconds(2));
		assertThat(this.dns.txt("acme.example").isFound()).isTrue();
	}

	@Test
	void freshWorkPassesOverWhatIsRemembered() {
		this.server.add("acme.example. TXT \"one\"");
		this.dns.txt("acme.example");
		this.server.remove("acme.example.").add("acme.example. TXT \"two\"");
		DnsResolver hasty = this.dns.forWork(true, Duration.ofSeconds(20));
		assertThat(hasty.txt("acme.example").records()).containsExactly("one");
		pass(Duration.ofSeconds(6));
		assertThat(hasty.txt("acme.example").records()).containsExactly("two");
		assertThat(this.dns.txt("acme.example").records()).containsExactly("two");
	}

	@Test
	void workThatTookTooLongAsksNoMore() {
		this.server.add("acme.example. TXT \"one\"").add("other.example. TXT \"two\"");
		DnsResolver work = this.dns.forWork(false, Duration.ofSeconds(20));
		assertThat(work.txt("acme.example").isFound()).isTrue();
		pass(Duration.ofSeconds(21));
		assertThat(work.txt("other.example").explanation()).contains("took too long");
		assertThat(this.dns.txt("other.example").isFound()).isTrue();
	}

	@Test
	void aServerThatIsSilentDoesNotMakeWorkTakeLonger() {
		this.server.failAll(Fault.SILENCE);
		DnsResolver work = new DnsJavaResolver(List.of(this.server.address()), Duration.ofSeconds(30),
				Ticker.systemTicker())
			.forWork(false, Duration.ofSeconds(3));
		long start = System.nanoTime();
		DnsAnswer<String> answer = work.txt("acme.example");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
		assertThat(answer.isTemporary()).isTrue();
		assertThat(answer.explanation()).contains("took too long").contains("gives no answer");
		awaitQuestions(1);
	}

	@Test
	void whatCannotBeANameDoesNotExist() {
		assertThat(this.dns.txt("a..example").status()).isEqualTo(DnsStatus.NO_SUCH_NAME);
		assertThat(this.dns.txt("x".repeat(64) + ".example").status()).isEqualTo(DnsStatus.NO_SUCH_NAME);
		assertThat(this.server.questions()).isEmpty();
	}

	private void pass(Duration time) {
		this.nanoTime.addAndGet(time.toNanos());
	}

	/**
	 * Nobody waits for a server to note what it does not answer.
	 */
	private void awaitQuestions(int count) {
		Awaitility.await().untilAsserted(() -> assertThat(this.server.questions()).hasSize(count));
	}

	private DnsJavaResolver resolver(InetSocketAddress... servers) {
		return resolver(Duration.ofSeconds(20), servers);
	}

	private DnsJavaResolver resolver(Duration timeout, InetSocketAddress... servers) {
		return new DnsJavaResolver(List.of(servers), timeout, this.nanoTime::get);
	}

}
