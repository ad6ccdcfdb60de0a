package dev.sendpost.api.sendry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailCorpus;
import dev.sendpost.EmailHeader;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.NamedEmail;
import dev.sendpost.api.DoorServer;
import dev.sendpost.mime.ServiceHeader;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.transport.capture.CapturedEmail;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the service can say of a message arrives through its door as it does through the
 * bean.
 */
class SendryRoundTripTests {

	private static final JsonMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

	private static DoorServer server;

	private static SendryClient client;

	@BeforeAll
	static void start() {
		server = DoorServer.start("sendpost.doors.sendry.enabled=true");
		client = SendryClient.live(server, "default", ApiKeyScope.SENDING_ACCESS);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	static Stream<NamedEmail> messages() {
		return EmailCorpus.all().stream().filter((named) -> isExpressible(named.email()));
	}

	/**
	 * Neither AMP, inline files and preheaders nor two header fields of one name.
	 */
	private static boolean isExpressible(Email email) {
		List<String> names = email.headers().stream().map(EmailHeader::name).toList();
		return email.amp() == null && email.preheader() == null && new HashSet<>(names).size() == names.size()
				&& email.attachments().stream().noneMatch(Attachment::isInline);
	}

	@Test
	void mostOfTheCorpusIsExpressible() {
		assertThat(messages().count()).isGreaterThan(90);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("messages")
	void arrivesAsThroughTheBean(NamedEmail named) throws Exception {
		MailGateway gateway = server.bean(MailGateway.class);
		UUID bean = gateway.send(named.email()).id();
		UUID door = UUID
			.fromString(client.post("/v1/emails", JSON.writeValueAsString(json(named.email()))).path("id").asString());
		Email expected = captured(bean);
		Email actual = captured(door);
		assertThat(describe(actual)).isEqualTo(describe(expected));
	}

	private static Email captured(UUID id) {
		Awaitility.await()
			.until(() -> server.bean(MailGateway.class).find(id).orElseThrow().status() == EmailStatus.SENT);
		return server.bean(CapturedMailbox.class)
			.emails()
			.stream()
			.filter((email) -> email.id().equals(id))
			.map(CapturedEmail::email)
			.findFirst()
			.orElseThrow();
	}

	private static Map<String, @Nullable Object> json(Email email) throws IOException {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("from", String.valueOf(email.from()));
		json.put("to", texts(email.to()));
		json.put("cc", texts(email.cc()));
		json.put("bcc", texts(email.bcc()));
		json.put("reply_to", texts(email.replyTo()));
		json.put("subject", email.subject());
		json.put("html", email.html());
		json.put("text", email.text());
		json.put("headers", ServiceHeader.of(email));
		List<Map<String, String>> files = new ArrayList<>();
		for (Attachment file : email.attachments()) {
			try (InputStream in = file.content().getInputStream()) {
				files.add(Map.of("filename", file.filename(), "content",
						Base64.getEncoder().encodeToString(in.readAllBytes()), "content_type", file.contentType()));
			}
		}
		json.put("attachments", files);
		return json;
	}

	private static List<String> texts(List<EmailAddress> addresses) {
		return addresses.stream().map(EmailAddress::toString).toList();
	}

	private static Map<String, @Nullable Object> describe(Email email) {
		Map<String, @Nullable Object> description = new LinkedHashMap<>();
		description.put("from", email.from());
		description.put("to", email.to());
		description.put("cc", email.cc());
		description.put("bcc", email.bcc());
		description.put("replyTo", email.replyTo());
		description.put("subject", email.subject());
		description.put("html", email.html());
		description.put("text", email.text());
		description.put("headers", email.headers());
		description.put("priority", email.priority());
		description.put("unsubscribe", (email.listUnsubscribe() != null) ? ServiceHeader.of(email) : null);
		description.put("files",
				email.attachments()
					.stream()
					.map((file) -> file.filename() + "|" + file.contentType() + "|" + digest(file))
					.toList());
		return description;
	}

	private static String digest(Attachment file) {
		try (DigestInputStream in = new DigestInputStream(file.content().getInputStream(),
				MessageDigest.getInstance("SHA-256"))) {
			in.transferTo(OutputStream.nullOutputStream());
			return HexFormat.of().formatHex(in.getMessageDigest().digest());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
