package dev.sendpost.transport;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailPriority;
import dev.sendpost.HostedTemplate;
import dev.sendpost.VerbatimMessage;

/**
 * E-mails that need something which not every transport can carry.
 */
public final class NeedyEmail {

	private static final byte[] VERBATIM = ("From: shop@example.com\r\nTo: ann@example.com\r\nSubject: Hello\r\n"
			+ "\r\nHi Ann\r\n")
		.getBytes(StandardCharsets.US_ASCII);

	private NeedyEmail() {
	}

	/**
	 * An e-mail that needs a feature, and nothing more than that takes.
	 */
	public static Email needing(TransportFeature feature) {
		EmailBuilder email = Email.builder()
			.from("shop@example.com")
			.to("ann@example.com")
			.subject("Hello")
			.text("Hi Ann");
		switch (feature) {
			case CC -> email.cc("bob@example.com");
			case BCC -> email.bcc("bob@example.com");
			case MULTIPLE_RECIPIENTS -> email.to("bob@example.com");
			case REPLY_TO -> email.replyTo("help@example.com");
			case MULTIPLE_REPLY_TO -> email.replyTo("help@example.com", "sales@example.com");
			case HTML -> email.html("<p>Hi Ann</p>");
			case AMP -> email.amp("<!doctype html><html amp4email></html>");
			case HEADERS -> email.header("X-Order", "7");
			case REPEATED_HEADERS -> email.header("X-Order", "7").header("x-order", "8");
			case LIST_UNSUBSCRIBE -> email.listUnsubscribe(URI.create("mailto:leave@example.com"));
			case PRIORITY -> email.priority(EmailPriority.HIGH);
			case ATTACHMENTS -> email.attach(Attachment.of("a.txt", new byte[] { 1 }));
			case INLINE_ATTACHMENTS -> email.attach(Attachment.of("a.png", new byte[] { 1 }).inline("a"));
			case HOSTED_TEMPLATE -> email.hostedTemplate(new HostedTemplate("welcome", Map.of()));
			case VERBATIM -> email.text(null).verbatim(VerbatimMessage.of(VERBATIM));
			case SCHEDULING -> email.sendAt(Instant.parse("2030-01-02T00:00:00Z"));
			case INTERNATIONAL_ADDRESSES -> email.clearRecipients().to("\u00e4nn@example.com");
			default -> throw new AssertionError("Say which e-mail needs " + feature);
		}
		return email.build();
	}

}
