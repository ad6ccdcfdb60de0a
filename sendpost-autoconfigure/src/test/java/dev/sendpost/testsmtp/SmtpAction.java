package dev.sendpost.testsmtp;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link ScriptedSmtpServer} does at a step instead of the usual, and when:
 * without restriction, always.
 *
 * @param lines the reply, verbatim; none to send nothing
 * @param ending what becomes of the connection after the reply
 * @param gate what to wait for first
 * @param connection the number of the only connection meant, {@link #ANY} or
 * {@link #EACH}
 * @param first the first occurrence meant, from 1
 * @param last the last occurrence meant
 */
public record SmtpAction(List<String> lines, Ending ending, @Nullable CountDownLatch gate, int connection, int first,
		int last) {

	static final int ANY = 0;

	static final int EACH = -1;

	/**
	 * What becomes of a connection.
	 */
	public enum Ending {

		/**
		 * It lives on.
		 */
		NONE,

		/**
		 * The server sends a FIN. What the client still sends is read and dropped, so
		 * that it finds the end of the stream and never a reset.
		 */
		CLOSE,

		/**
		 * The server sends a RST.
		 */
		RESET,

		/**
		 * The server reads on but never answers.
		 */
		SILENCE,

		/**
		 * The server neither reads nor answers. A client that writes blocks when the
		 * socket buffers are full, which takes some megabytes.
		 */
		STALL

	}

	/**
	 * Do the usual: to let some occurrences pass, or to wait {@link #after} a latch.
	 * @return the action
	 */
	public static SmtpAction proceed() {
		return of(Ending.NONE);
	}

	/**
	 * Reply and go on. A positive code has the effect it claims.
	 * @param lines the lines, verbatim, so that {@code 550-} continues
	 * @return the action
	 */
	public static SmtpAction reply(String... lines) {
		return of(Ending.NONE, lines);
	}

	/**
	 * Reply, then send a FIN.
	 * @param lines the lines, verbatim
	 * @return the action
	 */
	public static SmtpAction replyThenClose(String... lines) {
		return of(Ending.CLOSE, lines);
	}

	/**
	 * Send a FIN, see {@link Ending#CLOSE}.
	 * @return the action
	 */
	public static SmtpAction close() {
		return of(Ending.CLOSE);
	}

	/**
	 * Send a RST.
	 * @return the action
	 */
	public static SmtpAction reset() {
		return of(Ending.RESET);
	}

	/**
	 * Read on but never answer, until the client goes or the server stops.
	 * @return the action
	 */
	public static SmtpAction silence() {
		return of(Ending.SILENCE);
	}

	/**
	 * Read no more, until the server stops, see {@link Ending#STALL}.
	 * @return the action
	 */
	public static SmtpAction stall() {
		return of(Ending.STALL);
	}

	private static SmtpAction of(Ending ending, String... lines) {
		return new SmtpAction(List.of(lines), ending, null, ANY, 1, Integer.MAX_VALUE);
	}

	/**
	 * Wait before acting.
	 * @param gate opened by the test
	 * @return the action, held back
	 */
	public SmtpAction after(CountDownLatch gate) {
		return new SmtpAction(this.lines, this.ending, gate, this.connection, this.first, this.last);
	}

	/**
	 * Only on one connection; occurrences are then counted there.
	 * @param number the number of the connection, from 1
	 * @return the action, restricted
	 */
	public SmtpAction onConnection(int number) {
		return new SmtpAction(this.lines, this.ending, this.gate, number, this.first, this.last);
	}

	/**
	 * Count occurrences for each connection apart; otherwise they are counted over all.
	 * @return the action, counting so
	 */
	public SmtpAction onEachConnection() {
		return onConnection(EACH);
	}

	/**
	 * Only at one occurrence of the step.
	 * @param number which, from 1
	 * @return the action, restricted
	 */
	public SmtpAction onOccurrence(int number) {
		return occurrences(number, number);
	}

	/**
	 * Only from one occurrence of the step on.
	 * @param number which, from 1
	 * @return the action, restricted
	 */
	public SmtpAction fromOccurrence(int number) {
		return occurrences(number, Integer.MAX_VALUE);
	}

	/**
	 * Only at the first occurrences of the step.
	 * @param count how many
	 * @return the action, restricted
	 */
	public SmtpAction times(int count) {
		return occurrences(1, count);
	}

	private SmtpAction occurrences(int first, int last) {
		return new SmtpAction(this.lines, this.ending, this.gate, this.connection, first, last);
	}

	boolean isUsual() {
		return this.lines.isEmpty() && this.ending == Ending.NONE;
	}

}
