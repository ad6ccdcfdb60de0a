package dev.sendpost.autoconfigure;

import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The private H2 database cannot be opened.
 */
class UnusableStoreFileException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** H2's error code for a database that is open elsewhere. */
	private static final int ALREADY_OPEN = 90020;

	private final String file;

	UnusableStoreFileException(Path file, Throwable cause) {
		super("The private database " + file.toAbsolutePath().normalize() + " cannot be opened", cause);
		this.file = file.toAbsolutePath().normalize().toString();
	}

	String getFile() {
		return this.file;
	}

	boolean isOpenElsewhere() {
		for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException sql && sql.getErrorCode() == ALREADY_OPEN) {
				return true;
			}
		}
		return false;
	}

}
