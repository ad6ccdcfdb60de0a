package dev.sendpost.egress;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EgressGuardTests {

	private final EgressGuard guard = new EgressGuard(List.of(), List.of(), HostResolver.SYSTEM);

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1/", "http://127.255.0.1/", "http://localhost/", "http://LOCALHOST/",
			"http://0.0.0.0/", "http://0.1.2.3/", "http://10.0.0.1/", "http://10.255.255.255/", "http://172.16.0.1/",
			"http://172.31.255.255/", "http://192.168.1.1/", "http://100.64.0.1/", "http://100.127.255.255/",
			"http://100.100.100.200/", "http://169.254.169.254/latest/meta-data/", "http://168.63.129.16/",
			"http://192.0.0.192/", "http://192.0.2.1/", "http://198.18.0.1/", "http://198.51.100.1/",
			"http://203.0.113.1/", "http://224.0.0.1/", "http://239.255.255.255/", "http://240.0.0.1/",
			"http://255.255.255.255/", "http://192.88.99.1/", "http://[::]/", "http://[::1]/",
			"http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::ffff:10.0.0.1]/",
			"http://[::127.0.0.1]/", "http://[::ffff:0:127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
			"http://[64:ff9b::8.8.8.8]/", "http://[64:ff9b:1::1]/", "http://[2002:7f00:1::]/", "http://[2001::1]/",
			"http://[2001:db8::1]/", "http://[fc00::1]/", "http://[fd00:ec2::254]/", "http://[fe80::1]/",
			"http://[fec0::1]/", "http://[ff02::1]/", "http://[100::1]/", "http://[4000::1]/", "http://[3fff::1]/" })
	void whatIsNotPublicIsRefused(String url) {
		assertThatExceptionOfType(EgressRefusedException.class).isThrownBy(() -> this.guard.require(url))
			.withMessageContaining("not a public one");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://2130706433/", "http://017700000001/", "http://0x7f000001/", "http://127.1/",
			"http://127.0.1/", "http://0177.0.0.1/", "http://0x7f.0.0.1/", "http://127.0.0.01/", "http://0/",
			"http://1.2.3.4.5/", "http://256.1.1.1/", "http://a.0x7f/", "http://127.0.0.1./",
			"http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/" })
	void otherSpellingsOfAddressesAreRefused(String url) {
		assertThatExceptionOfType(EgressRefusedException.class).isThrownBy(() -> this.guard.require(url));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "example.com",
			"//example.com/", "http:///", "http:example.com", "", "http://user:secret@example.com/",
			"http://user@example.com/", "https://example.com/#fragment", "https://exa mple.com/",
			"https://example.com/\r\nX: y", "https://b\u00fccher.example/", "https://example.com:25/",
			"https://example.com:22/", "https://example.com:0/", "https://example.com:99999/",
			"https://\u2488\u2488.example/", "https://127\u30020\u30020\u30021/" })
	void whatIsNoUrlOfHttpIsRefused(String url) {
		assertThatExceptionOfType(EgressRefusedException.class).isThrownBy(() -> this.guard.require(url))
			.withMessageNotContaining("secret");
	}

	@Test
	void aLongUrlIsRefused() {
		assertThatExceptionOfType(EgressRefusedException.class)
			.isThrownBy(() -> this.guard.require("https://example.com/" + "a".repeat(2000)))
			.withMessageContaining("2000");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://8.8.8.8/", "http://8.8.8.8:80/", "https://8.8.8.8:8443/a?b=c",
			"https://[2606:4700:4700::1111]/", "https://[2a00:1450::1]:443/", "http://100.63.255.255/",
			"http://100.128.0.0/", "http://172.32.0.1/", "http://11.0.0.0/", "http://[::ffff:8.8.8.8]/" })
	void publicAddressesPass(String url) {
		assertThat(this.guard.require(url)).hasToString(url);
	}

	@Test
	void oneAddressThatIsNotPublicIsEnoughToRefuseAName() {
		EgressGuard mixed = new EgressGuard(List.of(), List.of(),
				(host) -> List.of(InetAddress.getByName("8.8.8.8"), InetAddress.getByName("10.0.0.1")));
		assertThatExceptionOfType(EgressRefusedException.class)
			.isThrownBy(() -> mixed.require("https://mixed.example/"))
			.withMessageContaining("'mixed.example' has a private address")
			.withMessageNotContaining("10.0.0.1");
	}

	@Test
	void aNameThatCannotBeFoundPassesForNowAndIsCheckedWithTheRequest() {
		AtomicInteger questions = new AtomicInteger();
		EgressGuard later = new EgressGuard(List.of(), List.of(), (host) -> {
			if (questions.getAndIncrement() == 0) {
				throw new UnknownHostException(host);
			}
			return List.of(InetAddress.getByName("10.0.0.1"));
		});
		assertThat(later.require("https://later.example/")).hasHost("later.example");
		assertThatExceptionOfType(EgressRefusedException.class)
			.isThrownBy(() -> later.target(URI.create("https://later.example/")));
	}

	@Test
	void hostsAndNetworksCanBeAllowed() {
		EgressGuard lenient = new EgressGuard(List.of("Intern.example"),
				List.of(IpNetwork.parse("10.1.0.0/16"), IpNetwork.parse("fd00::/64")), (host) -> switch (host) {
					case "intern.example", "other.example" -> List.of(InetAddress.getByName("10.2.0.1"));
					default -> List.of(InetAddress.getByName(host));
				});
		assertThat(lenient.require("http://intern.example:25/")).hasPort(25);
		assertThat(lenient.require("http://10.1.2.3/")).hasHost("10.1.2.3");
		assertThat(lenient.require("http://[fd00::7]/")).hasHost("[fd00::7]");
		for (String url : List.of("http://other.example/", "http://10.2.0.1/", "http://[fd00:0:0:1::7]/",
				"http://127.0.0.1/")) {
			assertThatExceptionOfType(EgressRefusedException.class).as(url).isThrownBy(() -> lenient.require(url));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "10.0.0.0/33", "10.0.0/8", "localhost", "10.0.0.0/-1", "fd00::/129", "example.com/8",
			"010.0.0.0/8", "::ffff:10.0.0.0/104" })
	void whatIsNoNetworkIsRefused(String notation) {
		assertThatIllegalArgumentException().isThrownBy(() -> IpNetwork.parse(notation))
			.withMessageContaining(notation);
	}

}
