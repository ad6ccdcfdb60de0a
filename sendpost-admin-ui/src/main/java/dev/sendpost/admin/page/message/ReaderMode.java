package dev.sendpost.admin.page.message;

import java.util.Locale;
import java.util.Optional;

import dev.sendpost.Email;

/**
 * What is to be seen of a message.
 */
enum ReaderMode {

	/** The HTML as a mail client shows it. */
	PREVIEW("Preview"),

	/** The plain text. */
	TEXT("Text"),

	/** The HTML as it is written. */
	MARKUP("HTML"),

	/** The AMP as it is written. */
	AMP("AMP"),

	/** The files. */
	FILES("Attachments"),

	/** The header fields. */
	HEADERS("Headers"),

	/** The message as it goes over the wire. */
	SOURCE("Source"),

	/** Where its links lead. */
	LINKS("Links"),

	/** What mail clients and their owners may dislike. */
	CHECKS("Checks");

	private final String title;

	ReaderMode(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

	/** How the mode is called in addresses. */
	String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	boolean isFor(OpenMessage message) {
		Email email = message.shown();
		return switch (this) {
			case PREVIEW, MARKUP, LINKS -> email.html() != null;
			case TEXT -> email.text() != null;
			case AMP -> email.amp() != null;
			case FILES -> !email.attachments().isEmpty();
			case CHECKS -> !message.isVerbatim();
			case HEADERS, SOURCE -> true;
		};
	}

	static Optional<ReaderMode> of(String key) {
		for (ReaderMode mode : values()) {
			if (mode.key().equals(key)) {
				return Optional.of(mode);
			}
		}
		return Optional.empty();
	}

	/**
	 * What to show of a message first.
	 */
	static ReaderMode first(OpenMessage message) {
		for (ReaderMode mode : values()) {
			if (mode.isFor(message)) {
				return mode;
			}
		}
		return SOURCE;
	}

}
