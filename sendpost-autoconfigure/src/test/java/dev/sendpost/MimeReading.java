package dev.sendpost;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.dom.address.Address;
import org.apache.james.mime4j.dom.address.AddressList;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.dom.field.ContentDispositionField;
import org.apache.james.mime4j.dom.field.ContentTypeField;
import org.apache.james.mime4j.field.LenientFieldParser;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.util.MimeParameterMapping;
import org.jsoup.Jsoup;

import org.springframework.core.io.InputStreamSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an independent reader (Apache Mime4J) finds in the octets of a message.
 */
public final class MimeReading {

	private final byte[] octets;

	private final Message message;

	private final Map<String, String> bodies = new LinkedHashMap<>();

	private final List<File> files = new ArrayList<>();

	private MimeReading(byte[] octets) {
		this.octets = octets;
		DefaultMessageBuilder builder = new DefaultMessageBuilder();
		builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
		builder.setDecodeMonitor(DecodeMonitor.SILENT);
		try {
			this.message = builder.parseMessage(new ByteArrayInputStream(octets));
			collect(this.message);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read a message.
	 * @param octets the message as it was received
	 * @return what is in it
	 */
	public static MimeReading of(byte[] octets) {
		return new MimeReading(octets);
	}

	/**
	 * Compare every property that travels.
	 * @param sent the e-mail as it was composed
	 * @param received the message as it was received; fields that servers add do no harm
	 */
	public static void assertSame(Email sent, byte[] received) {
		MimeReading reading = of(received);
		assertThat(reading.from()).isEqualTo(List.of(sent.from()));
		assertThat(reading.to()).isEqualTo(sent.to());
		assertThat(reading.cc()).isEqualTo(sent.cc());
		assertThat(reading.replyTo()).isEqualTo(sent.replyTo());
		assertThat(reading.header("Subject")).containsExactly(sent.subject());
		assertThat(reading.header("Date")).hasSize(1);
		assertThat(reading.header("Message-ID")).hasSize(1);
		assertThat(reading.header("MIME-Version")).containsExactly("1.0");
		reading.assertHidden(sent);
		reading.assertHeaders(sent);
		reading.assertBodies(sent);
		assertThat(reading.files()).isEqualTo(files(sent));
	}

	/**
	 * The authors.
	 * @return the addresses
	 */
	public List<EmailAddress> from() {
		return this.message.getFrom().stream().map(MimeReading::address).toList();
	}

	/**
	 * The visible recipients.
	 * @return the addresses
	 */
	public List<EmailAddress> to() {
		return addresses(this.message.getTo());
	}

	/**
	 * The visible recipients of copies.
	 * @return the addresses
	 */
	public List<EmailAddress> cc() {
		return addresses(this.message.getCc());
	}

	/**
	 * Where answers go.
	 * @return the addresses
	 */
	public List<EmailAddress> replyTo() {
		return addresses(this.message.getReplyTo());
	}

	/**
	 * The subject.
	 * @return the subject, decoded
	 */
	public String subject() {
		return header("Subject").get(0);
	}

	/**
	 * The values of a field of free text.
	 * @param name the field name
	 * @return the values, unfolded and decoded
	 */
	public List<String> header(String name) {
		return this.message.getHeader().getFields(name).stream().map(MimeReading::value).toList();
	}

	/**
	 * The header as it stands in the message.
	 * @return the octets before the first empty line, each as one character
	 */
	public String rawHeader() {
		String all = new String(this.octets, StandardCharsets.ISO_8859_1);
		return all.substring(0, all.indexOf("\r\n\r\n") + 2);
	}

	/**
	 * The plain text, its line ends as they came.
	 * @return the text, or {@code null}
	 */
	public String text() {
		return this.bodies.get("text/plain");
	}

	/**
	 * The HTML, its line ends as they came.
	 * @return the HTML, or {@code null}
	 */
	public String html() {
		return this.bodies.get("text/html");
	}

	/**
	 * The AMP HTML, its line ends as they came.
	 * @return the AMP HTML, or {@code null}
	 */
	public String amp() {
		return this.bodies.get("text/x-amp-html");
	}

	/**
	 * The attachments, those inside the HTML first.
	 * @return the attachments
	 */
	public List<File> files() {
		return this.files;
	}

	/**
	 * The tree of media types.
	 * @return for example {@code mixed(alternative(plain,html),pdf)}
	 */
	public String structure() {
		return structure(this.message);
	}

	private static String structure(Entity entity) {
		String subtype = entity.getMimeType().substring(entity.getMimeType().indexOf('/') + 1);
		if (entity.getBody() instanceof Multipart multipart) {
			return subtype + "("
					+ String.join(",", multipart.getBodyParts().stream().map(MimeReading::structure).toList()) + ")";
		}
		return subtype;
	}

	private void collect(Entity entity) throws IOException {
		if (entity.getBody() instanceof Multipart multipart) {
			for (Entity part : multipart.getBodyParts()) {
				collect(part);
			}
			return;
		}
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		((SingleBody) entity.getBody()).writeTo(content);
		if (entity.getDispositionType() != null) {
			this.files.add(file(entity, content.toByteArray()));
			return;
		}
		ContentTypeField type = (ContentTypeField) entity.getHeader().getField("Content-Type");
		assertThat(type.getCharset()).isEqualToIgnoringCase("UTF-8");
		String twin = this.bodies.put(entity.getMimeType(), content.toString(StandardCharsets.UTF_8));
		assertThat(twin).describedAs("a second %s", entity.getMimeType()).isNull();
	}

	private static File file(Entity entity, byte[] content) throws IOException {
		ContentDispositionField disposition = (ContentDispositionField) entity.getHeader()
			.getField("Content-Disposition");
		ContentTypeField type = (ContentTypeField) entity.getHeader().getField("Content-Type");
		Field contentId = entity.getHeader().getField("Content-ID");
		return new File(disposition.getFilename(), type.getMimeType(), parameters(type),
				(contentId != null) ? contentId.getBody().strip().replaceAll("^<|>$", "") : null, content.length,
				digest(() -> new ByteArrayInputStream(content)));
	}

	/**
	 * The parameters with those of RFC 2231 put together.
	 */
	private static Map<String, String> parameters(ContentTypeField type) {
		MimeParameterMapping mapping = new MimeParameterMapping();
		// Mime4J needs the parts in order, and gives them in none.
		type.getParameters()
			.entrySet()
			.stream()
			.sorted(Comparator.comparing((entry) -> entry.getKey().replaceAll("\\*(\\d)(?!\\d)", "*0$1")))
			.forEach((entry) -> mapping.addParameter(entry.getKey(), entry.getValue()));
		return new TreeMap<>(mapping.getParameters());
	}

	private static String value(Field field) {
		String unfolded = field.getBody().replaceAll("\r\n(?=[ \t])", "");
		unfolded = unfolded.startsWith(" ") ? unfolded.substring(1) : unfolded;
		return DecoderUtil.decodeEncodedWords(unfolded, DecodeMonitor.SILENT);
	}

	private static List<EmailAddress> addresses(AddressList list) {
		List<EmailAddress> addresses = new ArrayList<>();
		for (Address address : (list != null) ? list : new AddressList(List.of(), true)) {
			if (address instanceof Mailbox mailbox) {
				addresses.add(address(mailbox));
			}
			else {
				assertThat(address.toString()).startsWith("undisclosed-recipients:");
			}
		}
		return addresses;
	}

	private static EmailAddress address(Mailbox mailbox) {
		return new EmailAddress(mailbox.getName(), mailbox.getLocalPart(), mailbox.getDomain());
	}

	private void assertHidden(Email sent) {
		String header = new String(rawHeader().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
		assertThat(header("Bcc")).isEmpty();
		for (EmailAddress hidden : sent.bcc()) {
			if (sent.to().stream().noneMatch(hidden::isSameMailbox)
					&& sent.cc().stream().noneMatch(hidden::isSameMailbox)) {
				assertThat(header).doesNotContainIgnoringCase(hidden.address());
			}
		}
	}

	private void assertHeaders(Email sent) {
		Map<String, List<String>> custom = new LinkedHashMap<>();
		for (EmailHeader header : sent.headers()) {
			custom.computeIfAbsent(header.name(), (name) -> new ArrayList<>()).add(header.value());
		}
		custom.forEach((name, values) -> assertThat(header(name)).describedAs(name).isEqualTo(values));
		assertThat(header("X-Priority")).isEqualTo(switch (sent.priority()) {
			case HIGH -> List.of("1");
			case NORMAL -> List.of();
			case LOW -> List.of("5");
		});
		assertThat(header("Importance")).isEqualTo(switch (sent.priority()) {
			case HIGH -> List.of("high");
			case NORMAL -> List.of();
			case LOW -> List.of("low");
		});
		ListUnsubscribe unsubscribe = sent.listUnsubscribe();
		assertThat(header("List-Unsubscribe-Post")).isEqualTo(
				(unsubscribe != null && unsubscribe.oneClick()) ? List.of("List-Unsubscribe=One-Click") : List.of());
		if (unsubscribe == null) {
			assertThat(header("List-Unsubscribe")).isEmpty();
			return;
		}
		String targets = header("List-Unsubscribe").get(0).replace(" ", "");
		List<URI> read = List.of(targets.substring(1, targets.length() - 1).split(">,<"))
			.stream()
			.map(URI::create)
			.toList();
		assertThat(read).containsExactlyInAnyOrderElementsOf(
				unsubscribe.targets().stream().map((target) -> URI.create(target.toASCIIString())).toList());
		if (unsubscribe.oneClick()) {
			assertThat(read.get(0)).hasScheme("https");
		}
		else {
			assertThat(read.get(0).toString()).isEqualTo(unsubscribe.targets().get(0).toASCIIString());
		}
	}

	private void assertBodies(Email sent) {
		boolean alone = this.message.getBody() instanceof SingleBody;
		assertBody(text(), expected(sent.text()), alone);
		assertBody(amp(), expected(sent.amp()), alone);
		if (sent.preheader() == null || expected(sent.html()) == null) {
			assertBody(html(), expected(sent.html()), alone);
		}
		else {
			assertPreheader(sent, alone);
		}
	}

	private static void assertBody(String received, String sent, boolean alone) {
		if (sent == null) {
			assertThat(received).isNull();
			return;
		}
		String lines = lines(received);
		boolean gained = alone && lines.equals(sent + "\n") && !sent.endsWith("\n");
		assertThat(gained ? sent : lines).isEqualTo(sent);
	}

	private void assertPreheader(Email sent, boolean alone) {
		String html = expected(sent.html());
		String received = lines(html());
		int inserted = received.indexOf("<div style=\"display:none");
		int end = received.indexOf("</div>", inserted) + "</div>".length();
		assertThat(inserted).isNotNegative();
		assertBody(received.substring(0, inserted) + received.substring(end), html, alone);
		assertThat(Jsoup.parseBodyFragment(received.substring(inserted, end)).body().wholeText())
			.startsWith(sent.preheader());
	}

	private static String expected(String body) {
		return (body == null || body.isEmpty()) ? null
				: lines(new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
	}

	private static String lines(String body) {
		assertThat(body).isNotNull();
		return body.replace("\r\n", "\n").replace('\r', '\n');
	}

	private static List<File> files(Email sent) {
		boolean html = expected(sent.html()) != null;
		List<File> files = new ArrayList<>();
		sent.attachments()
			.stream()
			.filter((file) -> html && file.isInline())
			.map((file) -> file(file, true))
			.forEach(files::add);
		sent.attachments()
			.stream()
			.filter((file) -> !html || !file.isInline())
			.map((file) -> file(file, false))
			.forEach(files::add);
		return files;
	}

	private static File file(Attachment file, boolean inline) {
		try {
			ContentTypeField type = (ContentTypeField) LenientFieldParser.parse("Content-Type: "
					+ (file.contentType().startsWith("message/") ? "application/octet-stream" : file.contentType()));
			Map<String, String> parameters = parameters(type);
			parameters.putIfAbsent("name", file.filename());
			long length;
			try (InputStream in = file.content().getInputStream()) {
				length = in.transferTo(OutputStream.nullOutputStream());
			}
			return new File(file.filename(), type.getMimeType(), parameters, inline ? file.contentId() : null, length,
					digest(file.content()));
		}
		catch (IOException | MimeException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String digest(InputStreamSource content) throws IOException {
		try (InputStream in = content.getInputStream()) {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			byte[] chunk = new byte[8192];
			int count;
			while ((count = in.read(chunk)) > 0) {
				digest.update(chunk, 0, count);
			}
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * An attachment.
	 *
	 * @param filename the name in the content disposition
	 * @param type type and subtype
	 * @param parameters the parameters of the type
	 * @param contentId the content id, or {@code null} if it is not inline
	 * @param length the number of bytes
	 * @param digest the SHA-256 of the bytes in hex
	 */
	public record File(String filename, String type, Map<String, String> parameters, String contentId, long length,
			String digest) {

	}

}
