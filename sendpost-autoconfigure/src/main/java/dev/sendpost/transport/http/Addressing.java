package dev.sendpost.transport.http;

import java.util.ArrayList;
import java.util.List;

import dev.sendpost.EmailAddress;
import dev.sendpost.transport.OutgoingEmail;

/**
 * Whom one copy of a message names, and in which field. Nobody is named who is not to be
 * reached any more, and nobody hidden is shown to anybody else.
 *
 * @param to who gets it; never empty
 * @param cc who gets it for all to see
 * @param bcc who gets it unseen
 */
public record Addressing(List<EmailAddress> to, List<EmailAddress> cc, List<EmailAddress> bcc) {

	/**
	 * Create an addressing.
	 */
	public Addressing {
		to = List.copyOf(to);
		cc = List.copyOf(cc);
		bcc = List.copyOf(bcc);
	}

	/**
	 * The copies that reach the recipients of an attempt. That is one, where somebody
	 * visible is left; where only hidden recipients are, each gets one of their own,
	 * since services want a visible recipient.
	 * @param email the message
	 * @return the copies
	 */
	public static List<Addressing> of(OutgoingEmail email) {
		List<EmailAddress> to = new ArrayList<>();
		List<EmailAddress> cc = new ArrayList<>();
		List<EmailAddress> bcc = new ArrayList<>();
		for (EmailAddress recipient : email.recipients()) {
			if (isAmong(recipient, email.email().to())) {
				to.add(recipient);
			}
			else {
				(isAmong(recipient, email.email().cc()) ? cc : bcc).add(recipient);
			}
		}
		if (!to.isEmpty()) {
			return List.of(new Addressing(to, cc, bcc));
		}
		if (!cc.isEmpty()) {
			return List.of(new Addressing(cc, List.of(), bcc));
		}
		return bcc.stream().map((hidden) -> new Addressing(List.of(hidden), List.of(), List.of())).toList();
	}

	private static boolean isAmong(EmailAddress recipient, List<EmailAddress> addresses) {
		return addresses.stream().anyMatch(recipient::isSameMailbox);
	}

	/**
	 * Everybody who is reached.
	 * @return to, cc and bcc
	 */
	public List<EmailAddress> recipients() {
		List<EmailAddress> recipients = new ArrayList<>(this.to);
		recipients.addAll(this.cc);
		recipients.addAll(this.bcc);
		return recipients;
	}

}
