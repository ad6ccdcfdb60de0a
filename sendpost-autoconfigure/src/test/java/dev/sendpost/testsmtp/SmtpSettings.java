package dev.sendpost.testsmtp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link ScriptedSmtpServer} offers when nothing goes wrong.
 */
final class SmtpSettings {

	private final Map<String, String> extensions = new LinkedHashMap<>();

	private final Map<String, String> passwords = new LinkedHashMap<>();

	private @Nullable SSLContext sslContext;

	private boolean implicitTls;

	SmtpSettings() {
		List.of("8BITMIME", "SIZE", "ENHANCEDSTATUSCODES", "SMTPUTF8").forEach(this::advertise);
	}

	SmtpSettings(SmtpSettings other) {
		this.extensions.putAll(other.extensions);
		this.passwords.putAll(other.passwords);
		this.sslContext = other.sslContext;
		this.implicitTls = other.implicitTls;
	}

	void advertise(String extension) {
		this.extensions.put(keyword(extension), extension);
	}

	void withhold(String keyword) {
		this.extensions.remove(keyword(keyword));
	}

	void user(String name, String password) {
		this.passwords.put(name, password);
		this.extensions.putIfAbsent("AUTH", "AUTH PLAIN LOGIN");
	}

	void tls(SSLContext context, boolean implicit) {
		this.sslContext = context;
		this.implicitTls = implicit;
	}

	boolean requiresAuthentication() {
		return !this.passwords.isEmpty();
	}

	boolean accepts(String user, String password) {
		return password.equals(this.passwords.get(user));
	}

	boolean advertises(String keyword) {
		return this.extensions.containsKey(keyword);
	}

	@Nullable SSLContext implicitTls() {
		return this.implicitTls ? this.sslContext : null;
	}

	@Nullable SSLContext startTls() {
		return this.implicitTls ? null : this.sslContext;
	}

	long maximumSize() {
		String[] size = this.extensions.getOrDefault("SIZE", "").split(" ");
		return (size.length > 1) ? Long.parseLong(size[1]) : Long.MAX_VALUE;
	}

	String[] greeting(boolean secured) {
		List<String> words = new ArrayList<>(List.of("scripted.test"));
		words.addAll(this.extensions.values());
		if (!secured && startTls() != null) {
			words.add("STARTTLS");
		}
		int last = words.size() - 1;
		words.replaceAll((word) -> "250-" + word);
		words.set(last, words.get(last).replaceFirst("-", " "));
		return words.toArray(String[]::new);
	}

	private static String keyword(String extension) {
		return extension.split(" ")[0].toUpperCase(Locale.ROOT);
	}

}
