package dev.sendpost.domain.dkim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The record that publishes a key (RFC 6376 section 3.6.1).
 */
public final class DkimKeyRecord {

	private static final Pattern TAG = Pattern.compile("\\s*([A-Za-z][A-Za-z0-9_]*)\\s*=([^;]*)", Pattern.DOTALL);

	private final Map<String, String> tags;

	private DkimKeyRecord(Map<String, String> tags) {
		this.tags = tags;
	}

	/**
	 * The text that publishes a key.
	 * @param algorithm what the key is for
	 * @param publicKey the public key in base64
	 * @return the text, which may have to be split into strings of 255 octets
	 */
	public static String text(DkimAlgorithm algorithm, String publicKey) {
		return "v=DKIM1; k=" + algorithm.keyType() + "; p=" + publicKey;
	}

	/**
	 * Parse a record.
	 * @param text the text of the record, its strings joined
	 * @return the record
	 * @throws IllegalArgumentException if it is malformed; the message says how
	 */
	public static DkimKeyRecord parse(String text) {
		Map<String, String> tags = new LinkedHashMap<>();
		String trimmed = text.strip();
		for (String part : trimmed.split(";", -1)) {
			if (part.isBlank()) {
				continue;
			}
			Matcher matcher = TAG.matcher(part);
			if (!matcher.matches()) {
				throw new IllegalArgumentException("'" + shorten(part.strip()) + "' is not a tag");
			}
			if (tags.put(matcher.group(1), matcher.group(2).strip()) != null) {
				throw new IllegalArgumentException("the tag " + matcher.group(1) + "= is there twice");
			}
		}
		String version = tags.get("v");
		if (version != null && (!version.equals("DKIM1") || !tags.keySet().iterator().next().equals("v"))) {
			throw new IllegalArgumentException("it does not begin with v=DKIM1");
		}
		if (!tags.containsKey("p")) {
			throw new IllegalArgumentException("it has no key: the tag p= is missing");
		}
		return new DkimKeyRecord(tags);
	}

	/**
	 * Why signatures with a key cannot be verified by this record.
	 * @param algorithm what the key is for
	 * @param publicKey the public key in base64
	 * @return the reason, or {@code null} if they can
	 */
	public @Nullable String mismatch(DkimAlgorithm algorithm, String publicKey) {
		String type = tag("k", "rsa");
		if (tag("p", "").isEmpty()) {
			return "the key is revoked: p= is empty";
		}
		if (!type.equals(algorithm.keyType())) {
			return "it holds a key of the type '" + shorten(type) + "', not '" + algorithm.keyType() + "'";
		}
		if (!list("h", "sha256").contains("sha256")) {
			return "its tag h= does not allow sha256";
		}
		List<String> services = list("s", "*");
		if (!services.contains("*") && !services.contains("email")) {
			return "its tag s= does not allow e-mail";
		}
		if (!tag("p", "").replaceAll("\\s", "").equals(publicKey)) {
			return "it holds another key than the one to publish";
		}
		return null;
	}

	/**
	 * Whether the domain says that it only tests DKIM ({@code t=y}).
	 * @return whether it does
	 */
	public boolean isTest() {
		return list("t", "").contains("y");
	}

	private String tag(String name, String absent) {
		return this.tags.getOrDefault(name, absent);
	}

	private List<String> list(String name, String absent) {
		return List.of(tag(name, absent).toLowerCase(Locale.ROOT).replaceAll("\\s", "").split(":"));
	}

	private static String shorten(String text) {
		return (text.length() > 40) ? text.substring(0, 40) + "..." : text;
	}

}
