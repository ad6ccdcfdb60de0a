package dev.sendpost.mime.read;

/**
 * Something about a message has no property in an e-mail, so that it has to go out as it
 * is.
 */
final class UnmappableException extends Exception {

	private static final long serialVersionUID = 1L;

	UnmappableException(String what) {
		super(what, null, false, false);
	}

}
