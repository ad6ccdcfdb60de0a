package dev.sendpost.csv;

import java.util.List;

/**
 * How far an import has come.
 *
 * @param rows how many rows were read, without the header
 * @param added how many of them were not there before
 * @param known how many of them were there, or stood in the file before
 * @param refused how many rows could not be imported
 * @param refusedLines the first {@value #MAX_REFUSED_LINES} of those
 * @param nextLine the line to go on from: all before it is done with
 * @param complete whether the file was read to its end
 */
public record CsvImportReport(long rows, long added, long known, long refused, List<RefusedLine> refusedLines,
		long nextLine, boolean complete) {

	/** How many refused lines a report holds. */
	public static final int MAX_REFUSED_LINES = 100;

	/**
	 * Create a report.
	 */
	public CsvImportReport {
		refusedLines = List.copyOf(refusedLines);
	}

}
