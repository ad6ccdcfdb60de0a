package dev.sendpost.bounce;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What a feedback report is about (RFC 5965 section 7.3 and the registry it founded).
 */
public enum FeedbackType {

	/** Unsolicited mail. */
	ABUSE,

	/** Fraud or phishing. */
	FRAUD,

	/** A virus was found. */
	VIRUS,

	/** Mail that was taken for spam is none (RFC 6430). */
	NOT_SPAM,

	/** A failed authentication (RFC 6591). */
	AUTH_FAILURE,

	/** The recipient wants no more of this. */
	UNSUBSCRIBE,

	/** Something else. */
	OTHER;

	static FeedbackType of(@Nullable String name) {
		return switch ((name != null) ? name.strip().toLowerCase(Locale.ROOT) : "") {
			case "abuse" -> ABUSE;
			case "fraud" -> FRAUD;
			case "virus" -> VIRUS;
			case "not-spam" -> NOT_SPAM;
			case "auth-failure" -> AUTH_FAILURE;
			case "unsubscribe", "opt-out", "opt-out-list" -> UNSUBSCRIBE;
			default -> OTHER;
		};
	}

}
