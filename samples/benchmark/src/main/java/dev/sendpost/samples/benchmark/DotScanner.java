package dev.sendpost.samples.benchmark;

/**
 * Finds the end of a message after DATA: a line that is one dot, each line ended by CR
 * and LF. The message may arrive in any pieces.
 */
final class DotScanner {

	private static final int TERMINATOR_LENGTH = 3;

	private State state = State.LINE_START;

	private long scanned;

	void restart() {
		this.state = State.LINE_START;
		this.scanned = 0;
	}

	boolean isComplete() {
		return this.state == State.COMPLETE;
	}

	/**
	 * The length of the complete message, the line with the dot not counted.
	 */
	long bytes() {
		return this.scanned - TERMINATOR_LENGTH;
	}

	/**
	 * Scans on.
	 * @return the position behind the last byte that belongs to the message or its end
	 */
	int scan(byte[] bytes, int from, int to) {
		State state = this.state;
		int position = from;
		while (position < to && state != State.COMPLETE) {
			state = next(state, bytes[position++]);
			if (state == State.WITHIN_LINE) {
				while (position < to && bytes[position] != '\r') {
					position++;
				}
			}
		}
		this.state = state;
		this.scanned += position - from;
		return position;
	}

	private static State next(State state, byte value) {
		return switch (value) {
			case '\r' -> (state == State.DOT) ? State.DOT_CR : State.CR;
			case '\n' -> switch (state) {
				case CR -> State.LINE_START;
				case DOT_CR -> State.COMPLETE;
				default -> State.WITHIN_LINE;
			};
			case '.' -> (state == State.LINE_START) ? State.DOT : State.WITHIN_LINE;
			default -> State.WITHIN_LINE;
		};
	}

	private enum State {

		LINE_START, WITHIN_LINE, CR, DOT, DOT_CR, COMPLETE

	}

}
