package dev.sendpost.suppression;

import java.io.Writer;
import java.util.function.Consumer;

import dev.sendpost.csv.CsvImportReport;
import org.jspecify.annotations.Nullable;

/**
 * How to import a file.
 *
 * @param reason the reason of rows that name none
 * @param scope the scope of all entries, so that rows that name another are refused; or
 * {@code null} for what each row names, which is the account where it names none
 * @param createdBy by whose doing
 * @param fromLine the first line to import, from 1; those before it are read and passed
 * over
 * @param refused gets all rows that cannot be imported, as CSV; or {@code null} if the
 * report is enough
 * @param progress told after each 1,000 rows, in the thread that imports
 */
public record SuppressionImport(SuppressionReason reason, @Nullable SuppressionScope scope, String createdBy,
		long fromLine, @Nullable Writer refused, Consumer<CsvImportReport> progress) {

	/**
	 * Import all rows, with one reason where they name none.
	 * @param reason the reason
	 * @return how to import
	 */
	public static SuppressionImport of(SuppressionReason reason) {
		return new SuppressionImport(reason, null, Suppression.BY_IMPORT, 1, null, (report) -> {
		});
	}

	/**
	 * Import for one scope.
	 * @param scope the scope; rows that name another are refused
	 * @return how to import
	 */
	public SuppressionImport scope(SuppressionScope scope) {
		return new SuppressionImport(this.reason, scope, this.createdBy, this.fromLine, this.refused, this.progress);
	}

	/**
	 * By whose doing.
	 * @param createdBy a name, such as that of a user
	 * @return how to import
	 */
	public SuppressionImport createdBy(String createdBy) {
		return new SuppressionImport(this.reason, this.scope, createdBy, this.fromLine, this.refused, this.progress);
	}

	/**
	 * Go on with an import that ended early.
	 * @param line {@link CsvImportReport#nextLine()} of its report
	 * @return how to import
	 */
	public SuppressionImport fromLine(long line) {
		return new SuppressionImport(this.reason, this.scope, this.createdBy, line, this.refused, this.progress);
	}

	/**
	 * Write down all rows that cannot be imported.
	 * @param refused gets them as CSV: line, reason, text; it is not closed
	 * @return how to import
	 */
	public SuppressionImport refused(Writer refused) {
		return new SuppressionImport(this.reason, this.scope, this.createdBy, this.fromLine, refused, this.progress);
	}

	/**
	 * Be told how far it has come.
	 * @param progress told after each 1,000 rows
	 * @return how to import
	 */
	public SuppressionImport progress(Consumer<CsvImportReport> progress) {
		return new SuppressionImport(this.reason, this.scope, this.createdBy, this.fromLine, this.refused, progress);
	}

}
