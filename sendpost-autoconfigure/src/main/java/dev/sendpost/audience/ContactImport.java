package dev.sendpost.audience;

import java.io.Writer;
import java.util.UUID;
import java.util.function.Consumer;

import dev.sendpost.csv.CsvImportReport;
import org.jspecify.annotations.Nullable;

/**
 * How to import a file of contacts.
 *
 * @param list the id of the list to put them on, or {@code null} for none
 * @param fromLine the first line to import, from 1; those before it are read and passed
 * over
 * @param refused gets all rows that cannot be imported, as CSV; or {@code null} if the
 * report is enough
 * @param progress told after each 1,000 rows, in the thread that imports
 */
public record ContactImport(@Nullable UUID list, long fromLine, @Nullable Writer refused,
		Consumer<CsvImportReport> progress) {

	private static final ContactImport ALL = new ContactImport(null, 1, null, (report) -> {
	});

	/**
	 * Import all rows, and put them on no list.
	 * @return how to import
	 */
	public static ContactImport all() {
		return ALL;
	}

	/**
	 * Put the contacts on a list, as {@link ContactLists#add} does.
	 * @param list the id of the list
	 * @return how to import
	 */
	public ContactImport list(UUID list) {
		return new ContactImport(list, this.fromLine, this.refused, this.progress);
	}

	/**
	 * Go on with an import that ended early.
	 * @param line {@link CsvImportReport#nextLine()} of its report
	 * @return how to import
	 */
	public ContactImport fromLine(long line) {
		return new ContactImport(this.list, line, this.refused, this.progress);
	}

	/**
	 * Write down all rows that cannot be imported.
	 * @param refused gets them as CSV: line, reason, text; it is not closed
	 * @return how to import
	 */
	public ContactImport refused(Writer refused) {
		return new ContactImport(this.list, this.fromLine, refused, this.progress);
	}

	/**
	 * Be told how far it has come.
	 * @param progress told after each 1,000 rows
	 * @return how to import
	 */
	public ContactImport progress(Consumer<CsvImportReport> progress) {
		return new ContactImport(this.list, this.fromLine, this.refused, progress);
	}

}
