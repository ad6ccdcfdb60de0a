package dev.sendpost.audience;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.sendpost.audience.AudienceException.Reason;
import dev.sendpost.csv.CsvCell;
import dev.sendpost.csv.CsvEncoding;
import dev.sendpost.csv.CsvImportException;
import dev.sendpost.csv.CsvImportReport;
import dev.sendpost.csv.CsvImporter;
import org.jspecify.annotations.Nullable;

/**
 * Imports and exports contacts as CSV (RFC 4180) in UTF-8. However large a file is, no
 * more than 1,000 rows of it are in memory. The columns are {@code email}, {@code name},
 * {@code locale} and {@code status}; {@code id} and {@code created} are passed over on
 * import, and any other column is a field of the contact.
 */
public final class ContactCsv {

	/** How many names of fields an export has columns for. */
	private static final int MAX_FIELDS = 190;

	private final AudienceStore store;

	/**
	 * Create an import and export.
	 * @param audiences all audiences
	 */
	public ContactCsv(Audiences audiences) {
		this.store = audiences.store();
	}

	/**
	 * Import a file. Each 1,000 rows are a transaction of their own, so an import that
	 * ends early can go on where it ended, or be started again. A contact that is there
	 * already gets what the row says, and keeps what it does not say. A contact with a
	 * status other than subscribed or pending is suppressed for it. A row that makes no
	 * sense, or is not UTF-8, is refused and reported, and the others are imported; a
	 * file that is no CSV ends the import. To end it from outside, interrupt the thread.
	 * @param audience whose contacts they are to be
	 * @param csv the file; a header is needed unless each row begins with an address. It
	 * is not closed
	 * @param options how to import it
	 * @return what was imported
	 * @throws AudienceException if there is no such list
	 * @throws CsvImportException if it ends before the end of the file
	 */
	public CsvImportReport importInto(Audience audience, InputStream csv, ContactImport options) {
		return new CsvImporter(new ContactRows(this.store, audience, options.list()), CsvEncoding.BY_ROW,
				options.fromLine(), options.refused(), options.progress())
			.read(csv);
	}

	/**
	 * Export contacts, in the order in which they were added. They are read twice, first
	 * for the names of their fields.
	 * @param audience whose contacts
	 * @param csv where to; it is flushed and not closed
	 * @param which the contacts; where a page begins and its size do not matter
	 * @return how many contacts were exported
	 * @throws AudienceException if there is no such list or topic, or the fields have
	 * more than 190 names
	 * @throws IOException if it cannot be written
	 */
	public long exportTo(Audience audience, OutputStream csv, ContactSearch which) throws IOException {
		return exportTo(audience, csv, which, fields(audience, which), null, (id) -> {
		});
	}

	/**
	 * Export contacts with some of their fields, or go on with an export that ended
	 * early.
	 * @param audience whose contacts
	 * @param csv where to; it is flushed and not closed
	 * @param which the contacts; where a page begins and its size do not matter
	 * @param fields the names of the fields
	 * @param after the last id that {@code progress} was told, to go on without a header;
	 * or {@code null} to begin
	 * @param progress told the id of the last contact after each page, when it is flushed
	 * @return how many contacts were exported
	 * @throws AudienceException if there is no such list or topic
	 * @throws IOException if it cannot be written
	 */
	public long exportTo(Audience audience, OutputStream csv, ContactSearch which, List<String> fields,
			@Nullable UUID after, Consumer<UUID> progress) throws IOException {
		CsvWriter writer = CsvWriter.builder().build(csv, StandardCharsets.UTF_8);
		try {
			if (after == null) {
				List<String> header = new ArrayList<>(ContactColumns.KNOWN);
				fields.forEach((field) -> header.add(CsvCell.write(field)));
				writer.writeRecord(header);
			}
			long[] count = new long[1];
			pages(audience, which.after(after), (page) -> {
				page.contacts().forEach((contact) -> writer.writeRecord(ContactColumns.cells(contact, fields)));
				count[0] += page.contacts().size();
				flush(writer);
				if (page.next() != null) {
					progress.accept(page.next());
				}
			});
			flush(writer);
			return count[0];
		}
		catch (UncheckedIOException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : new IOException(ex);
		}
	}

	private static void flush(CsvWriter writer) {
		try {
			writer.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The names of the fields that contacts have, for an export of all of them. The
	 * contacts are read for it.
	 * @param audience whose contacts
	 * @param which the contacts; where a page begins and its size do not matter
	 * @return the names in order
	 * @throws AudienceException if there is no such list or topic, or the fields have
	 * more than 190 names
	 */
	public List<String> fields(Audience audience, ContactSearch which) {
		TreeSet<String> names = new TreeSet<>();
		pages(audience, which.after(null), (page) -> {
			page.contacts().forEach((contact) -> names.addAll(contact.fields().keySet()));
			if (names.size() > MAX_FIELDS) {
				throw new AudienceException(Reason.TOO_MANY, "the fields of these contacts have more than " + MAX_FIELDS
						+ " names; say which of them to export");
			}
		});
		return List.copyOf(names);
	}

	private static void pages(Audience audience, ContactSearch which, Consumer<ContactPage> action) {
		ContactSearch search = which.size(ContactSearch.MAX_SIZE);
		ContactPage page = audience.contacts().search(search);
		action.accept(page);
		while (page.next() != null) {
			page = audience.contacts().search(search.after(page.next()));
			action.accept(page);
		}
	}

}
