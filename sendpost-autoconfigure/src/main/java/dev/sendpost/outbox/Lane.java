package dev.sendpost.outbox;

import dev.sendpost.EmailStream;

/**
 * Where messages of one kind of one sub-account wait. Lanes take turns, so that a long
 * one does not hold up the others.
 *
 * @param stream the kind of mail
 * @param subAccount the name of the sub-account
 */
record Lane(EmailStream stream, String subAccount) {

	private static final String TRANSACTIONAL = "t:";

	private static final String BROADCAST = "b:";

	/**
	 * The lane of a name that {@link #name()} gave.
	 */
	static Lane of(String name) {
		EmailStream stream = name.startsWith(BROADCAST) ? EmailStream.BROADCAST : EmailStream.TRANSACTIONAL;
		return new Lane(stream, name.substring(2));
	}

	/**
	 * The lane as the database knows it.
	 */
	String name() {
		return prefix(this.stream) + this.subAccount;
	}

	static String prefix(EmailStream stream) {
		return (stream == EmailStream.BROADCAST) ? BROADCAST : TRANSACTIONAL;
	}

}
