package dev.sendpost.api.sendry;

import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.EmailAddress;
import dev.sendpost.Submitter;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.Membership;
import dev.sendpost.audience.MembershipStatus;

/**
 * Who may get mail that is for an audience.
 */
final class ListMembers {

	private final Supplier<Audiences> audiences;

	ListMembers(Supplier<Audiences> audiences) {
		this.audiences = audiences;
	}

	/**
	 * Require that none of the recipients has left the audience.
	 * @param listId its id; what is none of an audience is the client's own affair
	 */
	void requireNoneLeft(Submitter submitter, String listId, List<EmailAddress> recipients) {
		UUID list;
		try {
			list = UUID.fromString(listId);
		}
		catch (IllegalArgumentException ex) {
			return;
		}
		Audience audience = this.audiences.get().forSubAccount(submitter.subAccount());
		if (audience.lists().find(list).isEmpty()) {
			return;
		}
		for (EmailAddress recipient : recipients) {
			boolean left = audience.contacts()
				.find(recipient)
				.flatMap((contact) -> audience.lists().membership(list, contact.id()))
				.map(Membership::status)
				.filter((status) -> status == MembershipStatus.LEFT)
				.isPresent();
			if (left) {
				throw ApiProblem.of(Kind.REJECTED, recipient.address() + " has unsubscribed from the list " + list);
			}
		}
	}

}
