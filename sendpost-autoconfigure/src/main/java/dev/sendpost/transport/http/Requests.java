package dev.sendpost.transport.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;

/**
 * Hands a message over in several requests, each for some of its recipients.
 */
public final class Requests {

	private Requests() {
	}

	/**
	 * Divide what a message has for many requests.
	 * @param parts the parts, in order
	 * @param most how many of them one request takes
	 * @return the parts for each request
	 */
	public static <T> List<List<T>> of(List<T> parts, int most) {
		List<List<T>> requests = new ArrayList<>();
		for (int start = 0; start < parts.size(); start += most) {
			requests.add(parts.subList(start, Math.min(start + most, parts.size())));
		}
		return requests;
	}

	/**
	 * Make the requests one after the other, until one of them fails.
	 * @param transport the name of the transport
	 * @param requests the requests
	 * @param recipients whom a request is to reach
	 * @param send makes a request
	 * @return the outcomes of all
	 * @throws TransportException if one failed. What the requests before it settled stays
	 * settled; if its own recipients may have the message, the others have not, and are
	 * to be tried again
	 */
	public static <R> List<RecipientOutcome> each(String transport, List<R> requests,
			Function<R, List<EmailAddress>> recipients, Function<R, List<RecipientOutcome>> send) {
		List<RecipientOutcome> outcomes = new ArrayList<>();
		for (int i = 0; i < requests.size(); i++) {
			try {
				outcomes.addAll(send.apply(requests.get(i)));
			}
			catch (RuntimeException ex) {
				TransportException failure = (ex instanceof TransportException known) ? known : new TransportException(
						Kind.PERHAPS_SENT, "Transport '" + transport + "' failed in a way it should not: " + ex, ex);
				outcomes.addAll(failure.getSettled());
				if (failure.getKind() != Kind.PERHAPS_SENT || i == requests.size() - 1) {
					throw failure.with(outcomes);
				}
				outcomes.addAll(perhapsSent(transport, recipients.apply(requests.get(i)), outcomes, failure));
				throw new TransportException(Kind.TIMED_OUT, "Transport '" + transport
						+ "' was not asked for all recipients, after: " + failure.getMessage(), failure.getServerText(),
						failure, outcomes);
			}
		}
		return outcomes;
	}

	private static List<RecipientOutcome> perhapsSent(String transport, List<EmailAddress> recipients,
			Collection<RecipientOutcome> settled, TransportException failure) {
		Set<String> known = new HashSet<>();
		settled.forEach((outcome) -> known.add(outcome.recipient().address()));
		return recipients.stream()
			.filter((recipient) -> !known.contains(recipient.address()))
			.map((recipient) -> RecipientOutcome.failed(recipient, EmailStatus.FAILED, transport,
					failure.getServerText(), failure.getMessage(), true))
			.toList();
	}

}
