package dev.sendpost.relay;

/**
 * A command is refused.
 */
final class ReplyException extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient Reply reply;

	private final boolean closing;

	private ReplyException(Reply reply, boolean closing) {
		super(reply.text(), null, false, false);
		this.reply = reply;
		this.closing = closing;
	}

	static ReplyException refused(int code, String status, String text) {
		return new ReplyException(new Reply(code, status, text), false);
	}

	/**
	 * Refuse a command and close the connection.
	 */
	static ReplyException closing(int code, String status, String text) {
		return new ReplyException(new Reply(code, status, text), true);
	}

	Reply reply() {
		return this.reply;
	}

	boolean isClosing() {
		return this.closing;
	}

}
