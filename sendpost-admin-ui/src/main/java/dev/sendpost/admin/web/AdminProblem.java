package dev.sendpost.admin.web;

/**
 * Something that cannot be shown or done, in words for the reader.
 */
public final class AdminProblem extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	private AdminProblem(int status, String message) {
		super(message, null, false, false);
		this.status = status;
	}

	/**
	 * Something does not exist.
	 * @param what what it is
	 * @return the problem
	 */
	public static AdminProblem notFound(String what) {
		return new AdminProblem(404, "There is no such " + what + ". It may have been removed meanwhile.");
	}

	/**
	 * A value is not allowed, or something cannot be done as things are.
	 * @param message what is wrong, and what to do
	 * @return the problem
	 */
	public static AdminProblem refused(String message) {
		return new AdminProblem(422, message);
	}

	static AdminProblem of(int status, String message) {
		return new AdminProblem(status, message);
	}

	int status() {
		return this.status;
	}

}
