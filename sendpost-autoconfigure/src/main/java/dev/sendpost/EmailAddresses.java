package dev.sendpost;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lists of addresses.
 */
final class EmailAddresses {

	private EmailAddresses() {
	}

	/**
	 * The addresses without those whose mailbox stands earlier in the list.
	 */
	static List<EmailAddress> distinctMailboxes(List<EmailAddress> addresses) {
		if (addresses.size() < 2) {
			return addresses;
		}
		Set<String> seen = new HashSet<>();
		List<EmailAddress> distinct = new ArrayList<>(addresses.size());
		for (EmailAddress address : addresses) {
			if (seen.add(address.address())) {
				distinct.add(address);
			}
		}
		return List.copyOf(distinct);
	}

}
