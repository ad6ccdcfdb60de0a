package dev.sendpost.bounce;

/**
 * A field of a report or a header.
 *
 * @param name its name in lower case, empty for the line between two groups of fields
 * @param value its value on one line
 */
record ReportField(String name, String value) {

	static final ReportField SEPARATOR = new ReportField("", "");

	boolean isSeparator() {
		return this.name.isEmpty();
	}

}
