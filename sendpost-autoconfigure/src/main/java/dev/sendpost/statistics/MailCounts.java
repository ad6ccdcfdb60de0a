package dev.sendpost.statistics;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How many recipients of messages came to what. Someone who gets three messages is three
 * recipients. A recipient counts in each of these at most once for a message, at the time
 * of the first fact that says so, unless it is said otherwise; so one that bounced softly
 * and then got the message is in several.
 *
 * @param processed were addressed by a message that was accepted, at the time of its
 * acceptance, those that were dropped at once among them
 * @param sent whose message the next hop took
 * @param delivered whose server took the message, as was reported
 * @param dropped were kept back by a policy, such as suppressed ones
 * @param smtpDropped whose message no transport could take, without their server having
 * refused it
 * @param softBounced were refused for the moment by a server, whatever came of it later;
 * to reach no server at all is not a bounce
 * @param hardBounced were refused for good, or given up after being refused for too long
 * @param opened openings by people, each of them
 * @param uniqueOpened opened the message
 * @param machineOpened openings by machines, each of them
 * @param clicked links followed by people, each time
 * @param uniqueClicked followed any link of the message
 * @param machineClicked links followed by machines, each time
 * @param unsubscribed asked for no more of this
 * @param spam reported the message as spam
 */
public record MailCounts(long processed, long sent, long delivered, long dropped, long smtpDropped, long softBounced,
		long hardBounced, long opened, long uniqueOpened, long machineOpened, long clicked, long uniqueClicked,
		long machineClicked, long unsubscribed, long spam) {

	/** Nothing. */
	public static final MailCounts ZERO = of(new long[Counter.values().length]);

	static MailCounts of(long[] counts) {
		return new MailCounts(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6], counts[7],
				counts[8], counts[9], counts[10], counts[11], counts[12], counts[13], counts[14]);
	}

	static MailCounts read(ResultSet row) throws SQLException {
		Counter[] counters = Counter.values();
		long[] counts = new long[counters.length];
		for (int i = 0; i < counts.length; i++) {
			counts[i] = row.getLong(counters[i].column());
		}
		return of(counts);
	}

	/**
	 * These counts and others together.
	 * @param other the others
	 * @return the sums
	 */
	public MailCounts plus(MailCounts other) {
		long[] sums = toArray();
		long[] more = other.toArray();
		for (int i = 0; i < sums.length; i++) {
			sums[i] += more[i];
		}
		return of(sums);
	}

	private long[] toArray() {
		return new long[] { this.processed, this.sent, this.delivered, this.dropped, this.smtpDropped, this.softBounced,
				this.hardBounced, this.opened, this.uniqueOpened, this.machineOpened, this.clicked, this.uniqueClicked,
				this.machineClicked, this.unsubscribed, this.spam };
	}

}
