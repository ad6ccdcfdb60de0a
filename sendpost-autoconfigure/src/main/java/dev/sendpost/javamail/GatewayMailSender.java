package dev.sendpost.javamail;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.MailGatewayException;
import dev.sendpost.mime.read.EmailReader;
import dev.sendpost.mime.read.Envelope;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import org.springframework.mail.MailException;
import org.springframework.mail.MailParseException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMailMessage;

/**
 * Lets code that is written for {@link JavaMailSender} send through the gateway: with a
 * store in the caller's transaction, under the same policies as all other mail. Each
 * message becomes an {@link Email} without loss; one without a sender gets the gateway's
 * default.
 *
 * <p>
 * Messages that fail are told by a {@link MailSendException}, the others are sent. After
 * a message was sent, its {@code Message-ID} is the one that it has on its way.
 */
public final class GatewayMailSender implements JavaMailSender {

	private static final String MESSAGE_ID = "Message-ID";

	private final MailGateway gateway;

	private final EmailReader reader;

	private final Session session = Session.getInstance(new Properties());

	/**
	 * Create a sender.
	 * @param gateway takes the messages
	 * @param reader reads them
	 */
	public GatewayMailSender(MailGateway gateway, EmailReader reader) {
		this.gateway = gateway;
		this.reader = reader;
	}

	@Override
	public MimeMessage createMimeMessage() {
		return new MimeMessage(this.session);
	}

	@Override
	public MimeMessage createMimeMessage(InputStream contentStream) throws MailException {
		try {
			return new MimeMessage(this.session, contentStream);
		}
		catch (MessagingException ex) {
			throw new MailParseException("The message cannot be read", ex);
		}
	}

	@Override
	public void send(SimpleMailMessage... simpleMessages) throws MailException {
		Map<Object, Exception> failed = new LinkedHashMap<>();
		for (SimpleMailMessage simple : simpleMessages) {
			MimeMailMessage message = new MimeMailMessage(createMimeMessage());
			try {
				simple.copyTo(message);
			}
			catch (MailParseException ex) {
				failed.put(simple, ex);
				continue;
			}
			send(message.getMimeMessage(), simple, failed);
		}
		requireNone(failed);
	}

	@Override
	public void send(MimeMessage... mimeMessages) throws MailException {
		Map<Object, Exception> failed = new LinkedHashMap<>();
		for (MimeMessage message : mimeMessages) {
			send(message, message, failed);
		}
		requireNone(failed);
	}

	private static void requireNone(Map<Object, Exception> failed) {
		if (!failed.isEmpty()) {
			throw new MailSendException(failed);
		}
	}

	/**
	 * Send a message, or note under what the caller knows it by why that failed.
	 */
	private void send(MimeMessage message, Object given, Map<Object, Exception> failed) {
		try {
			sendOne(message);
		}
		catch (MessagingException | IOException | MailGatewayException ex) {
			failed.put(given, ex);
		}
	}

	private void sendOne(MimeMessage message) throws MessagingException, IOException {
		String messageId = message.getMessageID();
		message.saveChanges();
		if (messageId != null) {
			message.setHeader(MESSAGE_ID, messageId);
		}
		else {
			// The one that was just made up knows nothing of the gateway.
			message.removeHeader(MESSAGE_ID);
		}
		Envelope envelope = new Envelope(null, recipients(message), List.of());
		CrlfBuffer octets = new CrlfBuffer();
		message.writeTo(octets);
		Email email = this.reader.read(octets.toByteArray(), envelope);
		message.setHeader(MESSAGE_ID, this.gateway.send(email).messageId());
	}

	private static List<EmailAddress> recipients(MimeMessage message) throws MessagingException {
		Address[] addresses = message.getAllRecipients();
		List<EmailAddress> recipients = new ArrayList<>();
		for (Address address : (addresses != null) ? addresses : new Address[0]) {
			if (!(address instanceof InternetAddress internet)) {
				throw new InvalidEmailException("to", "%s is no e-mail address", address.toString());
			}
			for (InternetAddress member : internet.isGroup() ? internet.getGroup(true)
					: new InternetAddress[] { internet }) {
				recipients.add(EmailAddress.parse(member.getAddress()));
			}
		}
		if (recipients.isEmpty()) {
			throw new InvalidEmailException("to", "the message has no recipient");
		}
		return recipients;
	}

}
