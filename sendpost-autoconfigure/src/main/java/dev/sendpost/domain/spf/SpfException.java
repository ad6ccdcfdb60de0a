package dev.sendpost.domain.spf;

import java.util.Objects;

/**
 * Ends an evaluation with {@code temperror} or {@code permerror}.
 */
final class SpfException extends Exception {

	private static final long serialVersionUID = 1L;

	private final SpfResult result;

	private SpfException(SpfResult result, String message) {
		super(message);
		this.result = result;
	}

	static SpfException permanent(String message) {
		return new SpfException(SpfResult.PERMERROR, message);
	}

	static SpfException temporary(String message) {
		return new SpfException(SpfResult.TEMPERROR, message);
	}

	SpfResult result() {
		return this.result;
	}

	@Override
	public String getMessage() {
		return Objects.requireNonNull(super.getMessage());
	}

}
