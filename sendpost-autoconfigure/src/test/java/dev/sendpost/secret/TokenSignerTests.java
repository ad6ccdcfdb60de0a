package dev.sendpost.secret;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TokenSigner}.
 */
class TokenSignerTests {

	private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] OTHER = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] CONTENT = "who and what".getBytes(StandardCharsets.UTF_8);

	private final TokenSigner signer = new SecretCipher(List.of(KEY)).tokenSigner("leave");

	@Test
	void whatWasSignedIsVerified() {
		assertThat(this.signer.verify(this.signer.sign(CONTENT))).hasValue(CONTENT);
		assertThat(this.signer.verify(this.signer.sign(new byte[0]))).hasValue(new byte[0]);
	}

	@Test
	void theSignatureIsAnHmacUnderAKeyForThePurpose() throws Exception {
		byte[] token = Base64.getUrlDecoder().decode(this.signer.sign(CONTENT));
		byte[] derived = hmac(KEY, "sendpost token: leave".getBytes(StandardCharsets.UTF_8));
		assertThat(Arrays.copyOf(token, CONTENT.length)).isEqualTo(CONTENT);
		assertThat(Arrays.copyOfRange(token, CONTENT.length, token.length))
			.isEqualTo(Arrays.copyOf(hmac(derived, CONTENT), 16));
	}

	private static byte[] hmac(byte[] key, byte[] content) throws Exception {
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(key, "HmacSHA256"));
		return mac.doFinal(content);
	}

	@Test
	void aTokenWithAnyBitAlteredIsNone() {
		byte[] token = Base64.getUrlDecoder().decode(this.signer.sign(CONTENT));
		for (int bit = 0; bit < token.length * 8; bit++) {
			byte[] altered = token.clone();
			altered[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThat(this.signer.verify(Base64.getUrlEncoder().withoutPadding().encodeToString(altered))).isEmpty();
		}
		for (int length = 0; length < token.length; length++) {
			assertThat(this.signer
				.verify(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(token, length))))
				.isEmpty();
		}
		assertThat(this.signer.verify("no base64!")).isEmpty();
		assertThat(this.signer.verify("A".repeat(100_000))).isEmpty();
	}

	@Test
	void aTokenForAnotherPurposeIsNone() {
		String token = new SecretCipher(List.of(KEY)).tokenSigner("enter").sign(CONTENT);
		assertThat(this.signer.verify(token)).isEmpty();
	}

	@Test
	void keysCanBeExchanged() {
		String token = this.signer.sign(CONTENT);
		TokenSigner exchanged = new SecretCipher(List.of(OTHER, KEY)).tokenSigner("leave");
		assertThat(exchanged.verify(token)).hasValue(CONTENT);
		assertThat(this.signer.verify(exchanged.sign(CONTENT))).isEmpty();
	}

	@Test
	void withoutAKeyNothingIsSignedOrVerified() {
		TokenSigner keyless = new SecretCipher(List.of()).tokenSigner("leave a list");
		assertThat(keyless.canSign()).isFalse();
		assertThat(keyless.verify(this.signer.sign(CONTENT))).isEmpty();
		assertThatExceptionOfType(EncryptionKeyRequiredException.class).isThrownBy(() -> keyless.sign(CONTENT))
			.withMessageContaining("A link to leave a list")
			.withMessageContaining("sendpost.encryption.key");
	}

	@Test
	void bitsThatSayNothingAreNotToBeAltered() {
		String token = this.signer.sign("1234".getBytes(StandardCharsets.UTF_8));
		assertThat(token.length() % 4).as("characters behind the last group of four").isEqualTo(3);
		char last = token.charAt(token.length() - 1);
		String start = token.substring(0, token.length() - 1);
		for (char other : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
			assertThat(this.signer.verify(start + other).isPresent()).as(String.valueOf(other))
				.isEqualTo(other == last);
		}
		assertThat(this.signer.verify(token + "=")).isEmpty();
	}

	@Test
	void aTokenHasALimit() {
		byte[] most = new byte[TokenSigner.MAX_CONTENT_LENGTH];
		assertThat(this.signer.verify(this.signer.sign(most))).hasValue(most);
		assertThatIllegalArgumentException().isThrownBy(() -> this.signer.sign(new byte[most.length + 1]));
	}

}
