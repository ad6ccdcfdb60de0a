package dev.sendpost.javamail;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Date;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailSearch;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.MimeReading;
import dev.sendpost.relay.RelayApplication;
import dev.sendpost.relay.RelayApplication.Arrival;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.mail.MailParseException;
import org.springframework.mail.MailPreparationException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What code that is written for {@link JavaMailSender} sees of the gateway.
 */
class GatewayMailSenderTests {

	@TempDir
	private static Path directory;

	private static RelayApplication application;

	private static JavaMailSender sender;

	@BeforeAll
	static void start() {
		application = new RelayApplication(directory, "sendpost.from=Default <default@example.com>");
		sender = application.bean(JavaMailSender.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void aSimpleMessageArrives() throws Exception {
		SimpleMailMessage message = new SimpleMailMessage();
		message.setTo("bob@example.org");
		message.setCc("carl@example.org");
		message.setBcc("eve@example.org");
		message.setReplyTo("help@example.com");
		message.setSubject("Grüße");
		message.setText("Schöne Grüße\nund mehr");
		message.setSentDate(new Date(1_700_000_000_000L));
		sender.send(message);
		Arrival arrival = application.take();
		assertThat(arrival.recipients()).containsExactly("bob@example.org", "carl@example.org", "eve@example.org");
		MimeReading reading = MimeReading.of(arrival.content());
		assertThat(reading.from()).containsExactly(EmailAddress.parse("Default <default@example.com>"));
		assertThat(reading.cc()).containsExactly(EmailAddress.parse("carl@example.org"));
		assertThat(reading.replyTo()).containsExactly(EmailAddress.parse("help@example.com"));
		assertThat(reading.subject()).isEqualTo("Grüße");
		assertThat(reading.text()).isEqualToIgnoringNewLines("Schöne Grüße\r\nund mehr");
		assertThat(reading.header("Date")).containsExactly("Tue, 14 Nov 2023 22:13:20 +0000");
		assertThat(reading.rawHeader()).doesNotContain("eve@");
	}

	@Test
	void aPreparedMessageWithImageAndFileArrives() throws Exception {
		sender.send((message) -> {
			MimeMessageHelper helper = new MimeMessageHelper(message, true, "UTF-8");
			helper.setFrom("ann@example.com", "Ann Ä");
			helper.setTo("bob@example.org");
			helper.setSubject("Hi");
			helper.setText("Hello", "<p>Hello <img src='cid:logo'></p>");
			helper.addInline("logo", new ByteArrayResource(new byte[] { 1, 2 }), "image/png");
			helper.addAttachment("Übersicht.pdf", new ByteArrayResource(new byte[] { 3 }));
			helper.setPriority(1);
		});
		MimeReading reading = MimeReading.of(application.take().content());
		assertThat(reading.structure()).isEqualTo("mixed(alternative(plain,related(html,png)),pdf)");
		assertThat(reading.from()).containsExactly(EmailAddress.of("Ann Ä", "ann@example.com"));
		assertThat(reading.files()).extracting(MimeReading.File::contentId).containsExactly("logo", null);
		assertThat(reading.files().get(1).filename()).isEqualTo("Übersicht.pdf");
		assertThat(reading.header("X-Priority")).containsExactly("1");
	}

	@Test
	void afterwardsTheMessageHasTheIdThatItHasOnItsWay() throws Exception {
		MimeMessage message = sender.createMimeMessage();
		message.setFrom("ann@example.com");
		message.setRecipients(MimeMessage.RecipientType.TO, "bob@example.org");
		message.setText("Hello");
		sender.send(message);
		assertThat(MimeReading.of(application.take().content()).header("Message-ID"))
			.containsExactly(message.getMessageID());
		assertThat(application.bean(MailGateway.class).search(EmailSearch.all()).emails())
			.anyMatch((email) -> email.receipt().messageId().equals(sentId(message)));
	}

	private static String sentId(MimeMessage message) {
		try {
			return message.getMessageID();
		}
		catch (MessagingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aMessageThatFailsIsToldAndTheOthersAreSent() throws Exception {
		SimpleMailMessage good = new SimpleMailMessage();
		good.setTo("bob@example.org");
		good.setText("Hello");
		SimpleMailMessage bad = new SimpleMailMessage();
		bad.setText("To nobody");
		SimpleMailMessage unreadable = new SimpleMailMessage();
		unreadable.setTo("bob@example.org, carl <");
		assertThatExceptionOfType(MailSendException.class).isThrownBy(() -> sender.send(bad, unreadable, good))
			.satisfies((ex) -> {
				assertThat(ex.getFailedMessages()).containsOnlyKeys(bad, unreadable);
				assertThat(ex.getFailedMessages().get(bad)).isInstanceOf(InvalidEmailException.class);
				assertThat(ex.getFailedMessages().get(unreadable)).isInstanceOf(MailParseException.class);
			});
		assertThat(application.take().recipients()).containsExactly("bob@example.org");
	}

	@Test
	void mistakesBecomeSpringsExceptions() {
		assertThatExceptionOfType(MailPreparationException.class).isThrownBy(() -> sender.send((message) -> {
			throw new IllegalStateException("no data");
		}));
		assertThatExceptionOfType(MailParseException.class)
			.isThrownBy(() -> sender.createMimeMessage(new java.io.InputStream() {

				@Override
				public int read() throws java.io.IOException {
					throw new java.io.IOException("broken");
				}

			}));
	}

	@Test
	void aMessageThatWasReadIsSent() throws Exception {
		sender.send(sender.createMimeMessage(new ByteArrayInputStream(
				"From: ann@example.com\nTo: bob@example.org\nSubject: Read\n\nHello\n.\n".getBytes())));
		assertThat(MimeReading.of(application.take().content()).text()).isEqualTo("Hello\r\n.\r\n");
	}

}
