package dev.sendpost.subaccount;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApiKeyText}.
 */
class ApiKeyTextTests {

	private final SecureRandom random = new SecureRandom();

	@ParameterizedTest
	@EnumSource
	void aKeyOfEachStyleIsWellFormedAndShowsItsStyle(ApiKeyStyle style) {
		for (boolean test : new boolean[] { true, false }) {
			String text = ApiKeyText.generate(style, test, this.random);
			assertThat(text).startsWith(style.prefix(test)).matches("[a-z_]*[0-9A-Za-z]{49}");
			assertThat(ApiKeyText.isWellFormed(octets(text))).isTrue();
			assertThat(text).startsWith(ApiKeyText.hint(text, style, test));
		}
	}

	@Test
	void theModesArePrefixesAsTheServicesHaveThem() {
		assertThat(ApiKeyStyle.NATIVE.prefix(false)).isEqualTo("sk_live_");
		assertThat(ApiKeyStyle.NATIVE.prefix(true)).isEqualTo("sk_test_");
		assertThat(ApiKeyStyle.SENDRY.prefix(false)).isEqualTo("sn_live_");
		assertThat(ApiKeyStyle.SENDRY.prefix(true)).isEqualTo("sn_test_");
	}

	@Test
	void anyOneMistypedCharacterShows() {
		String text = ApiKeyText.generate(ApiKeyStyle.NATIVE, false, this.random);
		for (int i = 0; i < text.length(); i++) {
			char other = (text.charAt(i) == 'x') ? 'y' : 'x';
			String mistyped = text.substring(0, i) + other + text.substring(i + 1);
			assertThat(ApiKeyText.isWellFormed(octets(mistyped))).as(mistyped).isFalse();
		}
		assertThat(ApiKeyText.isWellFormed(octets(text.substring(1)))).isFalse();
		assertThat(ApiKeyText.isWellFormed(octets(text + "x"))).isFalse();
		assertThat(ApiKeyText.isWellFormed(octets(text.replace("live", "test")))).isFalse();
	}

	@Test
	void keysDiffer() {
		Set<String> keys = new HashSet<>();
		for (int i = 0; i < 1000; i++) {
			keys.add(ApiKeyText.generate(ApiKeyStyle.SENDPOST, false, this.random));
		}
		assertThat(keys).hasSize(1000);
	}

	@Test
	void whatCannotBeAKeyIsNotLookedAt() {
		assertThat(ApiKeyText.octets(null)).isNull();
		assertThat(ApiKeyText.octets("")).isNull();
		assertThat(ApiKeyText.octets("x".repeat(1_000_000))).isNull();
		String enough = "sk_live_0123456789ab";
		assertThat(ApiKeyText.octets(enough + "\u0000")).isNull();
		assertThat(ApiKeyText.octets(enough + "\r\n")).isNull();
		assertThat(ApiKeyText.octets(enough + " c")).isNull();
		assertThat(ApiKeyText.octets(enough + "\u00e9")).isNull();
		assertThat(ApiKeyText.octets(enough + "\u0141")).isNull();
		assertThat(ApiKeyText.octets(enough)).isEqualTo(enough.getBytes(StandardCharsets.US_ASCII));
		assertThat(ApiKeyText.octets(enough.substring(1))).isNull();
	}

	private static byte[] octets(String text) {
		return Objects.requireNonNull(ApiKeyText.octets(text));
	}

}
