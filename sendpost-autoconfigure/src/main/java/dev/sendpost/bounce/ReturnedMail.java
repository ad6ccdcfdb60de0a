package dev.sendpost.bounce;

/**
 * What a message is that came to a return path, or to the address where a provider sends
 * complaints.
 */
public sealed interface ReturnedMail permits DeliveryReport, FeedbackReport, OtherMail {

	/**
	 * What the header of the message itself tells.
	 * @return the header
	 */
	ReturnedMailHeader header();

}
