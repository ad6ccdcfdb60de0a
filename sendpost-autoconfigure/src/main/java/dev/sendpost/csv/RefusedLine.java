package dev.sendpost.csv;

/**
 * A line of a file that could not be imported.
 *
 * @param line its number, from 1
 * @param reason what is wrong with it
 * @param text its beginning, with control characters made visible
 */
public record RefusedLine(long line, String reason, String text) {

	private static final int MAX_LENGTH = 200;

	/**
	 * Create a refused line.
	 */
	public RefusedLine {
		text = visible(text);
	}

	private static String visible(String text) {
		StringBuilder visible = new StringBuilder();
		text.codePoints().limit(MAX_LENGTH).forEach((c) -> {
			if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
				visible.append(String.format("\\u%04X", c));
			}
			else {
				visible.appendCodePoint(c);
			}
		});
		return visible.append((text.length() > MAX_LENGTH) ? "..." : "").toString();
	}

	@Override
	public String toString() {
		return "line " + this.line + ": " + this.reason;
	}

}
