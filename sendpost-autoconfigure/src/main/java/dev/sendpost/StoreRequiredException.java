package dev.sendpost;

import java.util.Objects;

/**
 * Something was asked that the gateway can do only with a store.
 */
public class StoreRequiredException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param what what was asked
	 */
	public StoreRequiredException(String what) {
		super(what + " needs a store: give the application a DataSource, or put H2 on its class path");
	}

	@Override
	public String getMessage() {
		return Objects.requireNonNull(super.getMessage());
	}

}
