package dev.sendpost.autoconfigure;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import dev.sendpost.secret.SecretCipher;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the encryption of stored
 * secrets.
 */
@AutoConfiguration
@EnableConfigurationProperties(EncryptionProperties.class)
public final class SendpostEncryptionAutoConfiguration {

	private static final String HOW_TO = "Set it to 32 random octets in base64, for example what"
			+ " 'openssl rand -base64 32' prints.";

	@Bean
	@ConditionalOnMissingBean
	SecretCipher sendpostSecretCipher(EncryptionProperties properties) {
		List<byte[]> keys = new ArrayList<>();
		if (properties.key() != null && !properties.key().isEmpty()) {
			keys.add(key("sendpost.encryption.key", properties.key()));
		}
		for (int i = 0; i < properties.previousKeys().size(); i++) {
			keys.add(key("sendpost.encryption.previous-keys[" + i + "]", properties.previousKeys().get(i)));
		}
		return new SecretCipher(keys);
	}

	/*
	 * The value is no part of the message: it may be a key but for one character.
	 */
	private static byte[] key(String property, String value) {
		byte[] key;
		try {
			key = Base64.getDecoder().decode(value.strip());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSendpostPropertyException(property, "it is not base64", HOW_TO);
		}
		if (key.length != SecretCipher.KEY_LENGTH) {
			throw new InvalidSendpostPropertyException(property, "it has " + key.length + " octets", HOW_TO);
		}
		return key;
	}

}
