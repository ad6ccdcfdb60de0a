package dev.sendpost.secret;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SecretCipherTests {

	private static final byte[] OLD = key(1);

	private static final byte[] NEW = key(2);

	private final SecretCipher cipher = new SecretCipher(List.of(OLD));

	@Test
	void aSecretIsReadAgain() {
		String encrypted = this.cipher.encrypt("s\u00e9cret", "domain:example.com");
		assertThat(encrypted).isPrintable().doesNotContain("cret");
		assertThat(this.cipher.decrypt(encrypted, "domain:example.com")).isEqualTo("s\u00e9cret");
	}

	@Test
	void theSameSecretNeverLooksTheSame() {
		assertThat(this.cipher.encrypt("secret", "a")).isNotEqualTo(this.cipher.encrypt("secret", "a"));
	}

	@Test
	void aSecretIsOfNoUseInAnotherPlace() {
		String encrypted = this.cipher.encrypt("secret", "domain:example.com");
		assertThatIllegalStateException().isThrownBy(() -> this.cipher.decrypt(encrypted, "domain:example.org"))
			.withMessageContaining("domain:example.org")
			.withMessageNotContaining("secret\"");
	}

	@Test
	void anAlteredSecretIsRefused() {
		String encrypted = this.cipher.encrypt("secret", "a");
		int last = encrypted.length() - 3;
		String altered = encrypted.substring(0, last) + ((encrypted.charAt(last) == 'A') ? 'B' : 'A')
				+ encrypted.substring(last + 1);
		assertThatIllegalStateException().isThrownBy(() -> this.cipher.decrypt(altered, "a"));
		assertThatIllegalStateException()
			.isThrownBy(() -> this.cipher.decrypt("v1:" + encrypted.split(":")[1] + ":AAAA", "a"));
		assertThatIllegalStateException()
			.isThrownBy(() -> this.cipher.decrypt("v1:" + encrypted.split(":")[1] + ":%", "a"));
		assertThatIllegalStateException().isThrownBy(() -> this.cipher.decrypt("plain", "a"));
	}

	@Test
	void whatWasMadeWithAPreviousKeyIsReadAndKnownToBeOutdated() {
		String encrypted = this.cipher.encrypt("secret", "a");
		SecretCipher rotated = new SecretCipher(List.of(NEW, OLD));
		assertThat(rotated.decrypt(encrypted, "a")).isEqualTo("secret");
		assertThat(rotated.isOutdated(encrypted)).isTrue();
		assertThat(rotated.isOutdated(rotated.encrypt("secret", "a"))).isFalse();
	}

	@Test
	void aMissingKeyIsNamedWithThePropertyItBelongsTo() {
		String encrypted = this.cipher.encrypt("secret", "a");
		assertThatExceptionOfType(EncryptionKeyRequiredException.class)
			.isThrownBy(() -> new SecretCipher(List.of(NEW)).decrypt(encrypted, "a"))
			.withMessageContaining("sendpost.encryption.previous-keys");
		assertThatExceptionOfType(EncryptionKeyRequiredException.class)
			.isThrownBy(() -> new SecretCipher(List.of()).encrypt("secret", "a"))
			.withMessageContaining("sendpost.encryption.key");
	}

	@Test
	void aKeyHas32Octets() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SecretCipher(List.of(new byte[16])))
			.withMessage("A key must have 32 octets but has 16");
	}

	private static byte[] key(long seed) {
		byte[] key = new byte[SecretCipher.KEY_LENGTH];
		new Random(seed).nextBytes(key);
		return key;
	}

}
