package dev.sendpost.domain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import dev.sendpost.Email;
import dev.sendpost.EmailCorpus;
import dev.sendpost.MimeReading;
import dev.sendpost.NamedEmail;
import dev.sendpost.domain.dkim.DkimAlgorithm;
import dev.sendpost.domain.dkim.DkimKeyPair;
import dev.sendpost.domain.dkim.DkimKeyRecord;
import dev.sendpost.domain.dkim.DkimSigner;
import dev.sendpost.domain.dkim.JdkimVerifier;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.testsmtp.ReceivedMessage;
import dev.sendpost.testsmtp.ScriptedSmtpServer;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.ReturnPath;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.smtp.SmtpEncryption;
import dev.sendpost.transport.smtp.SmtpSettings;
import dev.sendpost.transport.smtp.SmtpTransport;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each message of the corpus is signed with both kinds of keys, goes to a real SMTP
 * server, and is verified there by an implementation that knows nothing of ours.
 */
@TestInstance(Lifecycle.PER_CLASS)
class DkimCorpusTests {

	/** jDKIM sees a line end in a body that is nothing, which RFC 6376 does not. */
	private static final String EMPTY_LINES = "a text of empty lines only";

	static final List<NamedEmail> corpus = Stream.of(EmailCorpus.all(), EmailCorpus.smtpUtf8())
		.flatMap(List::stream)
		.filter((named) -> !named.name().equals(EMPTY_LINES))
		.toList();

	private final DkimKeyPair rsa = DkimKeyPair.generate(DkimAlgorithm.RSA);

	private final DkimKeyPair ed25519 = DkimKeyPair.generate(DkimAlgorithm.ED25519);

	private final Map<String, String> records = new HashMap<>();

	private final ScriptedSmtpServer server = ScriptedSmtpServer.start();

	private SmtpTransport transport;

	@BeforeAll
	void start() {
		List<ConfiguredDomain> domains = new ArrayList<>();
		for (String domain : corpus.stream().map((named) -> named.email().from().domain()).distinct().toList()) {
			Map<String, DkimKeyPair> keys = new LinkedHashMap<>();
			keys.put("r1", this.rsa);
			keys.put("e1", this.ed25519);
			keys.forEach((selector, pair) -> this.records.put(selector + "._domainkey." + domain,
					DkimKeyRecord.text(pair.algorithm(), pair.publicKey())));
			domains.add(new ConfiguredDomain(domain, null, keys));
		}
		this.transport = transport(domains, null);
	}

	private SmtpTransport transport(List<ConfiguredDomain> domains, Duration validity) {
		SendingDomains sending = new SendingDomains(SendingDomainSettings.DEFAULT, domains, new NoDns(), null,
				new SecretCipher(List.of()), (event) -> {
				}, Clock.systemUTC());
		return new SmtpTransport("smtp", SmtpSettings.of("localhost", this.server.port(), SmtpEncryption.NONE),
				new DomainMailSigner(sending, new DkimSigner(Clock.systemUTC(), validity)), ReturnPath.SENDER,
				TransportCredentials.NONE);
	}

	@AfterAll
	void stop() {
		this.transport.close();
		this.server.close();
	}

	@ParameterizedTest
	@FieldSource("corpus")
	void aSignedMessageVerifies(NamedEmail named) throws Exception {
		ReceivedMessage received = send(this.transport, named.email(), "default");
		keep(named, received);
		String domain = named.email().from().domain();
		assertThat(new JdkimVerifier(this.records).verify(received.content()))
			.containsExactly("rsa r1._domainkey." + domain, "ed25519 e1._domainkey." + domain);
		MimeReading.assertSame(named.email(), withoutSignatures(received.content()));
	}

	/**
	 * For verifiers that are no library of Java.
	 */
	private void keep(NamedEmail named, ReceivedMessage received) throws IOException {
		String directory = System.getProperty("sendpost.dkim.keep");
		if (directory != null) {
			Files.write(Path.of(directory, named.name().replaceAll("[^A-Za-z0-9]+", "-") + ".eml"), received.content());
			Files.writeString(Path.of(directory, "records.properties"), this.records.toString());
		}
	}

	@Test
	void theCorpusHasMoreThanFortyMessages() {
		assertThat(corpus).hasSizeGreaterThan(40);
	}

	/**
	 * The hash is that of nothing, from RFC 6376 section 3.4.4.
	 */
	@Test
	void aBodyOfEmptyLinesCountsAsNothing() {
		Email email = EmailCorpus.all()
			.stream()
			.filter((named) -> named.name().equals(EMPTY_LINES))
			.findFirst()
			.orElseThrow()
			.email();
		assertThat(signatures(send(this.transport, email, "default").content()))
			.contains("bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;");
	}

	@Test
	void whatIsAlteredDoesNotVerify() throws Exception {
		byte[] content = send(this.transport, simple(), "default").content();
		JdkimVerifier verifier = new JdkimVerifier(this.records);
		assertThat(verifier.verify(content)).hasSize(2);
		String text = new String(content, StandardCharsets.ISO_8859_1);
		for (String altered : List.of(text.replace("Subject: Hello", "Subject: Hallo"),
				text.replace("Nice to see you", "Nice to meet you"),
				text.replace("Subject:", "Cc: a@b.example\r\nSubject:"),
				text.replace("Date:", "From: eve@evil.example\r\nDate:"),
				text.replace("Subject:", "Reply-To: eve@evil.example\r\nSubject:"),
				text.replace("Subject:", "Sender: eve@evil.example\r\nSubject:"),
				text.replace("Subject:", "List-Unsubscribe: <https://evil.example>\r\nSubject:"))) {
			assertThat(altered).isNotEqualTo(text);
			assertThatExceptionOfType(FailException.class)
				.isThrownBy(() -> verifier.verify(altered.getBytes(StandardCharsets.ISO_8859_1)));
		}
	}

	@Test
	void whatTheWayMayAlterStillVerifies() throws Exception {
		String text = new String(send(this.transport, simple(), "default").content(), StandardCharsets.ISO_8859_1);
		String folded = "Received: from a.example by b.example; Mon, 1 Jan 2024 00:00:00 +0000\r\n"
				+ text.replace("Subject: Hello", "SUBJECT:  Hello ").replace("you", "you  ") + "\r\n\r\n";
		assertThat(new JdkimVerifier(this.records).verify(folded.getBytes(StandardCharsets.ISO_8859_1))).hasSize(2);
	}

	@Test
	void aSignatureHasNoLengthAndExpiresOnlyIfAsked() throws Exception {
		String text = signatures(send(this.transport, simple(), "default").content());
		assertThat(text).contains("c=relaxed/relaxed").contains(" t=").doesNotContain(" x=").doesNotContain(" l=");
		assertThat(text).contains("h=from:from:sender:reply-to:to:to:cc:");
		List<ConfiguredDomain> domains = List.of(new ConfiguredDomain("example.com", null, Map.of("r1", this.rsa)));
		try (SmtpTransport expiring = transport(domains, Duration.ofDays(7))) {
			assertThat(signatures(send(expiring, simple(), "default").content())).containsPattern(" t=\\d+; x=\\d+;");
		}
	}

	@Test
	void eachLineOfASignatureIsShort() throws Exception {
		assertThat(signatures(send(this.transport, simple(), "default").content()).lines())
			.allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(78));
	}

	@Test
	void mailFromANameBelowADomainIsSignedByTheDomain() throws Exception {
		Email email = simple().toBuilder().from("ann@news.example.com").build();
		assertThat(new JdkimVerifier(this.records).verify(send(this.transport, email, "default").content()))
			.containsExactly("rsa r1._domainkey.example.com", "ed25519 e1._domainkey.example.com");
	}

	@Test
	void mailOfOthersIsLeftAsItIs() throws Exception {
		List<ConfiguredDomain> domains = List.of(new ConfiguredDomain("example.com", "shop", Map.of("r1", this.rsa)));
		try (SmtpTransport shop = transport(domains, null)) {
			assertThat(signatures(send(shop, simple(), "shop").content())).contains("d=example.com");
			assertThat(signatures(send(shop, simple(), "club").content())).isEmpty();
			Email other = simple().toBuilder().from("ann@other.example").build();
			assertThat(signatures(send(shop, other, "shop").content())).isEmpty();
		}
	}

	private static Email simple() {
		return Email.builder()
			.from("ann@example.com")
			.to("bob@example.net")
			.subject("Hello")
			.text("Nice to see you\nagain")
			.build();
	}

	private ReceivedMessage send(SmtpTransport transport, Email email, String subAccount) {
		int before = this.server.messages().size();
		transport.send(new OutgoingEmail(UUID.randomUUID(), "<1@example.com>", Instant.EPOCH, email, email.recipients(),
				subAccount));
		assertThat(this.server.messages()).hasSize(before + 1);
		return this.server.messages().get(before);
	}

	private static String signatures(byte[] content) {
		String text = new String(content, StandardCharsets.ISO_8859_1);
		return text.startsWith("DKIM-Signature") ? text.substring(0, text.indexOf("\r\nDate:")) : "";
	}

	private static byte[] withoutSignatures(byte[] content) {
		String text = new String(content, StandardCharsets.ISO_8859_1);
		return text.substring(text.indexOf("\r\nDate:") + 2).getBytes(StandardCharsets.ISO_8859_1);
	}

}
