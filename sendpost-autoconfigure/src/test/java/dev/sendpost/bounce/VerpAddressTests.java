package dev.sendpost.bounce;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import dev.sendpost.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link VerpAddress}.
 */
class VerpAddressTests {

	private static final UUID ID = BounceMailSamples.EMAIL_ID;

	private final VerpAddress verp = verp("1");

	private static VerpAddress verp(String... keys) {
		return new VerpAddress("bounces", "mail.example.com",
				List.of(keys).stream().map(VerpAddressTests::key).toList());
	}

	private static SecretKey key(String name) {
		return new SecretKeySpec(("0123456789abcdef0123456789abcde" + name).getBytes(StandardCharsets.US_ASCII),
				"HmacSHA256");
	}

	@Test
	void aReturnPathTellsItsMessage() {
		EmailAddress address = this.verp.address(ID, "example.com");
		assertThat(address.address()).matches("bounces\\+01h455rb4met5rpjlj084pl02n-[0-9a-v]{16}@mail\\.example\\.com");
		assertThat(this.verp.emailId(address.address())).isEqualTo(ID);
		assertThat(this.verp.address(ID, "example.com")).isEqualTo(address);
	}

	@Test
	void everyIdSurvivesChangesOfTheCase() {
		Random random = new Random(5);
		for (int i = 0; i < 1000; i++) {
			UUID id = (i == 0) ? new UUID(0, 0)
					: (i == 1) ? new UUID(-1, -1) : new UUID(random.nextLong(), random.nextLong());
			String address = this.verp.address(id, "example.com").address();
			assertThat(address.indexOf('@')).isEqualTo(51);
			assertThat(this.verp.emailId(address)).isEqualTo(id);
			assertThat(this.verp.emailId(address.toUpperCase(Locale.ROOT))).isEqualTo(id);
		}
	}

	@Test
	void theLongestLocalPartHas64Octets() {
		VerpAddress longest = new VerpAddress("b".repeat(20), "example.com", List.of(key("1")));
		assertThat(longest.address(ID, "example.com").localPart()).hasSize(64);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new VerpAddress("b".repeat(21), "example.com", List.of(key("1"))));
		assertThatIllegalArgumentException().isThrownBy(() -> new VerpAddress("", "example.com", List.of(key("1"))));
		assertThatIllegalArgumentException().isThrownBy(() -> new VerpAddress("b", "example.com", List.of()));
	}

	@Test
	void theDomainMayFollowTheSenders() {
		VerpAddress aligned = new VerpAddress("bounces", "sp-bounces.{domain}", List.of(key("1")));
		EmailAddress address = aligned.address(ID, "acme.example");
		assertThat(address.domain()).isEqualTo("sp-bounces.acme.example");
		assertThat(aligned.emailId(address.address())).isEqualTo(ID);
	}

	@Test
	void eachCharacterCounts() {
		String address = this.verp.address(ID, "example.com").address();
		for (int i = "bounces+".length(); i < address.indexOf('@'); i++) {
			char other = (address.charAt(i) == '0') ? '1' : '0';
			String altered = address.substring(0, i) + other + address.substring(i + 1);
			assertThat(this.verp.emailId(altered)).as(altered).isNull();
			assertThat(this.verp.hasForm(altered)).isEqualTo(address.charAt(i) != '-');
		}
	}

	@Test
	void aTagOfAnotherKeyIsForged() {
		String forged = verp("2").address(ID, "example.com").address();
		assertThat(this.verp.hasForm(forged)).isTrue();
		assertThat(this.verp.emailId(forged)).isNull();
	}

	@Test
	void keysCanBeExchanged() {
		String old = this.verp.address(ID, "example.com").address();
		VerpAddress exchanged = verp("2", "1");
		assertThat(exchanged.emailId(old)).isEqualTo(ID);
		assertThat(exchanged.address(ID, "example.com").address()).isNotEqualTo(old);
		assertThat(this.verp.emailId(exchanged.address(ID, "example.com").address())).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "@", "bounces@mail.example.com", "bounces+x-y@mail.example.com",
			"bounce+01h455rb4met5rpjlj084pl02n-0123456789abcdef@mail.example.com",
			"bounces+01h455rb4met5rpjlj084pl02n-0123456789abcdef",
			"bounces+01h455rb4met5rpjlj084pl02n-0123456789abcdefg@mail.example.com",
			"bounces+w1h455rb4met5rpjlj084pl02n-0123456789abcdef@mail.example.com" })
	void otherAddressesAreNone(String address) {
		assertThat(this.verp.hasForm(address)).isFalse();
		assertThat(this.verp.emailId(address)).isNull();
	}

	@Test
	void anIdOfMoreThan128BitsIsNone() {
		String address = "bounces+v1h455rb4met5rpjlj084pl02n-0123456789abcdef@mail.example.com";
		assertThat(this.verp.hasForm(address)).isTrue();
		assertThat(this.verp.emailId(address)).isNull();
	}

	@Test
	void theKeyIsNotShown() {
		assertThat(this.verp).hasToString("bounces+...@mail.example.com");
	}

}
