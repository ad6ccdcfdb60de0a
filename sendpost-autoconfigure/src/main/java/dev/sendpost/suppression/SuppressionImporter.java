package dev.sendpost.suppression;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.PessimisticLockingFailureException;

/**
 * One import: takes rows, and writes them in transactions of 1,000.
 */
final class SuppressionImporter {

	private static final int ROWS_AT_ONCE = 1000;

	private static final int MAX_TRIES = 5;

	private final Suppressions suppressions;

	private final SuppressionImport options;

	private final @Nullable CsvWriter refusals;

	private @Nullable SuppressionColumns columns;

	private final List<NewSuppression> readable = new ArrayList<>();

	private final List<StoredSuppression> hashed = new ArrayList<>();

	private final List<RefusedLine> refusedLines = new ArrayList<>();

	private final List<RefusedLine> unwritten = new ArrayList<>();

	private long rows;

	private long gathered;

	private long added;

	private long known;

	private long refused;

	/** The first line that is not done with. */
	private long nextLine = 1;

	/** The first line that was not gathered. */
	private long followingLine = 1;

	SuppressionImporter(Suppressions suppressions, SuppressionImport options) {
		this.suppressions = suppressions;
		this.options = options;
		this.refusals = (options.refused() != null) ? CsvWriter.builder().build(options.refused()) : null;
	}

	/**
	 * Import all rows.
	 * @throws SuppressionImportException if that ended before the last of them
	 */
	SuppressionImportReport read(Iterable<CsvRecord> records) {
		try {
			for (CsvRecord row : records) {
				take(row);
			}
			flush();
			return report(true);
		}
		catch (CsvParseException | UncheckedIOException ex) {
			throw failed(broken(ex), ex);
		}
		catch (IOException | RuntimeException ex) {
			throw failure(ex);
		}
	}

	private void take(CsvRecord row) throws IOException {
		if (this.gathered == ROWS_AT_ONCE) {
			this.followingLine = row.getStartingLineNumber();
			flush();
			if (Thread.currentThread().isInterrupted()) {
				throw new IOException("it was interrupted");
			}
		}
		if (this.columns == null) {
			boolean header = !SuppressionColumns.isEntry(row.getFields());
			this.columns = header ? SuppressionColumns.of(row.getFields())
					: SuppressionColumns.withoutHeader(row.getFieldCount());
			if (header) {
				this.followingLine = row.getStartingLineNumber() + 1;
				this.nextLine = Math.max(this.followingLine, this.options.fromLine());
				return;
			}
		}
		if (row.getStartingLineNumber() >= this.options.fromLine()) {
			this.rows++;
			this.gathered++;
			gather(row, this.columns);
		}
		this.followingLine = row.getStartingLineNumber() + 1;
	}

	private void gather(CsvRecord row, SuppressionColumns columns) {
		try {
			SuppressionColumns.Row entry = columns.row(row.getFields(), this.options);
			if (entry.readable() != null) {
				this.readable.add(entry.readable());
			}
			if (entry.hashed() != null) {
				this.hashed.add(entry.hashed());
			}
		}
		catch (RuntimeException ex) {
			this.unwritten.add(new RefusedLine(row.getStartingLineNumber(), String.valueOf(ex.getMessage()),
					String.join(",", row.getFields())));
		}
	}

	private void flush() throws IOException {
		int inserted = write();
		this.added += inserted;
		this.refused += this.unwritten.size();
		this.known += this.gathered - inserted - this.unwritten.size();
		this.gathered = 0;
		this.readable.clear();
		this.hashed.clear();
		this.nextLine = Math.max(this.followingLine, this.options.fromLine());
		report();
		this.options.progress().accept(report(false));
	}

	private void report() throws IOException {
		for (RefusedLine line : this.unwritten) {
			if (this.refusedLines.size() < SuppressionImportReport.MAX_REFUSED_LINES) {
				this.refusedLines.add(line);
			}
			if (this.refusals != null) {
				this.refusals.writeRecord(String.valueOf(line.line()), CsvCell.write(line.reason()),
						CsvCell.write(line.text()));
			}
		}
		this.unwritten.clear();
		if (this.refusals != null) {
			this.refusals.flush();
		}
	}

	/**
	 * Write what was gathered. Others may be adding the same in another order, so that
	 * the database undoes one of the two.
	 */
	private int write() {
		for (int tries = 1; true; tries++) {
			try {
				return this.suppressions.addImported(this.readable, this.hashed);
			}
			catch (PessimisticLockingFailureException ex) {
				if (tries == MAX_TRIES) {
					throw ex;
				}
			}
		}
	}

	/**
	 * End an import where the file cannot be read further. The rows before that are
	 * whole, and are written.
	 */
	private SuppressionImportException failed(String reason, RuntimeException cause) {
		try {
			flush();
			return new SuppressionImportException(reason, report(false), cause);
		}
		catch (IOException | RuntimeException ex) {
			ex.addSuppressed(cause);
			return failure(ex);
		}
	}

	private SuppressionImportException failure(Exception cause) {
		return new SuppressionImportException(String.valueOf(cause.getMessage()), report(false), cause);
	}

	private String broken(RuntimeException ex) {
		if (ex instanceof UncheckedIOException && ex.getCause() instanceof CharacterCodingException) {
			return "what follows line " + (this.followingLine - 1) + " is not UTF-8; save the file as UTF-8";
		}
		Throwable cause = (ex instanceof UncheckedIOException && ex.getCause() != null) ? ex.getCause() : ex;
		return String.valueOf(cause.getMessage());
	}

	private SuppressionImportReport report(boolean complete) {
		return new SuppressionImportReport(this.rows - this.gathered, this.added, this.known, this.refused,
				this.refusedLines, this.nextLine, complete);
	}

}
