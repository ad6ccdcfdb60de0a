package dev.sendpost.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;

import dev.sendpost.audience.AudienceSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Makes the settings of audiences from properties, and names the property that is wrong.
 */
final class AudiencePropertiesMapper {

	private static final String PREFIX = "sendpost.audience.";

	private AudiencePropertiesMapper() {
	}

	/**
	 * Make the settings.
	 * @param page the page to confirm on if the properties name none, or {@code null}
	 */
	static AudienceSettings settings(AudienceProperties properties, @Nullable URI page) {
		if (properties.confirmationValidity().toMillis() < 1) {
			throw new InvalidSendpostPropertyException(PREFIX + "confirmation-validity",
					"a link cannot be good for " + properties.confirmationValidity(),
					"Set it to a duration such as 7d.");
		}
		URI url = url(properties.confirmationUrl());
		return new AudienceSettings((url != null) ? url : page, properties.confirmationValidity(),
				properties.keepConfirmationIp());
	}

	private static @Nullable URI url(@Nullable String value) {
		if (!StringUtils.hasText(value)) {
			return null;
		}
		try {
			URI url = new URI(value.strip());
			boolean web = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
			if (web && url.getHost() != null && url.getFragment() == null) {
				return url;
			}
		}
		catch (URISyntaxException ex) {
			// Told below, as of any other value that is not the address of a page.
		}
		throw new InvalidSendpostPropertyException(PREFIX + "confirmation-url",
				"'" + value + "' is not the address of a page",
				"Set it to an address such as https://www.example.com/confirm, without a fragment.");
	}

}
