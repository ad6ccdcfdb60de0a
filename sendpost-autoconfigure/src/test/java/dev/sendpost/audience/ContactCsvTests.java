package dev.sendpost.audience;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStream;
import dev.sendpost.audience.AudienceException.Reason;
import dev.sendpost.csv.CsvImportException;
import dev.sendpost.csv.CsvImportReport;
import dev.sendpost.csv.RefusedLine;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Store;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionScope;
import dev.sendpost.suppression.SuppressionSettings;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ContactCsv}, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class ContactCsvTests {

	private static final ContactImport IMPORT = ContactImport.all();

	private final FreshDatabase database;

	private final Suppressions suppressions;

	private final OutboxNode node;

	private final Audience shop;

	private final ContactCsv csv;

	ContactCsvTests(TestDatabase kind) throws Exception {
		this.database = kind.clean();
		Store store = OutboxNode.store(this.database.dataSource());
		this.suppressions = new Suppressions(SuppressionSettings.DEFAULT, List.of(), store, List::of);
		this.node = OutboxNode.on(store)
			.transports(FakeTransport.accepting("fake"))
			.defaults(MailDefaults.from(EmailAddress.parse("news@example.com")))
			.build();
		Audiences audiences = new Audiences(store, new EmailIds(Clock.systemUTC()), this.suppressions,
				new SecretCipher(List.of(new byte[32])), this.node::gateway, ConfirmationMail.inEnglish(),
				new AudienceSettings(URI.create("https://example.com/confirm"), Duration.ofDays(7), false));
		this.shop = audiences.forSubAccount("shop");
		this.csv = new ContactCsv(audiences);
	}

	@AfterEach
	void close() {
		this.node.close();
		this.suppressions.destroy();
		this.database.close();
	}

	@Test
	void otherColumnsAreFields() {
		CsvImportReport report = read("""
				Email Address,Full Name,language,City,Shoe size
				Ann@Example.com,"Lee, Ann",pt_BR,S\u00e3o Paulo,38
				bob@example.com,,,,
				""");
		assertThat(report.complete()).isTrue();
		assertThat(report.added()).isEqualTo(2);
		assertThat(report.refusedLines()).isEmpty();
		Contact ann = find("ann@example.com");
		assertThat(ann.address()).isEqualTo(EmailAddress.of("Lee, Ann", "Ann@Example.com"));
		assertThat(ann.locale()).isEqualTo(Locale.forLanguageTag("pt-BR"));
		assertThat(ann.fields()).isEqualTo(Map.of("City", "S\u00e3o Paulo", "Shoe size", "38"));
		assertThat(find("bob@example.com").fields()).isEmpty();
	}

	@Test
	void aListOfAddressesNeedsNoHeader() {
		assertThat(read("ann@example.com\r\n\r\nBob <bob@example.com>").added()).isEqualTo(2);
		assertThat(read("\ufeffcid@example.com,more\n").added()).isOne();
		assertThat(find("bob@example.com").address().name()).isEqualTo("Bob");
		assertThat(find("cid@example.com").fields()).isEmpty();
	}

	@Test
	void contactsThatAreThereGetWhatIsSaidAndAreOnTheList() {
		UUID news = list(false);
		read("email,name,city\nann@example.com,Ann,Lyon\n");
		CsvImportReport report = read("email,name,shoe\nANN@example.com,,38\nann@example.com,,39\n", IMPORT.list(news));
		assertThat(report.added()).isZero();
		assertThat(report.known()).isEqualTo(2);
		assertThat(find("ann@example.com").fields()).isEqualTo(Map.of("city", "Lyon", "shoe", "39"));
		assertThat(find("ann@example.com").address().name()).isEqualTo("Ann");
		assertThat(this.shop.lists().members(news)).hasSize(1);
	}

	@Test
	void aRowThatMakesNoSenseIsRefusedAndTheOthersAreImported() {
		StringWriter refused = new StringWriter();
		CsvImportReport report = read("""
				email,locale,status,note
				ann@example.com,en,,x
				not an address,,,
				bob@example.com,???,,
				cid@example.com,,sleeping,
				dan@example.com,en
				,,,
				eve@example.com,,,%s
				fay@example.com,,pending,
				gus@example.com,,,"two
				lines"
				hal@example.com,,,a\u0007b
				=ivy,,,
				""".formatted("x".repeat(1001)), IMPORT.refused(refused));
		assertThat(report.complete()).isTrue();
		assertThat(report.rows()).isEqualTo(11);
		assertThat(report.added()).isEqualTo(2);
		assertThat(report.refusedLines()).extracting(RefusedLine::line)
			.containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 12L, 13L);
		assertThat(report.refusedLines()).extracting(RefusedLine::reason)
			.satisfiesExactly((reason) -> assertThat(reason).contains("not an address"),
					(reason) -> assertThat(reason).contains("'???' is not a locale"),
					(reason) -> assertThat(reason).contains("'sleeping' is no status"),
					(reason) -> assertThat(reason).isEqualTo("it has 2 fields instead of 4"),
					(reason) -> assertThat(reason).isEqualTo("it has no address"),
					(reason) -> assertThat(reason).contains("'note' has 1001 characters"),
					(reason) -> assertThat(reason).contains("double opt-in"),
					(reason) -> assertThat(reason).contains("control character"),
					(reason) -> assertThat(reason).contains("=ivy"));
		assertThat(refused.toString().lines()).hasSize(9).anyMatch((line) -> line.contains("'=ivy"));
		assertThat(find("gus@example.com").fields()).containsEntry("note", "two\nlines");
	}

	@Test
	void linesThatAreNotUtf8AreRefusedAndTheOthersImported() throws IOException {
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		file.write("email,city\n".getBytes(StandardCharsets.UTF_8));
		for (int i = 0; i < 2500; i++) {
			file.write(("user" + i + "@example.com,K\u00f6ln\n")
				.getBytes((i % 100 == 42) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
		}
		CsvImportReport report = this.csv.importInto(this.shop, new ByteArrayInputStream(file.toByteArray()), IMPORT);
		assertThat(report.complete()).isTrue();
		assertThat(report.added()).isEqualTo(2475);
		assertThat(report.refused()).isEqualTo(25);
		assertThat(report.refusedLines()).allSatisfy((line) -> {
			assertThat(line.reason()).isEqualTo("it is not UTF-8");
			assertThat(line.line() % 100).isEqualTo(44);
		});
		CsvImportReport ended = failure(
				() -> this.csv.importInto(this.shop,
						new ByteArrayInputStream("email\nann@example.com\n".getBytes(StandardCharsets.UTF_16)), IMPORT),
				"no column 'email'");
		assertThat(ended.rows()).isZero();
	}

	@Test
	void aFileThatIsNoCsvEndsTheImportAndSaysWhere() {
		String good = "email\n" + addresses(0, 1200);
		for (String bad : List.of("\"open@example.com\n", "a".repeat(200_000), "a,".repeat(200_000))) {
			CsvImportReport ended = failure(() -> read(good + bad), "before line 1202");
			assertThat(ended.rows()).isEqualTo(1200);
			assertThat(ended.added() + ended.known()).isEqualTo(1200);
		}
		failure(() -> read("no,such,columns\n1,2,3\n"), "no column 'email'");
		failure(() -> read("email,address\nann@example.com,bob@example.com\n"), "twice");
		failure(() -> read("email,city,city\nann@example.com,a,b\n"), "twice");
		failure(() -> read("email,\nann@example.com,a\n"), "column 2 is empty");
		assertThat(read("").complete()).isTrue();
		assertThat(this.shop.contacts().count(ContactSearch.all())).isEqualTo(1200);
		assertThatExceptionOfType(AudienceException.class).isThrownBy(() -> read(good, IMPORT.list(UUID.randomUUID())))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.UNKNOWN));
	}

	@Test
	void anImportThatEndedEarlyGoesOnFromTheLineItSays() {
		UUID news = list(false);
		String file = "email\n" + addresses(0, 3500);
		List<Long> progress = new ArrayList<>();
		CsvImportReport ended = failure(() -> read(file, IMPORT.list(news).progress((report) -> {
			progress.add(report.added());
			if (report.rows() == 2000) {
				throw new IllegalStateException("enough");
			}
		})), "enough");
		assertThat(progress).containsExactly(1000L, 2000L);
		assertThat(ended.nextLine()).isEqualTo(2002);
		assertThat(this.shop.lists().members(news)).hasSize(2000);
		CsvImportReport rest = read(file, IMPORT.list(news).fromLine(ended.nextLine()));
		assertThat(rest.rows()).isEqualTo(1500);
		assertThat(rest.added()).isEqualTo(1500);
		CsvImportReport again = read(file, IMPORT.list(news));
		assertThat(again.added()).isZero();
		assertThat(again.known()).isEqualTo(3500);
		assertThat(this.shop.lists().members(news)).hasSize(3500);
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
		CsvImportReport ended = failure(() -> this.csv.importInto(this.shop, broken, IMPORT), "connection reset");
		assertThat(ended.added()).isEqualTo(ended.nextLine() - 2).isEqualTo(3);
	}

	@Test
	void whoGetsNoMailElsewhereGetsNoneHere() {
		UUID news = list(false);
		read("""
				email,status
				ann@example.com,subscribed
				bob@example.com,Unsubscribed
				cid@example.com,bounced
				dan@example.com,complained
				eve@example.com,suppressed
				""", IMPORT.list(news));
		assertThat(this.shop.lists().members(news)).extracting(Contact::address)
			.containsExactly(EmailAddress.parse("ann@example.com"));
		assertThat(this.shop.contacts().search(ContactSearch.all()).contacts())
			.extracting((contact) -> contact.address().localPart() + " " + contact.status())
			.containsExactlyInAnyOrder("ann SUBSCRIBED", "bob UNSUBSCRIBED", "cid BOUNCED", "dan COMPLAINED",
					"eve SUPPRESSED");
		assertThat(this.suppressions.find("bob@example.com")).singleElement().satisfies((entry) -> {
			assertThat(entry.reason()).isEqualTo(SuppressionReason.UNSUBSCRIBE);
			assertThat(entry.scope().subAccount()).isEqualTo("shop");
			assertThat(entry.createdBy()).isEqualTo("import");
		});
		read("email\nbob@example.com\n", IMPORT.list(news));
		assertThat(this.suppressions.explain(EmailAddress.parse("bob@example.com"), "shop", EmailStream.BROADCAST)
			.isSuppressed()).isTrue();
	}

	@Test
	void aListWithDoubleOptInAsksAllThatAreNew() {
		UUID news = list(true);
		CsvImportReport report = read("email\n" + addresses(0, 1500), IMPORT.list(news));
		assertThat(report.added()).isEqualTo(1500);
		assertThat(this.node.count("sendpost_email")).isEqualTo(1500);
		assertThat(this.shop.lists().members(news)).isEmpty();
		read("email,status\n" + addresses(0, 10).replace("\n", ",pending\n"), IMPORT.list(news));
		assertThat(this.node.count("sendpost_email")).isEqualTo(1500);
		assertThat(this.node.gateway().search(EmailSearch.all()).emails()).extracting((mail) -> mail.subAccount())
			.containsOnly("shop");
	}

	@Test
	void aChunkThatIsUndoneHasSentNothing() {
		UUID news = list(true);
		this.node.store().jdbc().execute("alter table sendpost_email rename to elsewhere");
		CsvImportReport ended = failure(() -> read("email\n" + addresses(0, 10), IMPORT.list(news)), "sendpost_email");
		this.node.store().jdbc().execute("alter table elsewhere rename to sendpost_email");
		assertThat(ended.nextLine()).isEqualTo(2);
		for (String table : List.of("sendpost_contact", "sendpost_list_member", "sendpost_email", "sendpost_content")) {
			assertThat(this.node.count(table)).as(table).isZero();
		}
	}

	@Test
	void twoImportsOfTheSameAddressesAtOnceMakeEachOnce() {
		UUID news = list(false);
		String forwards = "email,n\n" + addresses(0, 1500).replace("\n", ",1\n");
		List<String> lines = new ArrayList<>(forwards.lines().skip(1).toList());
		Collections.reverse(lines);
		String backwards = "email,m\n" + String.join("\n", lines);
		List<CompletableFuture<CsvImportReport>> running = Stream.of(forwards, backwards, forwards)
			.map((file) -> CompletableFuture.supplyAsync(() -> read(file, IMPORT.list(news))))
			.toList();
		List<CsvImportReport> reports = running.stream().map(CompletableFuture::join).toList();
		assertThat(reports).allSatisfy((report) -> {
			assertThat(report.complete()).isTrue();
			assertThat(report.refused()).isZero();
		});
		assertThat(reports.stream().mapToLong(CsvImportReport::added).sum()).isEqualTo(1500);
		assertThat(this.shop.contacts().count(ContactSearch.all())).isEqualTo(1500);
		assertThat(this.shop.lists().members(news)).hasSize(1500)
			.allSatisfy((contact) -> assertThat(contact.fields()).isEqualTo(Map.of("n", "1", "m", "1")));
	}

	@Test
	void whatIsExportedCanBeImported() throws IOException {
		this.shop.contacts()
			.upsert(List.of(
					ContactDetails.of("\"Lee, Ann\" <ann@example.com>")
						.locale(Locale.FRENCH)
						.field("city", "=1+2")
						.field("note", "a\nb"),
					ContactDetails.of("'+a@example.com"),
					ContactDetails.of("J\u00f6rg@b\u00fccher.example").field("=x", "1")), null);
		this.shop.contacts().unsubscribe(find("'+a@example.com").id(), "bob");
		assertThat(this.csv.fields(this.shop, ContactSearch.all())).containsExactly("=x", "city", "note");
		byte[] file = write(ContactSearch.all());
		assertThat(new String(file, StandardCharsets.UTF_8))
			.startsWith("email,name,locale,status,id,created,'=x,city,note")
			.contains("'=1+2")
			.contains("\n''+a@example.com,")
			.contains(",unsubscribed,");
		List<Contact> before = this.shop.contacts().search(ContactSearch.all()).contacts();
		this.shop.contacts().remove(before.stream().map(Contact::id).toList());
		this.suppressions.lift("'+a@example.com", SuppressionScope.subAccount("shop"));
		CsvImportReport report = this.csv.importInto(this.shop, new ByteArrayInputStream(file), IMPORT);
		assertThat(report.refusedLines()).isEmpty();
		assertThat(this.shop.contacts().search(ContactSearch.all()).contacts())
			.usingRecursiveFieldByFieldElementComparatorIgnoringFields("id", "createdAt", "changedAt")
			.containsExactlyInAnyOrderElementsOf(before);
	}

	@Test
	void anExportCanBeNarrowedAndGoOn() throws IOException {
		UUID news = list(false);
		read("email\n" + addresses(0, 2500));
		read("email\n" + addresses(0, 10), IMPORT.list(news));
		assertThat(lines(write(ContactSearch.all().list(news)))).hasSize(11);
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		List<UUID> told = new ArrayList<>();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.csv.exportTo(this.shop, file, ContactSearch.all(), List.of(), null, (id) -> {
				told.add(id);
				throw new IllegalStateException("enough");
			}));
		assertThat(
				this.csv.exportTo(this.shop, file, ContactSearch.all(), List.of(), told.get(0), (id) -> told.add(id)))
			.isEqualTo(1500);
		assertThat(lines(file.toByteArray())).hasSize(2501).doesNotHaveDuplicates();
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

	private CsvImportReport read(String file, ContactImport options) {
		return this.csv.importInto(this.shop, new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), options);
	}

	private byte[] write(ContactSearch which) throws IOException {
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		this.csv.exportTo(this.shop, file, which);
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

	private Contact find(String address) {
		return this.shop.contacts().find(EmailAddress.parse(address)).orElseThrow();
	}

	private UUID list(boolean doubleOptIn) {
		return this.shop.lists().create(ListDetails.named("News").doubleOptIn(doubleOptIn)).id();
	}

}
