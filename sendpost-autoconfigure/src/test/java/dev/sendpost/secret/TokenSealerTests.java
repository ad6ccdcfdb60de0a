package dev.sendpost.secret;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TokenSealer}.
 */
class TokenSealerTests {

	private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] OTHER = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] CONTENT = "ann@example.com".getBytes(StandardCharsets.UTF_8);

	private final TokenSealer sealer = new SecretCipher(List.of(KEY)).tokenSealer("leave");

	@Test
	void whatWasSealedIsOpened() {
		assertThat(this.sealer.open(this.sealer.seal(CONTENT))).hasValue(CONTENT);
		assertThat(this.sealer.open(this.sealer.seal(new byte[0]))).hasValue(new byte[0]);
	}

	@Test
	void nobodyElseReadsIt() {
		byte[] octets = Base64.getUrlDecoder().decode(this.sealer.seal(CONTENT));
		assertThat(new String(octets, StandardCharsets.ISO_8859_1)).doesNotContain("ann", "example");
	}

	@Test
	void theSameIsTheSameToken() {
		assertThat(this.sealer.seal(CONTENT)).isEqualTo(this.sealer.seal(CONTENT.clone()));
		assertThat(this.sealer.seal(CONTENT)).doesNotStartWith(this.sealer.seal(new byte[15]).substring(0, 16));
	}

	@Test
	void aTokenWithAnyBitAlteredIsNone() {
		byte[] token = Base64.getUrlDecoder().decode(this.sealer.seal(CONTENT));
		for (int bit = 0; bit < token.length * 8; bit++) {
			byte[] altered = token.clone();
			altered[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThat(this.sealer.open(TokenText.encode(altered))).isEmpty();
		}
		for (int length = 0; length < token.length; length++) {
			assertThat(this.sealer.open(TokenText.encode(Arrays.copyOf(token, length)))).isEmpty();
		}
		assertThat(this.sealer.open("*")).isEmpty();
		assertThat(this.sealer.open("a".repeat(100_000))).isEmpty();
	}

	@Test
	void aTokenForOnePurposeIsNoneForAnother() {
		String token = this.sealer.seal(CONTENT);
		assertThat(new SecretCipher(List.of(KEY)).tokenSealer("stay").open(token)).isEmpty();
		assertThat(new SecretCipher(List.of(KEY)).tokenSigner("leave").verify(token)).isEmpty();
		assertThat(new SecretCipher(List.of(OTHER)).tokenSealer("leave").open(token)).isEmpty();
	}

	@Test
	void tokensUnderPreviousKeysAreOpened() {
		assertThat(new SecretCipher(List.of(OTHER, KEY)).tokenSealer("leave").open(this.sealer.seal(CONTENT)))
			.hasValue(CONTENT);
	}

	@Test
	void withoutAKeyNothingIsSealed() {
		TokenSealer without = new SecretCipher(List.of()).tokenSealer("leave");
		assertThat(without.canSeal()).isFalse();
		assertThatExceptionOfType(EncryptionKeyRequiredException.class).isThrownBy(() -> without.seal(CONTENT))
			.withMessageContaining("sendpost.encryption.key");
		assertThat(without.open(this.sealer.seal(CONTENT))).isEmpty();
	}

}
