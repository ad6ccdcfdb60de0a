package dev.sendpost.outbox;

/**
 * Something that does not send for now.
 *
 * @param scope what kind of thing it is
 * @param name its name, empty for everything
 */
record Pause(Scope scope, String name) {

	static final Pause EVERYTHING = new Pause(Scope.ALL, "");

	static Pause transport(String name) {
		return new Pause(Scope.TRANSPORT, name);
	}

	static Pause subAccount(String name) {
		return new Pause(Scope.SUB_ACCOUNT, name);
	}

	/**
	 * What can be paused.
	 */
	enum Scope {

		ALL, TRANSPORT, SUB_ACCOUNT

	}

}
