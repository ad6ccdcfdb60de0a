package dev.sendpost.tracking;

import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.secret.SecretCipher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings and links as tests need them.
 */
final class TrackingFixture {

	static final SecretCipher CIPHER = new SecretCipher(List.of(new byte[SecretCipher.KEY_LENGTH]));

	static final String BASE = "https://www.acme.example/app/t/";

	static final TrackingSettings SETTINGS = settings("https://www.acme.example/app/", true, true, false);

	private TrackingFixture() {
	}

	static TrackingSettings settings(String baseUrl, boolean opens, boolean clicks, boolean kept) {
		return new TrackingSettings((baseUrl != null) ? URI.create(baseUrl) : null, "/t", opens, clicks, true, null,
				kept, kept);
	}

	static TrackingLinks links() {
		return new TrackingLinks(SETTINGS, CIPHER, TrackingHosts.NONE);
	}

	/**
	 * The tokens of the links of a kind in a body.
	 */
	static List<String> tokens(String body, String kind) {
		Matcher matcher = Pattern.compile("/t/" + kind + "/([A-Za-z0-9_-]+)").matcher(body);
		List<String> tokens = matcher.results().map((result) -> result.group(1)).toList();
		assertThat(tokens).as(kind + " in " + body).isNotEmpty();
		return tokens;
	}

}
