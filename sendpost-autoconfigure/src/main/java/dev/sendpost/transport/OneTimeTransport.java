package dev.sendpost.transport;

import org.jspecify.annotations.Nullable;

/**
 * A way out for one message, by a server that whoever sends it names.
 */
public interface OneTimeTransport extends MailTransport {

	/**
	 * How the message was handed over.
	 * @return what is known, or {@code null} if it did not come to a conversation about
	 * it
	 */
	@Nullable Handover handover();

}
