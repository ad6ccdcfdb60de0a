package dev.sendpost.audience;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import dev.sendpost.MailGateway;
import dev.sendpost.csv.CsvImportReport;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Store;
import dev.sendpost.store.StorePlatform;
import dev.sendpost.suppression.SuppressionSettings;
import dev.sendpost.suppression.Suppressions;

/**
 * Imports and exports a generated file, and goes through its list, in a JVM of its own,
 * whose heap is much smaller than the file.
 */
final class ContactImportProcess {

	private ContactImportProcess() {
	}

	/**
	 * Arguments: URL, user and password of a database with tables, rows, octets of a row.
	 */
	public static void main(String[] arguments) throws Exception {
		int rows = Integer.parseInt(arguments[3]);
		try (HikariDataSource dataSource = new HikariDataSource()) {
			dataSource.setJdbcUrl(arguments[0]);
			dataSource.setUsername(arguments[1]);
			dataSource.setPassword(arguments[2]);
			dataSource.setMaximumPoolSize(2);
			Audiences audiences = audiences(new Store(dataSource, StorePlatform.POSTGRESQL, null));
			Audience shop = audiences.forSubAccount("shop");
			UUID list = shop.lists().create(ListDetails.named("News")).id();
			ContactCsv csv = new ContactCsv(audiences);
			GeneratedFile file = new GeneratedFile(rows, Integer.parseInt(arguments[4]), true);
			long start = System.nanoTime();
			CsvImportReport report = csv.importInto(shop, file, ContactImport.all().list(list));
			long imported = System.nanoTime();
			long exported = csv.exportTo(shop, OutputStream.nullOutputStream(), ContactSearch.all());
			long written = System.nanoTime();
			long members = shop.lists().members(list).count();
			long end = System.nanoTime();
			System.out.printf(
					"rows %d added %d refused %d octets %d exported %d members %d import %d ms export %d ms members %d ms%n",
					report.rows(), report.added(), report.refused(), file.octets, exported, members,
					(imported - start) / 1_000_000, (written - imported) / 1_000_000, (end - written) / 1_000_000);
		}
	}

	static Audiences audiences(Store store) {
		MailGateway none = null;
		return new Audiences(store, new EmailIds(Clock.systemUTC()),
				new Suppressions(SuppressionSettings.DEFAULT, List.of(), store, List::of),
				new SecretCipher(List.of(new byte[32])), () -> none, ConfirmationMail.inEnglish(),
				new AudienceSettings(URI.create("https://example.com/confirm"), Duration.ofDays(7), false));
	}

	/**
	 * A file that is nowhere as a whole. Of some files, one row in a thousand is not
	 * UTF-8.
	 */
	static final class GeneratedFile extends InputStream {

		private final int rows;

		private final String padding;

		private final boolean broken;

		private byte[] line = "email,name,city,note\n".getBytes(StandardCharsets.US_ASCII);

		private int position;

		private int row;

		private long octets;

		GeneratedFile(int rows, int octetsPerRow, boolean broken) {
			this.rows = rows;
			this.padding = "x".repeat(Math.max(0, octetsPerRow - 50));
			this.broken = broken;
		}

		static String address(int row) {
			return "user" + row + "@d" + row % 997 + ".example";
		}

		@Override
		public int read() {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			if (this.position == this.line.length) {
				if (this.row == this.rows) {
					return -1;
				}
				boolean bad = this.broken && this.row % 1000 == 999;
				this.line = (address(this.row) + ",User " + this.row + ",K\u00f6ln," + this.padding + "\n")
					.getBytes(bad ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
				this.row++;
				this.position = 0;
			}
			int count = Math.min(length, this.line.length - this.position);
			System.arraycopy(this.line, this.position, target, offset, count);
			this.position += count;
			this.octets += count;
			return count;
		}

	}

}
