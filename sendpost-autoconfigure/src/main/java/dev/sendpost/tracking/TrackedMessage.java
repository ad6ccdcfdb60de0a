package dev.sendpost.tracking;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * A message that tells of its opens and clicks, and for whom it was.
 *
 * @param emailId the id of the message
 * @param recipient what tells its recipient from the others that it may have had: the
 * first four octets of the SHA-256 hash of the mailbox; 0 if the message was for several,
 * so that it is not known who opened it
 */
public record TrackedMessage(UUID emailId, int recipient) {

	static final int LENGTH = 2 * Long.BYTES + Integer.BYTES;

	/**
	 * A message on its way out.
	 * @param recipient the only recipient, or {@code null} if it is for several
	 */
	static TrackedMessage of(UUID emailId, @Nullable EmailAddress recipient) {
		return new TrackedMessage(emailId, (recipient != null) ? mark(recipient) : 0);
	}

	private static int mark(EmailAddress recipient) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(recipient.mailbox().getBytes(StandardCharsets.UTF_8));
			int mark = ByteBuffer.wrap(digest).getInt();
			return (mark != 0) ? mark : 1;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Whether the message was for one recipient.
	 */
	boolean isPersonal() {
		return this.recipient != 0;
	}

	/**
	 * Whether the message was for this recipient.
	 */
	boolean isFor(EmailAddress address) {
		return this.recipient == mark(address);
	}

	ByteBuffer write(ByteBuffer content) {
		return content.putLong(this.emailId.getMostSignificantBits())
			.putLong(this.emailId.getLeastSignificantBits())
			.putInt(this.recipient);
	}

	static TrackedMessage read(ByteBuffer content) {
		return new TrackedMessage(new UUID(content.getLong(), content.getLong()), content.getInt());
	}

}
