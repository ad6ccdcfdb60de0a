package dev.sendpost.suppression;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.sendpost.csv.CsvImportReport;
import dev.sendpost.store.Store;
import dev.sendpost.store.StorePlatform;

/**
 * Imports and exports a generated file in a JVM of its own, whose heap is much smaller
 * than the file.
 */
final class ImportProcess {

	private ImportProcess() {
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
			Suppressions suppressions = new Suppressions(SuppressionSettings.DEFAULT, List.of(),
					new Store(dataSource, StorePlatform.POSTGRESQL, null), List::of);
			SuppressionCsv csv = new SuppressionCsv(suppressions);
			CountingStream exported = new CountingStream();
			GeneratedFile file = new GeneratedFile(rows, Integer.parseInt(arguments[4]));
			long start = System.nanoTime();
			CsvImportReport report = csv.importFrom(file, SuppressionImport.of(SuppressionReason.MANUAL));
			long imported = System.nanoTime();
			long entries = csv.exportTo(exported, SuppressionSearch.all());
			System.out.printf("rows %d added %d refused %d octets %d exported %d octets %d import %d ms export %d ms%n",
					report.rows(), report.added(), report.refused(), file.octets, entries, exported.octets,
					(imported - start) / 1_000_000, (System.nanoTime() - imported) / 1_000_000);
		}
	}

	/**
	 * A file that is nowhere as a whole. One row in a thousand makes no sense.
	 */
	static final class GeneratedFile extends InputStream {

		private final int rows;

		private final String padding;

		private byte[] line = "email,type,smtp_error\n".getBytes(StandardCharsets.US_ASCII);

		private int position;

		private int row;

		private long octets;

		GeneratedFile(int rows, int octetsPerRow) {
			this.rows = rows;
			this.padding = "x".repeat(Math.max(0, octetsPerRow - 45));
		}

		@Override
		public int read() {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0];
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			if (this.position == this.line.length) {
				if (this.row == this.rows) {
					return -1;
				}
				String address = (this.row % 1000 == 999) ? "nobody" + this.row + "\u0001"
						: "user" + this.row + "@d" + this.row % 997 + ".example";
				this.line = (address + ",hardBounce,550 5.1.1 " + this.padding + "\n")
					.getBytes(StandardCharsets.US_ASCII);
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

	/**
	 * Counts what is written.
	 */
	private static final class CountingStream extends OutputStream {

		private long octets;

		@Override
		public void write(int octet) {
			this.octets++;
		}

		@Override
		public void write(byte[] some, int offset, int length) throws IOException {
			this.octets += length;
		}

	}

}
