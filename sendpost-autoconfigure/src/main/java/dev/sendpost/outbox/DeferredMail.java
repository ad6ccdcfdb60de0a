package dev.sendpost.outbox;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Messages that were refused for the moment and are tried again, by where they go and by
 * why. With many of them it is about those that were accepted last.
 *
 * @param messages how many messages it is about
 * @param more whether there are others
 * @param domains the domains of recipients, that with the most messages first
 * @param reasons the reasons, that with the most messages first
 */
public record DeferredMail(int messages, boolean more, List<Domain> domains, List<Reason> reasons) {

	/**
	 * Create an overview.
	 */
	public DeferredMail {
		domains = List.copyOf(domains);
		reasons = List.copyOf(reasons);
	}

	/**
	 * Messages to one domain.
	 *
	 * @param name the domain
	 * @param messages how many messages wait for it
	 * @param dueAt when the first of them is tried next
	 * @param reason why most of them wait
	 */
	public record Domain(String name, int messages, Instant dueAt, String reason) {

	}

	/**
	 * Messages that wait for one reason. Reasons are the same that differ only in numbers
	 * and ids.
	 *
	 * @param text the reason as one of the messages has it
	 * @param transport the name of the transport that gave it, or {@code null} if none
	 * was asked
	 * @param messages how many messages wait for it
	 * @param dueAt when the first of them is tried next
	 */
	public record Reason(String text, @Nullable String transport, int messages, Instant dueAt) {

	}

}
