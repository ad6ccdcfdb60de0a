package dev.sendpost.gateway;

import dev.sendpost.Email;
import dev.sendpost.Receipt;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one send while it is observed.
 */
public final class MailSendContext extends Observation.Context {

	private final Email email;

	private @Nullable Receipt receipt;

	MailSendContext(Email email) {
		this.email = email;
	}

	/**
	 * The message.
	 * @return the message as the application gave it
	 */
	public Email getEmail() {
		return this.email;
	}

	/**
	 * What became of the message.
	 * @return the receipt, or {@code null} if the message did not get as far as that
	 */
	public @Nullable Receipt getReceipt() {
		return this.receipt;
	}

	void setReceipt(@Nullable Receipt receipt) {
		this.receipt = receipt;
	}

}
