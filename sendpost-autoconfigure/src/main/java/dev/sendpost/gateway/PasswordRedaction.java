package dev.sendpost.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import dev.sendpost.RecipientOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a password out of what is recorded and told, also where a server repeats it, in
 * any of the forms in which it is told to the server, read by whatever character set.
 */
final class PasswordRedaction {

	private static final String REDACTED = "******";

	private final List<String> secrets;

	PasswordRedaction(String username, String password) {
		this.secrets = List.of(base64("\0" + username + "\0" + password),
				base64(username + "\0" + username + "\0" + password), base64(password), password,
				new String(password.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
	}

	private static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	RecipientOutcome in(RecipientOutcome outcome) {
		return new RecipientOutcome(outcome.recipient(), outcome.status(), outcome.transport(), outcome.statusCode(),
				in(outcome.serverText()), in(outcome.reason()), outcome.perhapsSent(), outcome.providerMessageId());
	}

	@Nullable String in(@Nullable String text) {
		String redacted = text;
		for (String secret : this.secrets) {
			redacted = (redacted != null) ? redacted.replace(secret, REDACTED) : null;
		}
		return redacted;
	}

}
