package dev.sendpost.suppression;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import javax.crypto.spec.SecretKeySpec;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStream;
import dev.sendpost.csv.CsvImportException;
import dev.sendpost.csv.CsvImportReport;
import dev.sendpost.csv.RefusedLine;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.store.Store;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SuppressionCsv}, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class SuppressionCsvTests {

	private static final SuppressionImport IMPORT = SuppressionImport.of(SuppressionReason.MANUAL);

	private final FreshDatabase database;

	private final Store store;

	private final Suppressions suppressions;

	private final SuppressionCsv csv;

	SuppressionCsvTests(TestDatabase kind) throws Exception {
		this.database = kind.clean();
		this.store = OutboxNode.store(this.database.dataSource());
		this.suppressions = new Suppressions(SuppressionSettings.DEFAULT, List.of(), this.store, List::of);
		this.csv = new SuppressionCsv(this.suppressions);
	}

	@AfterEach
	void close() {
		this.suppressions.destroy();
		this.database.close();
	}

	@Test
	void columnsAndReasonsAreNamedAsInSendPostsApi() {
		CsvImportReport report = read("""
				id,reason,smtp_error,email,created
				1,2,"550 5.1.1 No, such user",Gone@Example.com,1567512491588025000
				2,unsubscribe,,tired@example.com,2019-09-03T12:08:11Z
				3,Spam Complaint,,angry@example.com,1567512491588
				4,hardBounce,,*.example.org,1567512491
				5,,,example.net,
				""");
		assertThat(report.complete()).isTrue();
		assertThat(report.rows()).isEqualTo(5);
		assertThat(report.added()).isEqualTo(5);
		assertThat(report.refusedLines()).isEmpty();
		assertThat(all()).extracting(
				(entry) -> entry.target() + " " + entry.reason() + " " + entry.smtpError() + " " + entry.createdBy())
			.containsExactlyInAnyOrder("gone@example.com HARD_BOUNCE 550 5.1.1 No, such user import",
					"tired@example.com UNSUBSCRIBE null import", "angry@example.com SPAM_COMPLAINT null import",
					"*.example.org HARD_BOUNCE null import", "example.net MANUAL null import");
		assertThat(all()).filteredOn((entry) -> entry.reason() != SuppressionReason.MANUAL)
			.allSatisfy((entry) -> assertThat(entry.since()).isBetween(Instant.parse("2019-09-03T12:08:11Z"),
					Instant.parse("2019-09-03T12:08:12Z")));
	}

	@Test
	void aListOfAddressesNeedsNoHeader() {
		assertThat(read("ann@example.com\r\n\r\nbob@example.com").added()).isEqualTo(2);
		assertThat(read("\ufeffcid@example.com,more\ndan@example.com,more\n").added()).isEqualTo(2);
		assertThat(read("\ufeffEmail Address;x,Address\nx,eve@example.com\n").added()).isOne();
	}

	@Test
	void aTimeThatCannotBeIsRefusedWithItsLineAlone() {
		CsvImportReport report = read("""
				email,created,expires
				ann@example.com,,+1000000000-01-01T00:00:00Z
				bob@example.com,-0001-01-01T00:00:00Z,
				cid@example.com,9999-12-31T23:59:59Z,
				""");
		assertThat(report.added()).isOne();
		assertThat(report.refusedLines()).extracting(RefusedLine::reason)
			.allSatisfy((reason) -> assertThat(reason).contains("1970 to 9999"))
			.hasSize(2);
	}

	@Test
	void whatIsExportedCanBeImported() throws IOException {
		Instant until = Instant.parse("2199-01-01T00:00:00Z");
		this.suppressions.add(List.of(
				NewSuppression.of("ann@example.com", SuppressionReason.HARD_BOUNCE)
					.subAccount("shop")
					.smtpError("550 \"5.1.1\",\r\nno such user")
					.createdBy("bob"),
				NewSuppression.of("ann@example.com", SuppressionReason.UNSUBSCRIBE)
					.smtpError("\uff1d1+1")
					.expiresAt(until),
				NewSuppression.of("=cmd|x@example.com", SuppressionReason.MANUAL).smtpError("-1+2"),
				NewSuppression.of("'+a@example.com", SuppressionReason.MANUAL),
				NewSuppression.of("o'neill@b\u00fccher.example", SuppressionReason.MANUAL),
				NewSuppression.of("*.example.org", SuppressionReason.SPAM_COMPLAINT)));
		Suppressions hashing = new Suppressions(new SuppressionSettings(new SecretKeySpec(new byte[32], "HmacSHA256"),
				true, false, 0, Duration.ofDays(1)), List.of(), this.store, List::of);
		hashing.add(NewSuppression.of("hidden@example.com", SuppressionReason.MANUAL));
		List<Suppression> before = all();
		byte[] file = write(SuppressionSearch.all());
		assertThat(new String(file, StandardCharsets.UTF_8)).startsWith("email,type,smtp_error,created")
			.contains("\n'=cmd|x@example.com,manual,'-1+2,")
			.contains("\n''+a@example.com,", ",'\uff1d1+1,")
			.contains("\no'neill@xn--bcher-kva.example,")
			.doesNotContain("hidden");
		this.store.jdbc().update("delete from sendpost_suppression");
		CsvImportReport report = this.csv.importFrom(new ByteArrayInputStream(file), IMPORT);
		assertThat(report.refusedLines()).isEmpty();
		assertThat(report.added()).isEqualTo(7);
		assertThat(all()).usingRecursiveFieldByFieldElementComparatorIgnoringFields("id", "createdBy")
			.containsExactlyInAnyOrderElementsOf(before);
		assertThat(hashing.explain(EmailAddress.parse("hidden@example.com"), "default", EmailStream.TRANSACTIONAL)
			.isSuppressed()).isTrue();
	}

	@Test
	void anExportCanBeNarrowedAndGoOn() throws IOException {
		this.suppressions.add(NewSuppression.of("shop@example.com", SuppressionReason.MANUAL).subAccount("shop"));
		read("email\n" + addresses(0, 2500));
		assertThat(lines(write(SuppressionSearch.all().scope(SuppressionScope.subAccount("shop"))))).hasSize(2);
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		AtomicLong last = new AtomicLong();
		try {
			this.csv.exportTo(file, SuppressionSearch.all(), 0, (id) -> {
				last.set(id);
				throw new IllegalStateException("enough");
			});
		}
		catch (IllegalStateException ex) {
			assertThat(ex).hasMessage("enough");
		}
		assertThat(this.csv.exportTo(file, SuppressionSearch.all(), last.get(), (id) -> {
		})).isEqualTo(1501);
		assertThat(lines(file.toByteArray())).hasSize(2502).doesNotHaveDuplicates();
	}

	@Test
	void aRowThatMakesNoSenseIsRefusedAndTheOthersAreImported() {
		StringWriter refused = new StringWriter();
		CsvImportReport report = read("""
				email,type,created,sub_account
				ann@example.com,manual,,
				not an address,manual,,
				bob@example.com,7,,
				cid@example.com,manual,yesterday,
				dan@example.com,manual
				eve@example.com,manual,,,more
				,manual,,
				nul\0@example.com,manual,,
				"two
				lines@example.com",manual,,
				fay@exa mple.com,manual,,
				gus@example.com,manual,99999999999999999999,
				hal@example.com,manual,,a\u0007b
				=ivy,manual,,
				joe@example.com,manual,,
				""", IMPORT.refused(refused));
		assertThat(report.complete()).isTrue();
		assertThat(report.rows()).isEqualTo(14);
		assertThat(report.added()).isEqualTo(2);
		assertThat(report.known()).isZero();
		assertThat(report.refused()).isEqualTo(12);
		assertThat(report.refusedLines()).extracting(RefusedLine::line)
			.containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 12L, 13L, 14L, 15L);
		assertThat(report.refusedLines()).extracting(RefusedLine::reason)
			.satisfiesExactly((reason) -> assertThat(reason).contains("not an address"),
					(reason) -> assertThat(reason).contains("'7' is no type"),
					(reason) -> assertThat(reason).contains("'yesterday' in the column 'created'"),
					(reason) -> assertThat(reason).isEqualTo("it has 2 fields instead of 4"),
					(reason) -> assertThat(reason).isEqualTo("it has 5 fields instead of 4"),
					(reason) -> assertThat(reason).isEqualTo("it has no address"),
					(reason) -> assertThat(reason).contains("control character U+0000"),
					(reason) -> assertThat(reason).contains("line break"),
					(reason) -> assertThat(reason).contains("not a domain"),
					(reason) -> assertThat(reason).contains("no time"),
					(reason) -> assertThat(reason).contains("not the name of a sub-account"),
					(reason) -> assertThat(reason).contains("=ivy"));
		assertThat(refused.toString().lines()).hasSize(12).anyMatch((line) -> line.contains("'=ivy"));
		assertThat(refused.toString()).doesNotContain("\0");
		assertThat(all()).hasSize(2);
	}

	@Test
	void theReportHoldsTheFirstRefusedLinesOnly() {
		StringWriter refused = new StringWriter();
		CsvImportReport report = read("email\n" + "nobody\u0001\n".repeat(2500), IMPORT.refused(refused));
		assertThat(report.refused()).isEqualTo(2500);
		assertThat(report.refusedLines()).hasSize(CsvImportReport.MAX_REFUSED_LINES);
		assertThat(refused.toString().lines()).hasSize(2500);
	}

	@Test
	void whatASubAccountImportsStaysItsOwn() {
		CsvImportReport report = read("""
				email,sub_account
				ann@example.com,
				bob@example.com,shop
				cid@example.com,club
				""", IMPORT.scope(SuppressionScope.subAccount("shop")).createdBy("carol"));
		assertThat(report.added()).isEqualTo(2);
		assertThat(report.refusedLines()).extracting(RefusedLine::reason)
			.containsExactly("it is for the sub-account club and not for the sub-account shop");
		assertThat(all()).allSatisfy((entry) -> {
			assertThat(entry.scope()).isEqualTo(SuppressionScope.subAccount("shop"));
			assertThat(entry.createdBy()).isEqualTo("carol");
		});
	}

	@Test
	void importingTwiceIsHarmless() {
		String file = "email\n" + addresses(0, 1500) + "user0@example.com\n";
		assertThat(read(file).added()).isEqualTo(1500);
		List<Suppression> before = all();
		CsvImportReport again = read(file);
		assertThat(again.added()).isZero();
		assertThat(again.known()).isEqualTo(1501);
		assertThat(all()).isEqualTo(before);
	}

	@Test
	void anImportThatEndedEarlyGoesOnFromTheLineItSays() {
		String file = "email\n" + addresses(0, 3500);
		List<CsvImportReport> progress = new ArrayList<>();
		CsvImportReport ended = failure(() -> read(file, IMPORT.progress((report) -> {
			progress.add(report);
			if (report.rows() == 2000) {
				throw new IllegalStateException("enough");
			}
		})), "enough");
		assertThat(progress).extracting(CsvImportReport::added).containsExactly(1000L, 2000L);
		assertThat(ended.complete()).isFalse();
		assertThat(ended.nextLine()).isEqualTo(2002);
		assertThat(all()).hasSize(2000);
		CsvImportReport rest = read(file, IMPORT.fromLine(ended.nextLine()));
		assertThat(rest.rows()).isEqualTo(1500);
		assertThat(rest.added()).isEqualTo(1500);
		assertThat(all()).hasSize(3500);
	}

	@Test
	void anImportIsInterrupted() {
		Thread.currentThread().interrupt();
		CsvImportReport ended = failure(() -> read("email\n" + addresses(0, 2500)), "interrupted");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(ended.nextLine()).isEqualTo(1002);
		assertThat(all()).hasSize(1000);
	}

	@Test
	void aDatabaseThatGoesAwayIsReported() {
		String file = "email\n" + addresses(0, 2500);
		CsvImportReport ended = failure(() -> read(file, IMPORT.progress((report) -> {
			if (report.rows() == 1000) {
				this.store.jdbc().execute("alter table sendpost_suppression rename to elsewhere");
			}
		})), "sendpost_suppression");
		assertThat(ended.nextLine()).isEqualTo(1002);
		this.store.jdbc().execute("alter table elsewhere rename to sendpost_suppression");
		assertThat(all()).hasSize(1000);
		assertThat(read(file, IMPORT.fromLine(ended.nextLine())).added()).isEqualTo(1500);
	}

	@Test
	void aFileThatIsNoCsvEndsTheImportAndSaysWhere() {
		String good = "email\n" + addresses(0, 1200);
		assertBroken(good + "\"open@example.com\n" + addresses(0, 10), "Unclosed quoted field", 1202);
		assertBroken(good + "\"open@example.com\n" + addresses(0, 100_000), "quot", 1202);
		assertBroken(good + "a".repeat(200_000), "maximum buffer size", 1202);
		assertBroken(good + "a,".repeat(200_000), "200 fields", 1202);
		assertBroken("no,such,columns\n1,2,3\n", "no column 'email'", 1);
		assertBroken("email;type\nann@example.com;manual\n", "separated by commas", 1);
		assertBroken("email,address\nann@example.com,bob@example.com\n", "twice", 1);
		assertBroken(good.getBytes(StandardCharsets.UTF_16), "not UTF-8", 1);
		assertThat(read("").complete()).isTrue();
		assertThat(read("email\n").rows()).isZero();
	}

	@Test
	void aFileInAnotherEncodingEndsTheImportAndSaysWhere() {
		byte[] good = ("email,note\n" + "ann@example.com,x\n").getBytes(StandardCharsets.UTF_8);
		byte[] bad = "bob@example.com,M\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1);
		InputStream file = new SequenceInputStream(new ByteArrayInputStream(good), new ByteArrayInputStream(bad));
		CsvImportReport ended = failure(() -> this.csv.importFrom(file, IMPORT), "what follows line 2 is not UTF-8");
		assertThat(ended.nextLine()).isEqualTo(3);
		assertThat(all()).hasSize(1);
	}

	@Test
	void aStreamThatBreaksEndsTheImportAndSaysWhere() {
		InputStream broken = new SequenceInputStream(
				new ByteArrayInputStream(("email\n" + addresses(0, 3)).getBytes(StandardCharsets.UTF_8)),
				new InputStream() {

					@Override
					public int read() throws IOException {
						throw new IOException("connection reset");
					}

				});
		CsvImportReport ended = failure(() -> this.csv.importFrom(broken, IMPORT), "connection reset");
		assertThat(ended.added()).isEqualTo(ended.nextLine() - 2).isEqualTo(3);
	}

	private void assertBroken(String file, String message, long nextLine) {
		assertBroken(file.getBytes(StandardCharsets.UTF_8), message, nextLine);
	}

	private void assertBroken(byte[] file, String message, long nextLine) {
		CsvImportReport ended = failure(() -> this.csv.importFrom(new ByteArrayInputStream(file), IMPORT), message);
		assertThat(ended.nextLine()).isEqualTo(nextLine);
		assertThat(ended.rows()).isEqualTo(Math.max(0, nextLine - 2));
		assertThat(ended.rows()).isEqualTo(ended.added() + ended.known());
	}

	private static CsvImportReport failure(Runnable action, String message) {
		List<CsvImportReport> reports = new ArrayList<>();
		assertThatExceptionOfType(CsvImportException.class).isThrownBy(action::run)
			.withMessageContaining(message)
			.withMessageContaining("go on from line ")
			.satisfies((ex) -> reports.add(ex.getReport()));
		return reports.get(0);
	}

	private CsvImportReport read(String file) {
		return read(file, IMPORT);
	}

	private CsvImportReport read(String file, SuppressionImport options) {
		return this.csv.importFrom(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), options);
	}

	private byte[] write(SuppressionSearch which) throws IOException {
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		this.csv.exportTo(file, which);
		return file.toByteArray();
	}

	private static List<String> lines(byte[] file) {
		return new String(file, StandardCharsets.UTF_8).lines().toList();
	}

	private static String addresses(int from, int to) {
		StringBuilder lines = new StringBuilder();
		for (int i = from; i < to; i++) {
			lines.append("user").append(i).append("@example.com\n");
		}
		return lines.toString();
	}

	private List<Suppression> all() {
		List<Suppression> all = new ArrayList<>();
		SuppressionSearch search = SuppressionSearch.all().size(1000);
		SuppressionPage page = this.suppressions.search(search);
		all.addAll(page.suppressions());
		while (page.next() != null) {
			page = this.suppressions.search(search.after(page.next()));
			all.addAll(page.suppressions());
		}
		return all;
	}

}
