package dev.sendpost.transport.sendpost;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.sendpost.EmailAddress;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.http.Addressing;

/**
 * What the service makes of one entry of {@code to}: a message to that recipient, and the
 * same to those who are copied in. So that nobody gets it twice, only the first entry
 * copies anybody in.
 *
 * @param to who gets it
 * @param cc who is copied in for all to see
 * @param bcc who is copied in unseen
 */
record Copy(EmailAddress to, List<EmailAddress> cc, List<EmailAddress> bcc) {

	static List<Copy> of(OutgoingEmail email) {
		List<Copy> copies = new ArrayList<>();
		for (Addressing addressing : Addressing.of(email)) {
			boolean first = true;
			for (EmailAddress to : addressing.to()) {
				copies.add(new Copy(to, first ? addressing.cc() : List.of(), first ? addressing.bcc() : List.of()));
				first = false;
			}
		}
		return copies;
	}

	/**
	 * Those who are copied in.
	 */
	List<EmailAddress> others() {
		return Stream.concat(this.cc.stream(), this.bcc.stream()).toList();
	}

	Stream<EmailAddress> recipients() {
		return Stream.concat(Stream.of(this.to), others().stream());
	}

}
