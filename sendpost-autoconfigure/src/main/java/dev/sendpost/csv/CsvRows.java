package dev.sendpost.csv;

import java.util.List;

/**
 * Takes the rows of one file, and writes them some at a time.
 */
public interface CsvRows {

	/**
	 * Whether the first row is a header, and no row of data already.
	 * @param first its cells
	 * @return whether it names the columns
	 */
	boolean isHeader(List<String> first);

	/**
	 * Take the header.
	 * @param header the names of the columns
	 * @throws IllegalArgumentException if a file with such columns cannot be imported
	 */
	void header(List<String> header);

	/**
	 * Take a file that has no header.
	 * @param columns how many columns its first row has
	 * @throws IllegalArgumentException if such a file cannot be imported
	 */
	void withoutHeader(int columns);

	/**
	 * Take a row, to be written with the next ones.
	 * @param cells its cells
	 * @throws RuntimeException if the row is to be refused; the message says why
	 */
	void take(List<String> cells);

	/**
	 * Write what was taken, in a transaction of its own. Called again if the database
	 * undid that for the sake of another transaction.
	 * @return how many rows were not there before
	 */
	int write();

	/**
	 * Forget what was taken: it is written.
	 */
	void clear();

}
