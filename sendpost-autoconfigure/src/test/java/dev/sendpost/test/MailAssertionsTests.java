package dev.sendpost.test;

import java.nio.charset.StandardCharsets;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.MailGateway;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import static dev.sendpost.test.MailAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The assertions, used as an application's test would use them.
 */
@SpringBootTest(properties = { "sendpost.safety.capture=true", "sendpost.transports.primary.type=smtp",
		"sendpost.transports.primary.host=smtp.example.com" })
class MailAssertionsTests {

	private static final byte[] PDF = "%PDF-1.7 not really".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] LOGO = { 1, 2, 3 };

	@Autowired
	private MailGateway mailGateway;

	@Autowired
	private CapturedMailbox mailbox;

	@BeforeEach
	void sendAnInvoice() {
		this.mailGateway.send(Email.builder()
			.from("Acme <billing@acme.example>")
			.to("Reader <reader@example.com>")
			.bcc("archive@acme.example")
			.subject("Your invoice")
			.html("<p>Thank <b>you</b>!</p><img src='cid:logo'>")
			.header("X-Invoice", "42")
			.tags("invoice")
			.attach(Attachment.of("invoice.pdf", PDF), Attachment.of("logo.png", LOGO).inline("logo"))
			.build());
	}

	@Test
	void theyStandBesideThoseOfAssertJ() {
		CapturedMailbox mailbox = new CapturedMailbox(10);
		assertThat(mailbox).isEmpty();
		assertThat(mailbox.emails()).isEmpty();
		assertThat("text").isNotEmpty();
	}

	@Test
	void whatWasSentIsFoundAndDescribed() {
		assertThat(this.mailbox).sentTo("reader@example.com", "Your invoice")
			.isFrom("billing@acme.example")
			.hasRecipients("archive@acme.example", "reader@example.com")
			.hasSubject("Your invoice")
			.htmlContains("Thank <b>you</b>!")
			.textContains("Thank you!")
			.hasHeader("x-invoice", "42")
			.hasTags("invoice");
		assertThat(this.mailbox).sentTo("archive@acme.example")
			.attachment("invoice.pdf")
			.hasContentType("application/pdf")
			.hasContent(PDF);
		assertThat(this.mailbox).sentTo("reader@example.com").attachment("logo.png").isInline("logo").hasContent(LOGO);
		assertThat(this.mailbox).nothingSentTo("stranger@example.com");
	}

	@RepeatedTest(2)
	void eachTestSeesItsOwnMailOnly() {
		assertThat(this.mailbox).hasSize(1);
	}

	@Test
	void aFailureSaysWhatWasSentInstead() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.mailbox).sentTo("reader@example.com", "Your receipt"))
			.withMessageContaining("an e-mail to reader@example.com with the subject \"Your receipt\"")
			.withMessageContaining("\"Your invoice\" to [\"Reader\" <reader@example.com>, archive@acme.example]");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.mailbox).sentTo("stranger@example.com"))
			.withMessageContaining("an e-mail to stranger@example.com");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(this.mailbox).isEmpty())
			.withMessageContaining("Expected 0 e-mails to be sent but there are 1");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.mailbox).nothingSentTo("reader@example.com"))
			.withMessageContaining("Expected no e-mail to reader@example.com");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.mailbox).sentTo("reader@example.com").attachment("receipt.pdf"))
			.withMessageContaining("Expected an attachment \"receipt.pdf\" but there are [invoice.pdf");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.mailbox).sentTo("reader@example.com").htmlContains("Goodbye"))
			.withMessageContaining("HTML body");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(
				() -> assertThat(this.mailbox).sentTo("reader@example.com").attachment("invoice.pdf").hasContent(LOGO))
			.withMessageContaining("content of invoice.pdf");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Application {

	}

}
