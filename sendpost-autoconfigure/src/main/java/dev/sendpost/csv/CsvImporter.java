package dev.sendpost.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.writer.CsvWriter;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.TransientDataAccessException;

/**
 * One import of a file in UTF-8, however large: no more than
 * {@value CsvImporter#ROWS_AT_ONCE} rows of it are in memory. They are written together,
 * so that an import that ends early can go on where it ended.
 */
public final class CsvImporter {

	/** How many rows are written together. */
	public static final int ROWS_AT_ONCE = 1000;

	/** Characters of a field: what is longer has an opened quote that nothing closes. */
	private static final int MAX_FIELD_SIZE = 16_384;

	private static final int MAX_FIELDS = 200;

	private static final int MAX_TRIES = 5;

	private final CsvRows target;

	private final CsvEncoding encoding;

	private final long fromLine;

	private final @Nullable CsvWriter refusals;

	private final Consumer<CsvImportReport> progress;

	private final List<RefusedLine> refusedLines = new ArrayList<>();

	private final List<RefusedLine> unwritten = new ArrayList<>();

	private boolean begun;

	private long rows;

	private long gathered;

	private long added;

	private long known;

	private long refused;

	/** The first line that is not done with. */
	private long nextLine = 1;

	/** The first line that was not gathered. */
	private long followingLine = 1;

	/**
	 * Create an import.
	 * @param target takes the rows
	 * @param encoding what becomes of rows that are not UTF-8
	 * @param fromLine the first line to import, from 1; those before it are read and
	 * passed over
	 * @param refused gets all rows that cannot be imported, as CSV; or {@code null}
	 * @param progress told after each {@value #ROWS_AT_ONCE} rows, in the thread that
	 * imports
	 */
	public CsvImporter(CsvRows target, CsvEncoding encoding, long fromLine, @Nullable Writer refused,
			Consumer<CsvImportReport> progress) {
		this.target = target;
		this.encoding = encoding;
		this.fromLine = fromLine;
		this.refusals = (refused != null) ? CsvWriter.builder().build(refused) : null;
		this.progress = progress;
	}

	/**
	 * Import all rows. To be called once. To end it from outside, interrupt the thread.
	 * @param csv the file, which is not closed
	 * @return what was imported
	 * @throws CsvImportException if that ended before the last of them
	 */
	public CsvImportReport read(InputStream csv) {
		try {
			for (CsvRecord row : records(csv)) {
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

	private CsvReader<CsvRecord> records(InputStream csv) {
		CsvRecordHandler handler = CsvRecordHandler.builder()
			.maxFields(MAX_FIELDS)
			.maxFieldSize(MAX_FIELD_SIZE)
			.maxRecordSize(MAX_FIELD_SIZE * 4)
			.build();
		return CsvReader.builder()
			.skipEmptyLines(true)
			.extraFieldStrategy(FieldMismatchStrategy.IGNORE)
			.missingFieldStrategy(FieldMismatchStrategy.IGNORE)
			.allowUnclosedQuote(false)
			.maxBufferSize(MAX_FIELD_SIZE * 4)
			.build(handler,
					new WithoutByteOrderMark(new BufferedReader(new InputStreamReader(csv, this.encoding.decoder()))));
	}

	private void take(CsvRecord row) throws IOException {
		if (this.gathered == ROWS_AT_ONCE) {
			this.followingLine = row.getStartingLineNumber();
			flush();
			if (Thread.currentThread().isInterrupted()) {
				throw new IOException("it was interrupted");
			}
		}
		if (!this.begun) {
			this.begun = true;
			if (this.target.isHeader(row.getFields())) {
				this.target.header(row.getFields());
				this.followingLine = row.getStartingLineNumber() + 1;
				this.nextLine = Math.max(this.followingLine, this.fromLine);
				return;
			}
			this.target.withoutHeader(row.getFieldCount());
		}
		if (row.getStartingLineNumber() >= this.fromLine) {
			this.rows++;
			this.gathered++;
			gather(row);
		}
		this.followingLine = row.getStartingLineNumber() + 1;
	}

	private void gather(CsvRecord row) {
		try {
			if (row.getFields().stream().anyMatch(this.encoding::isBroken)) {
				throw new IllegalArgumentException("it is not UTF-8");
			}
			this.target.take(row.getFields());
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
		this.target.clear();
		this.nextLine = Math.max(this.followingLine, this.fromLine);
		report();
		this.progress.accept(report(false));
	}

	private void report() throws IOException {
		for (RefusedLine line : this.unwritten) {
			if (this.refusedLines.size() < CsvImportReport.MAX_REFUSED_LINES) {
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
				return this.target.write();
			}
			catch (TransientDataAccessException ex) {
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
	private CsvImportException failed(String reason, RuntimeException cause) {
		try {
			flush();
			return new CsvImportException(reason, report(false), cause);
		}
		catch (IOException | RuntimeException ex) {
			ex.addSuppressed(cause);
			return failure(ex);
		}
	}

	private CsvImportException failure(Exception cause) {
		return new CsvImportException(String.valueOf(cause.getMessage()), report(false), cause);
	}

	private String broken(RuntimeException ex) {
		if (ex instanceof UncheckedIOException && ex.getCause() instanceof CharacterCodingException) {
			return "what follows line " + (this.followingLine - 1) + " is not UTF-8; save the file as UTF-8";
		}
		Throwable cause = (ex instanceof UncheckedIOException && ex.getCause() != null) ? ex.getCause() : ex;
		return String.valueOf(cause.getMessage());
	}

	private CsvImportReport report(boolean complete) {
		return new CsvImportReport(this.rows - this.gathered, this.added, this.known, this.refused, this.refusedLines,
				this.nextLine, complete);
	}

}
