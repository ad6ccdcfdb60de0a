package dev.sendpost.tracking;

import java.util.UUID;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who may unsubscribe and choose by a link.
 *
 * @param subAccount the name of the sub-account whose mail it is about
 * @param address where the mail went
 * @param emailId the id of the message that had the link, or {@code null} if none had
 */
public record Reader(String subAccount, EmailAddress address, @Nullable UUID emailId) {

	/**
	 * Nothing of who it is.
	 */
	@Override
	public String toString() {
		return "Reader[subAccount=" + this.subAccount + ", emailId=" + this.emailId + "]";
	}

}
