package dev.sendpost.csv;

/**
 * An import ended before the end of the file. What was imported until then stays, and the
 * report says from which line to go on.
 */
public class CsvImportException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient CsvImportReport report;

	/**
	 * Create an exception.
	 * @param reason why it ended
	 * @param report how far it came
	 * @param cause what it met
	 */
	public CsvImportException(String reason, CsvImportReport report, Throwable cause) {
		super("The import ended before line " + report.nextLine() + ": " + reason + ". " + report.added()
				+ " entries were added; go on from line " + report.nextLine()
				+ ", or import the whole file again, which is harmless", cause);
		this.report = report;
	}

	/**
	 * How far it came.
	 * @return the report
	 */
	public CsvImportReport getReport() {
		return this.report;
	}

}
