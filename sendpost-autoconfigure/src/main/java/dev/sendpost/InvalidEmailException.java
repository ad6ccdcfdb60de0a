package dev.sendpost;

/**
 * The e-mail itself is wrong: sending the same again fails the same way.
 */
public class InvalidEmailException extends MailGatewayException {

	private static final long serialVersionUID = 1L;

	private final String field;

	private final String reason;

	/**
	 * Create an exception.
	 * @param field the property of the {@link Email} that is wrong, such as {@code to}
	 * @param reason what is wrong with it
	 */
	public InvalidEmailException(String field, String reason) {
		super(field + ": " + reason, null, null);
		this.field = field;
		this.reason = reason;
	}

	/**
	 * Create an exception that shows the value.
	 * @param field the property of the {@link Email} that is wrong, such as {@code to}
	 * @param reason what is wrong with it, with {@code %s} where the quoted value goes
	 * @param value the value, shortened and made printable in the message
	 */
	public InvalidEmailException(String field, String reason, String value) {
		this(field, reason.replace("%s", Text.quote(value)));
	}

	/**
	 * The same complaint, about the field the value was meant for.
	 */
	InvalidEmailException forField(String field) {
		InvalidEmailException renamed = new InvalidEmailException(field, this.reason);
		renamed.setStackTrace(getStackTrace());
		return renamed;
	}

	/**
	 * What is wrong, without the property.
	 * @return the reason
	 */
	public String getReason() {
		return this.reason;
	}

	/**
	 * The property of the {@link Email} that is wrong.
	 * @return its name, such as {@code to} or {@code attachments}
	 */
	public String getField() {
		return this.field;
	}

}
