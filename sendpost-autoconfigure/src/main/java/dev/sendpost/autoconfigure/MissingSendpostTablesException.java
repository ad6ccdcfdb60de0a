package dev.sendpost.autoconfigure;

/**
 * The tables of the store do not exist.
 */
class MissingSendpostTablesException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	MissingSendpostTablesException(Throwable cause) {
		super("The tables of sendpost are missing", cause);
	}

}
