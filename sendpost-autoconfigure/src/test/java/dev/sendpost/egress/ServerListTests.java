package dev.sendpost.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServerList}.
 */
class ServerListTests {

	private static final ServerAddress PUBLIC = ServerAddress.parse("smtp.example.com:587");

	private static ServerList list(HostResolver resolver) {
		return new ServerList(
				Stream.of("smtp.example.com:587", "inward.example.com:587", "127.0.0.1:2525", "[fd00::1]:25")
					.map(ServerAddress::parse)
					.toList(),
				List.of(ServerAddress.parse("relay.internal:25")), resolver);
	}

	@ParameterizedTest
	@CsvSource({ "smtp.example.com,587", "SMTP.Example.COM,587", "127.0.0.1,2525", "fd00::1,25", "[fd00::1],25",
			"relay.internal,25" })
	void whatIsListedMayBeNamed(String host, int port) {
		assertThat(list(HostResolver.SYSTEM).require(host, port).port()).isEqualTo(port);
	}

	@ParameterizedTest
	@CsvSource(ignoreLeadingAndTrailingWhitespace = false,
			value = { "smtp.example.com,25", "smtp.example.com,22", "smtp.example.com,80", "smtp.example.com.,587",
					"mx.smtp.example.com,587", "example.com,587", "localhost,2525", "[::1],2525",
					"[::ffff:127.0.0.1],2525", "::ffff:127.0.0.1,2525", "2130706433,2525", "0x7f000001,2525",
					"0177.0.0.1,2525", "127.1,2525", "127.0.0.1.,2525", "127.0.0.2,2525", "169.254.169.254,80",
					" smtp.example.com,587", "smtp.example.com:587,587", "smtp.example.com#,587", "'',587",
					"fd00:0::1,25" })
	void nothingElseMayBeNamed(String host, int port) {
		assertThatExceptionOfType(EgressRefusedException.class)
			.isThrownBy(() -> list(HostResolver.SYSTEM).require(host, port))
			.withMessage("This server and port are not allowed here");
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fe80::1",
			"fd00::1", "224.0.0.1", "ff02::1", "0.0.0.0", "100.64.0.1" })
	void aNameThatLeadsInwardsIsRefused(String address) throws Exception {
		InetAddress inward = InetAddress.getByName(address);
		InetAddress outward = InetAddress.getByName("8.8.8.8");
		ServerList servers = list((host) -> List.of(outward, inward));
		assertThatExceptionOfType(EgressRefusedException.class)
			.isThrownBy(() -> servers.resolve(servers.require("inward.example.com", 587)))
			.withMessage("This server and port are not allowed here");
	}

	@Test
	void aPrivateServerAndOneThatIsListedByItsAddressMayBeAnywhere() throws Exception {
		InetAddress inward = InetAddress.getByName("10.0.0.1");
		ServerList servers = list((host) -> List.of(inward));
		assertThat(servers.resolve(servers.require("relay.internal", 25))).containsExactly(inward);
		assertThat(servers.resolve(servers.require("127.0.0.1", 2525))).containsExactly(inward);
	}

	@Test
	void anAddressIsThatOfOneLookUp() throws Exception {
		List<String> asked = new ArrayList<>();
		InetAddress outward = InetAddress.getByName("8.8.8.8");
		ServerList servers = list((host) -> {
			asked.add(host);
			return List.of(outward);
		});
		assertThat(servers.resolve(PUBLIC)).containsExactly(outward);
		assertThat(asked).containsExactly("smtp.example.com");
	}

	@Test
	void aNameWithoutAddressesIsUnknown() {
		assertThatExceptionOfType(UnknownHostException.class)
			.isThrownBy(() -> list((host) -> List.of()).resolve(PUBLIC));
	}

	@Test
	void aServerThatIsNotListedIsNotLookedUp() {
		ServerList servers = list((host) -> {
			throw new AssertionError("looked up");
		});
		assertThatExceptionOfType(EgressRefusedException.class)
			.isThrownBy(() -> servers.resolve(ServerAddress.parse("other.example.com:25")));
	}

	@Test
	void oneNeedNotBeNamedIfItIsTheOnlyOne() {
		assertThat(list(HostResolver.SYSTEM).only()).isEmpty();
		assertThat(new ServerList(List.of(PUBLIC), List.of(), HostResolver.SYSTEM).only()).hasValue(PUBLIC);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "smtp.example.com", "smtp.example.com:", "smtp.example.com:0",
			"smtp.example.com:65536", ":25", "*.example.com:25", "smtp..example.com:25", "2130706433:25",
			"0x7f000001:25", "0177.0.0.1:25", "127.1:25", "::1:25", "[::1]", "[::g]:25", "smtp://example.com:25",
			"a b:25", "example.com:25\n" })
	void whatIsNoServerCannotBeListed(String notation) {
		assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.parse(notation))
			.withMessageContaining("is no server and port");
	}

}
