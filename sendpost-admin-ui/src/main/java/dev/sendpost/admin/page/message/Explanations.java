package dev.sendpost.admin.page.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.EnhancedStatusCode;
import dev.sendpost.RecipientOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Says in plain words why recipients did not get a message. What servers say is
 * understood by its enhanced status code (RFC 3463).
 */
final class Explanations {

	private static final String SUPPRESSED = "suppressed: ";

	private static final Map<String, String> BY_CODE = Map.ofEntries(Map.entry("1.1", "There is no such mailbox."),
			Map.entry("1.2", "The domain of the address does not exist, or takes no mail."),
			Map.entry("1.3", "The server cannot read the address."),
			Map.entry("1.6", "The mailbox has moved, and nobody knows where."),
			Map.entry("1.8", "The server does not accept the domain of the sender."),
			Map.entry("1.10", "The domain of the address takes no mail at all."),
			Map.entry("2.1", "The mailbox is switched off."), Map.entry("2.2", "The mailbox is full."),
			Map.entry("2.3", "The message is too large for the mailbox."),
			Map.entry("3.4", "The message is too large for the server."),
			Map.entry("4.1", "The server did not answer."), Map.entry("4.2", "The connection broke."),
			Map.entry("4.4", "No server for the domain was found."), Map.entry("4.7", "It took too long."),
			Map.entry("7.1",
					"The recipient's side does not want the message: by its rules, or by the sender's reputation."),
			Map.entry("7.8", "The server did not accept the user name and password."),
			Map.entry("7.20", "There is no DKIM signature that the server accepts."),
			Map.entry("7.23", "SPF does not allow this server to send for the domain."),
			Map.entry("7.25", "The sending host has no name that leads back to it."),
			Map.entry("7.26", "Neither SPF nor DKIM says that the message comes from its domain."));

	private static final List<String> BY_SUBJECT = List.of("The server does not say more about why.",
			"Something is wrong with the address.", "Something is wrong with the mailbox.",
			"The recipient's mail system has a problem.", "The network, or the way to the server, has a problem.",
			"The two servers did not understand each other.", "The server cannot take the content of the message.",
			"A rule of the recipient's side forbids it.");

	private Explanations() {
	}

	/**
	 * Explain a message.
	 * @param email the message
	 * @return what kept it from whom, nothing if nothing did
	 */
	static List<Explanation> of(EmailRecord email) {
		Map<Explanation, List<String>> found = new LinkedHashMap<>();
		for (RecipientOutcome outcome : email.outcomes()) {
			Explanation explanation = explain(outcome, email.dueAt() != null);
			if (explanation != null) {
				found.computeIfAbsent(explanation, (absent) -> new ArrayList<>()).add(outcome.recipient().address());
			}
		}
		return found.entrySet()
			.stream()
			.map((entry) -> new Explanation(entry.getKey().style(), entry.getKey().words(), entry.getKey().advice(),
					entry.getValue()))
			.toList();
	}

	private static @Nullable Explanation explain(RecipientOutcome outcome, boolean waiting) {
		return switch (outcome.status()) {
			case DROPPED -> dropped((outcome.reason() != null) ? outcome.reason() : "");
			case BOUNCED -> bounced(outcome);
			case FAILED -> explanation("bad", "No transport could take it. " + said(outcome), outcome.perhapsSent()
					? "It may have arrived nevertheless: the connection broke after the whole message was written. Ask the recipient before you send it again."
					: "Mend the cause, then send it again.");
			case DEFERRED -> explanation("wait", "It was put off. " + server(outcome),
					waiting ? "It is tried again by itself." : null);
			case CANCELLED -> explanation("wait", "It was called back before it was sent.", null);
			default -> null;
		};
	}

	private static Explanation dropped(String reason) {
		if (reason.startsWith(SUPPRESSED)) {
			return suppressed(reason.substring(SUPPRESSED.length()));
		}
		if (reason.contains("sendpost.safety.allowed-recipients")) {
			return explanation("wait", "This application sends only to those in sendpost.safety.allowed-recipients.",
					"Add the address or its domain there if it is to get mail of this installation.");
		}
		if (reason.contains("to someone else instead")) {
			return explanation("wait", "It went to somebody else instead, as a policy wants it.",
					"Look at sendpost.safety.redirect-to, and at the policies of the application.");
		}
		if (reason.contains("is blocked")) {
			return explanation("bad", "The sub-account may not send: " + reason + ".",
					"Unblock the sub-account once the reason has gone.");
		}
		if (reason.contains("no more than")) {
			return explanation("wait", "A limit was reached: " + reason + ".",
					"Send it again later, or raise the limit of the sub-account.");
		}
		return explanation("bad",
				"A policy of this application kept it back" + (reason.isEmpty() ? "." : ": " + reason),
				"Nobody outside saw it. Mend what the policy objects to, then send it anew.");
	}

	private static Explanation suppressed(String why) {
		String reason = why.toLowerCase(Locale.ROOT);
		if (reason.startsWith("hard bounce")) {
			return explanation("bad",
					"It is on the suppression list, since a server refused mail to it for good: " + why + ".",
					"Ask for another address. Lift the suppression only if you know that this one works again.");
		}
		if (reason.startsWith("spam complaint")) {
			return explanation("bad", "It is on the suppression list, since its owner reported mail as spam.",
					"Do not write to it again, unless its owner asks you to.");
		}
		if (reason.startsWith("unsubscribe")) {
			return explanation("wait", "Its owner wants no more broadcast mail.",
					"Mail that is not broadcast still arrives. Only the owner should take that back.");
		}
		return explanation("wait", "Somebody put it on the suppression list: " + why + ".",
				"Whoever did may lift the suppression.");
	}

	private static Explanation bounced(RecipientOutcome outcome) {
		String reason = outcome.reason();
		if (reason != null && reason.startsWith("given up after")) {
			return explanation("bad", "It was tried again and again, and " + reason + ".",
					"The server may be out of order. Send it again once it takes mail.");
		}
		EnhancedStatusCode code = outcome.statusCode();
		String advice = (code != null && code.subject() == 1) ? "Correct the address. It gets no more mail until then."
				: "Mend the cause, then send it again.";
		return explanation("bad", "It was refused for good. " + server(outcome), advice);
	}

	private static String server(RecipientOutcome outcome) {
		EnhancedStatusCode code = outcome.statusCode();
		if (code == null) {
			return said(outcome);
		}
		String known = BY_CODE.get(code.subject() + "." + code.detail());
		return (known != null) ? known : BY_SUBJECT.get((code.subject() < BY_SUBJECT.size()) ? code.subject() : 0);
	}

	private static String said(RecipientOutcome outcome) {
		if (outcome.reason() != null) {
			return "The reason: " + outcome.reason();
		}
		return (outcome.serverText() != null) ? "The server said: " + outcome.serverText() : "No reason is known.";
	}

	private static Explanation explanation(String style, String words, @Nullable String advice) {
		return new Explanation(style, words, advice, List.of());
	}

	/**
	 * Whether a suppression kept the message from a recipient.
	 */
	static boolean isSuppressed(RecipientOutcome outcome) {
		return outcome.status() == EmailStatus.DROPPED && outcome.reason() != null
				&& outcome.reason().startsWith(SUPPRESSED);
	}

}
