package dev.sendpost.suppression;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongConsumer;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.sendpost.StoreRequiredException;
import dev.sendpost.csv.CsvEncoding;
import dev.sendpost.csv.CsvImportException;
import dev.sendpost.csv.CsvImportReport;
import dev.sendpost.csv.CsvImporter;

/**
 * Imports and exports suppressions as CSV (RFC 4180) in UTF-8. However large a file is,
 * no more than 1,000 rows of it are in memory. The columns are {@code email} (an address
 * or a domain), {@code type} (or {@code reason}: a name or number of SendPost's),
 * {@code smtp_error}, {@code created}, {@code expires} (each a time in ISO 8601, or
 * nanoseconds since 1970), {@code sub_account}, {@code created_by} and, in the place of
 * addresses of which only a hash is kept, {@code hash}. Other columns, and
 * {@code created_by}, are passed over on import.
 */
public final class SuppressionCsv {

	private static final int ROWS_AT_ONCE = 1000;

	private final Suppressions suppressions;

	/**
	 * Create an import and export.
	 * @param suppressions the list
	 */
	public SuppressionCsv(Suppressions suppressions) {
		this.suppressions = suppressions;
	}

	/**
	 * Import a file. Each 1,000 rows are a transaction of their own, so an import that
	 * ends early can go on where it ended, or be started again. Entries that are there
	 * already stay. A row that makes no sense is refused and reported, and the others are
	 * imported; a file that is no CSV, or not in UTF-8, ends the import. To end it from
	 * outside, interrupt the thread.
	 * @param csv the file; a header is needed unless each row begins with an address. It
	 * is not closed
	 * @param options how to import it
	 * @return what was imported
	 * @throws CsvImportException if it ends before the end of the file
	 * @throws StoreRequiredException without a store
	 */
	public CsvImportReport importFrom(InputStream csv, SuppressionImport options) {
		this.suppressions.store();
		return new CsvImporter(new SuppressionRows(this.suppressions, options), CsvEncoding.STRICT, options.fromLine(),
				options.refused(), options.progress())
			.read(csv);
	}

	/**
	 * Export entries, oldest first.
	 * @param csv where to; it is flushed and not closed
	 * @param which the entries; where a page begins and its size do not matter
	 * @return how many entries were exported
	 * @throws IOException if it cannot be written
	 * @throws StoreRequiredException without a store
	 */
	public long exportTo(OutputStream csv, SuppressionSearch which) throws IOException {
		return exportTo(csv, which, 0, (id) -> {
		});
	}

	/**
	 * Export entries, oldest first, or go on with an export that ended early.
	 * @param csv where to; it is flushed and not closed
	 * @param which the entries; where a page begins and its size do not matter
	 * @param afterId the last number that {@code progress} was told, to go on without a
	 * header; or 0 to begin
	 * @param progress told the id of the last entry after each 1,000, when they are
	 * flushed
	 * @return how many entries were exported
	 * @throws IOException if it cannot be written
	 * @throws StoreRequiredException without a store
	 */
	public long exportTo(OutputStream csv, SuppressionSearch which, long afterId, LongConsumer progress)
			throws IOException {
		CsvWriter writer = CsvWriter.builder().build(csv, StandardCharsets.UTF_8);
		try {
			if (afterId == 0) {
				writer.writeRecord(SuppressionColumns.ALL);
			}
			long count = 0;
			long last = afterId;
			List<StoredSuppression> page = this.suppressions.entries().ascending(which, last, ROWS_AT_ONCE);
			while (!page.isEmpty()) {
				page.forEach((entry) -> writer.writeRecord(SuppressionColumns.cells(entry)));
				writer.flush();
				count += page.size();
				last = page.get(page.size() - 1).suppression().id();
				progress.accept(last);
				page = this.suppressions.entries().ascending(which, last, ROWS_AT_ONCE);
			}
			writer.flush();
			return count;
		}
		catch (UncheckedIOException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : new IOException(ex);
		}
	}

}
