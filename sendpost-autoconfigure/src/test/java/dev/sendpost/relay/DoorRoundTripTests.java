package dev.sendpost.relay;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailCorpus;
import dev.sendpost.MimeReading;
import dev.sendpost.NamedEmail;
import dev.sendpost.mime.MimeRenderer;
import dev.sendpost.mime.PlainText;
import dev.sendpost.relay.RelayApplication.Arrival;
import dev.sendpost.testsmtp.TestCertificates;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.mail.javamail.JavaMailSender;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mail of the kinds that people send goes through the SMTP relay and through
 * {@code JavaMailSender}, and arrives as it does through the bean.
 */
class DoorRoundTripTests {

	@TempDir
	private static Path directory;

	private static RelayApplication application;

	private static Session session;

	private static Transport relay;

	@BeforeAll
	static void start() throws MessagingException {
		application = new RelayApplication(directory);
		Properties properties = new Properties();
		properties.put("mail.smtp.starttls.required", "true");
		properties.put("mail.smtp.auth", "true");
		properties.put("mail.smtp.ssl.socketFactory", TestCertificates.client().getSocketFactory());
		session = Session.getInstance(properties);
		relay = session.getTransport("smtp");
		relay.connect("localhost", application.endpoint().port(), "anybody", application.key());
	}

	@AfterAll
	static void stop() throws MessagingException {
		relay.close();
		application.close();
	}

	static Stream<NamedEmail> messages() {
		return EmailCorpus.all().stream();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("messages")
	void throughTheRelayEveryFieldArrivesAsThroughTheBean(NamedEmail named) throws Exception {
		Email email = named.email();
		InternetAddress[] recipients = addresses(email);
		relay.sendMessage(message(email), recipients);
		assertArrived(email);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("messages")
	void throughTheBridgeEveryFieldArrivesAsThroughTheBean(NamedEmail named) throws Exception {
		Email email = named.email();
		MimeMessage message = message(email);
		for (EmailAddress hidden : email.bcc()) {
			message.addRecipient(RecipientType.BCC, new InternetAddress(hidden.address()));
		}
		application.bean(JavaMailSender.class).send(message);
		assertArrived(email);
	}

	private static void assertArrived(Email email) throws InterruptedException {
		Arrival arrival = application.take();
		assertThat(arrival.recipients()).isEqualTo(
				email.recipients().stream().map(EmailAddress::address).collect(Collectors.toCollection(TreeSet::new)));
		MimeReading.assertSame(withText(email, arrival), arrival.content());
		assertThat(MimeReading.of(arrival.content()).header("Message-ID")).containsExactly("<1@example.com>");
	}

	private static MimeMessage message(Email email) throws MessagingException, IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new MimeRenderer().render(email, "<1@example.com>", Instant.EPOCH).writeTo(out);
		return new MimeMessage(session, new ByteArrayInputStream(out.toByteArray()));
	}

	private static InternetAddress[] addresses(Email email) throws MessagingException {
		InternetAddress[] addresses = new InternetAddress[email.recipients().size()];
		for (int i = 0; i < addresses.length; i++) {
			addresses[i] = new InternetAddress(email.recipients().get(i).address());
		}
		return addresses;
	}

	/**
	 * The gateway puts a text beside HTML that has none. HTML that was alone before ends
	 * with a line end, where its encoding needs one.
	 */
	private static Email withText(Email email, Arrival arrival) {
		String html = email.html();
		if (html == null || (email.text() != null && !email.text().isEmpty())) {
			return email;
		}
		boolean alone = email.amp() == null && email.attachments().isEmpty();
		boolean ended = alone && !html.endsWith("\n") && MimeReading.of(arrival.content()).html().endsWith("\n");
		String text = PlainText.fromHtml(html);
		return email.toBuilder().html(ended ? html + "\n" : html).text(text.isEmpty() ? email.text() : text).build();
	}

}
