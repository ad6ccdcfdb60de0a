package dev.sendpost.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.tracking.TrackingSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Makes the settings of tracking from properties, and names the property that is wrong.
 */
final class TrackingPropertiesMapper {

	static final String BASE_URL = "sendpost.tracking.base-url";

	private static final String PREFIX = "sendpost.tracking.";

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

	private static final Pattern BASE_PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)*/?");

	private TrackingPropertiesMapper() {
	}

	static TrackingSettings settings(TrackingProperties properties) {
		return new TrackingSettings(baseUrl(properties.baseUrl()), path(properties.path()), properties.opens(),
				properties.clicks(), properties.unsubscribeHeader(), address(properties.unsubscribeAddress()),
				properties.keepIpAddress(), properties.keepUserAgent());
	}

	static String path(String path) {
		if (!PATH.matcher(path).matches()) {
			throw new InvalidSendpostPropertyException(PREFIX + "path", "'" + path + "' is no plain path",
					"Set it to a path such as /t: it begins with a slash and does not end with one.");
		}
		return path;
	}

	private static @Nullable URI baseUrl(@Nullable String value) {
		if (!StringUtils.hasText(value)) {
			return null;
		}
		try {
			URI url = new URI(value.strip());
			boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
			if (web && url.getHost() != null && url.getRawUserInfo() == null && url.getRawQuery() == null
					&& url.getRawFragment() == null && BASE_PATH.matcher(url.getRawPath()).matches()) {
				return url;
			}
		}
		catch (URISyntaxException ex) {
			// Told below, as of any other value that is not such an address.
		}
		throw new InvalidSendpostPropertyException(BASE_URL, "'" + value + "' is not where readers can reach a page",
				"Set it to an address such as https://www.example.com, without a query and a fragment.");
	}

	private static @Nullable EmailAddress address(@Nullable String value) {
		if (!StringUtils.hasText(value)) {
			return null;
		}
		try {
			return EmailAddress.parse(value);
		}
		catch (InvalidEmailException ex) {
			throw new InvalidSendpostPropertyException(PREFIX + "unsubscribe-address", ex.getMessage(),
					"Set it to an address such as unsubscribe@example.com.");
		}
	}

}
