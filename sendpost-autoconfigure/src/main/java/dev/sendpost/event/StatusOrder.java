package dev.sendpost.event;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.EmailStatus;

/**
 * How far each status is from the beginning. A recipient only ever moves on, so its
 * status is the furthest that any fact leads to, in whatever order the facts arrive.
 */
final class StatusOrder {

	/*
	 * A server's word outweighs our own that nothing was sent, and a bounce outweighs a
	 * delivery: many servers accept what they return later.
	 */
	private static final List<EmailStatus> ORDER = List.of(EmailStatus.SCHEDULED, EmailStatus.QUEUED,
			EmailStatus.SENDING, EmailStatus.DEFERRED, EmailStatus.CANCELLED, EmailStatus.DROPPED, EmailStatus.FAILED,
			EmailStatus.SENT, EmailStatus.DELIVERED, EmailStatus.BOUNCED);

	private static final Map<EmailStatus, String> NOT_BEYOND = new EnumMap<>(EmailStatus.class);
	static {
		StringBuilder names = new StringBuilder();
		for (EmailStatus status : ORDER) {
			names.append(names.isEmpty() ? "'" : ", '").append(status).append("'");
			NOT_BEYOND.put(status, names.toString());
		}
	}

	private StatusOrder() {
	}

	/**
	 * Where a recipient stands after a fact.
	 */
	static EmailStatus advance(EmailStatus current, EmailStatus fact) {
		return (ORDER.indexOf(fact) > ORDER.indexOf(current)) ? fact : current;
	}

	/**
	 * The names, for SQL, of the statuses from which a fact may lead to this one.
	 */
	static String notBeyond(EmailStatus status) {
		return NOT_BEYOND.getOrDefault(status, "''");
	}

}
