package dev.sendpost.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the encryption of stored secrets.
 *
 * @param key The key that stored secrets are encrypted with: 32 random octets in base64.
 * @param previousKeys Keys that stored secrets were encrypted with before, in base64.
 */
@ConfigurationProperties("sendpost.encryption")
record EncryptionProperties(@Nullable String key, @DefaultValue List<String> previousKeys) {

	@Override
	public String toString() {
		return "EncryptionProperties[key=" + ((this.key != null) ? "******" : "null") + "]";
	}

}
