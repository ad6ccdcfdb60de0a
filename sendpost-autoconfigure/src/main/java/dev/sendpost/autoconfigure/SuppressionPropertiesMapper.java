package dev.sendpost.autoconfigure;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.suppression.SuppressionSettings;
import dev.sendpost.suppression.SuppressionTarget;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Makes the settings of suppressions from properties, and names the property that is
 * wrong.
 */
final class SuppressionPropertiesMapper {

	private static final String PREFIX = "sendpost.suppression.";

	private static final String SECRET = PREFIX + "hash-secret";

	private static final int MIN_SECRET_LENGTH = 32;

	private static final String HOW_TO = "Set it to " + MIN_SECRET_LENGTH
			+ " random octets in base64, for example what 'openssl rand -base64 32' prints, and never change it.";

	private SuppressionPropertiesMapper() {
	}

	static SuppressionSettings settings(SuppressionProperties properties) {
		SecretKey secret = secret(properties.hashSecret());
		if (properties.hashOnly() && secret == null) {
			throw new InvalidSendpostPropertyException(SECRET, "it is not set, and '" + PREFIX + "hash-only' needs it: "
					+ "without a secret, a hash can be found by trying addresses", HOW_TO);
		}
		if (properties.softBounce().threshold() < 0) {
			throw new InvalidSendpostPropertyException(PREFIX + "soft-bounce.threshold",
					properties.softBounce().threshold() + " e-mails cannot bounce",
					"Set it to 1 or more, or to 0 so that soft bounces suppress nobody.");
		}
		if (properties.softBounce().window().toMillis() < 1) {
			throw new InvalidSendpostPropertyException(PREFIX + "soft-bounce.window",
					"nothing bounces within " + properties.softBounce().window(), "Set it to a duration such as 30d.");
		}
		return new SuppressionSettings(secret, properties.hashOnly(), properties.foldPlusTags(),
				properties.softBounce().threshold(), properties.softBounce().window());
	}

	/*
	 * The value is no part of a message: it may be a secret but for one character.
	 */
	private static @Nullable SecretKey secret(@Nullable String value) {
		if (!StringUtils.hasText(value)) {
			return null;
		}
		byte[] secret;
		try {
			secret = Base64.getDecoder().decode(value.strip());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSendpostPropertyException(SECRET, "it is not base64", HOW_TO);
		}
		if (secret.length < MIN_SECRET_LENGTH) {
			throw new InvalidSendpostPropertyException(SECRET, "it has only " + secret.length + " octets", HOW_TO);
		}
		return new SecretKeySpec(secret, "HmacSHA256");
	}

	static List<SuppressionTarget> targets(SuppressionProperties properties) {
		List<SuppressionTarget> targets = new ArrayList<>();
		targets.addAll(targets("addresses", properties.addresses(), true, "List addresses such as ann@example.com."));
		targets.addAll(targets("domains", properties.domains(), false,
				"List domains such as example.com, or *.example.com for those below it."));
		return targets;
	}

	private static List<SuppressionTarget> targets(String property, Collection<String> values, boolean addresses,
			String advice) {
		List<SuppressionTarget> targets = new ArrayList<>();
		for (String value : values) {
			try {
				SuppressionTarget target = SuppressionTarget.parse(value);
				if ((target.kind() == SuppressionTarget.Kind.ADDRESS) != addresses) {
					throw new InvalidSendpostPropertyException(PREFIX + property,
							"'" + value + "' is no " + (addresses ? "address" : "domain"), advice);
				}
				targets.add(target);
			}
			catch (InvalidEmailException ex) {
				throw new InvalidSendpostPropertyException(PREFIX + property, ex.getMessage(), advice);
			}
		}
		return targets;
	}

}
