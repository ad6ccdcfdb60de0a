package dev.sendpost.outbox;

import dev.sendpost.EmailStream;

/**
 * Where messages of one kind of one sub-account wait. Lanes take turns, so that a long
 * one does not hold up the others.
 *
 * @param stream the kind of mail
 * @param subAccount the name of the sub-account
 * @param direct whether its messages are sent by who took them in, so that they are
 * claimed only if that one did not finish
 */
record Lane(EmailStream stream, String subAccount, boolean direct) {

	private static final String TRANSACTIONAL = "t:";

	private static final String BROADCAST = "b:";

	private static final String DIRECT = "d:";

	Lane(EmailStream stream, String subAccount) {
		this(stream, subAccount, false);
	}

	/**
	 * The lane of messages that are sent by who took them in.
	 */
	static Lane direct(String subAccount) {
		return new Lane(EmailStream.TRANSACTIONAL, subAccount, true);
	}

	/**
	 * The lane of a name that {@link #name()} gave.
	 */
	static Lane of(String name) {
		EmailStream stream = name.startsWith(BROADCAST) ? EmailStream.BROADCAST : EmailStream.TRANSACTIONAL;
		return new Lane(stream, name.substring(2), name.startsWith(DIRECT));
	}

	/**
	 * The lane as the database knows it.
	 */
	String name() {
		return (this.direct ? DIRECT : prefix(this.stream)) + this.subAccount;
	}

	static String prefix(EmailStream stream) {
		return (stream == EmailStream.BROADCAST) ? BROADCAST : TRANSACTIONAL;
	}

}
