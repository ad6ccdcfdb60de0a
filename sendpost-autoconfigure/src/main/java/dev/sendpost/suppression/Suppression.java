package dev.sendpost.suppression;

import java.time.Instant;
import java.util.Locale;

import dev.sendpost.EmailStream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who must not get mail, and why.
 *
 * @param id identifies the entry; later ones have greater ids; 0 for one from the
 * configuration
 * @param target whom it is about, or {@code null} if only a hash is kept
 * @param reason why
 * @param scope whose mail it keeps back
 * @param smtpError what the server said, or {@code null} if no server did
 * @param since since when, or {@code null} for one from the configuration
 * @param expiresAt when it ends, or {@code null} if it does not
 * @param createdBy by whose doing, such as {@code api}, {@code delivery-log},
 * {@code import}, {@code configuration} or the name of a user
 */
public record Suppression(long id, @Nullable SuppressionTarget target, SuppressionReason reason, SuppressionScope scope,
		@Nullable String smtpError, @Nullable Instant since, @Nullable Instant expiresAt, String createdBy) {

	/** What {@link #createdBy()} is for entries from properties. */
	public static final String BY_CONFIGURATION = "configuration";

	/** What {@link #createdBy()} is for conclusions from facts about messages. */
	public static final String BY_DELIVERY_LOG = "delivery-log";

	/** What {@link #createdBy()} is for entries from a file. */
	public static final String BY_IMPORT = "import";

	/** What {@link #createdBy()} is where nothing else was said. */
	public static final String BY_API = "api";

	/**
	 * Whether it keeps back a kind of mail.
	 * @param stream the kind of mail
	 * @return whether it does
	 */
	public boolean blocks(EmailStream stream) {
		return this.reason.blocks(stream);
	}

	/**
	 * Why mail is kept back, for the outcome of a recipient.
	 * @return one line, without the address
	 */
	public String describe() {
		StringBuilder text = new StringBuilder("suppressed: ")
			.append(this.reason.name().toLowerCase(Locale.ROOT).replace('_', ' '));
		if (this.target != null && this.target.kind() != SuppressionTarget.Kind.ADDRESS) {
			text.append(" of the domain ").append(this.target);
		}
		if (this.smtpError != null) {
			text.append(" (").append(this.smtpError).append(")");
		}
		return text.toString();
	}

}
