package dev.sendpost.autoconfigure;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.bounce.VerpAddress;

import org.springframework.util.StringUtils;

/**
 * Makes return paths from properties, and names the property that is wrong.
 */
final class BouncePropertiesMapper {

	private static final String PREFIX = "sendpost.bounces.";

	private static final String ADDRESS = PREFIX + "address";

	private static final String SECRET = PREFIX + "secret";

	private static final int MIN_SECRET_LENGTH = 32;

	private static final String HOW_TO_ADDRESS = "Set it to an address such as bounces@mail.example.com or "
			+ "bounces@sp-bounces." + VerpAddress.DOMAIN_PLACEHOLDER + ", with up to "
			+ VerpAddress.MAX_LOCAL_PART_LENGTH + " letters, digits, dots and hyphens before the @.";

	private static final String HOW_TO_SECRET = "Set it to " + MIN_SECRET_LENGTH
			+ " random octets in base64, for example what 'openssl rand -base64 32' prints.";

	private BouncePropertiesMapper() {
	}

	static VerpAddress verpAddress(BounceProperties properties) {
		List<SecretKey> keys = keys(properties);
		String address = (properties.address() != null) ? properties.address().strip() : "";
		int at = address.lastIndexOf('@');
		if (at < 1 || !address.substring(0, at).matches("[A-Za-z0-9]+([.-][A-Za-z0-9]+)*")
				|| at > VerpAddress.MAX_LOCAL_PART_LENGTH) {
			throw new InvalidSendpostPropertyException(ADDRESS, "'" + address + "' is no address for bounces",
					HOW_TO_ADDRESS);
		}
		requireValid(address.replace(VerpAddress.DOMAIN_PLACEHOLDER, "example.com"));
		return new VerpAddress(address.substring(0, at), address.substring(at + 1), keys);
	}

	private static void requireValid(String address) {
		try {
			EmailAddress.parse(address);
		}
		catch (InvalidEmailException ex) {
			throw new InvalidSendpostPropertyException(ADDRESS, ex.getMessage(), HOW_TO_ADDRESS);
		}
	}

	private static List<SecretKey> keys(BounceProperties properties) {
		if (!StringUtils.hasText(properties.secret())) {
			throw new InvalidSendpostPropertyException(SECRET,
					"it is not set, and '" + ADDRESS + "' needs it: otherwise anybody could make up bounces",
					HOW_TO_SECRET);
		}
		List<SecretKey> keys = new ArrayList<>();
		keys.add(key(SECRET, properties.secret()));
		for (int i = 0; i < properties.previousSecrets().size(); i++) {
			keys.add(key(PREFIX + "previous-secrets[" + i + "]", properties.previousSecrets().get(i)));
		}
		return keys;
	}

	/*
	 * The value is no part of a message: it may be a secret but for one character.
	 */
	private static SecretKey key(String property, String value) {
		byte[] secret;
		try {
			secret = Base64.getDecoder().decode(value.strip());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSendpostPropertyException(property, "it is not base64", HOW_TO_SECRET);
		}
		if (secret.length < MIN_SECRET_LENGTH) {
			throw new InvalidSendpostPropertyException(property, "it has only " + secret.length + " octets",
					HOW_TO_SECRET);
		}
		return new SecretKeySpec(secret, "HmacSHA256");
	}

}
