package dev.sendpost.testsmtp;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message whose final dot reached a {@link ScriptedSmtpServer}.
 *
 * @param connection the number of the connection it came on, from 1
 * @param sender the sender of the envelope, empty for the null sender
 * @param recipients the recipients of the envelope that were accepted
 * @param content the bytes before the final dot, dot-stuffing undone
 * @param tls whether it came through TLS
 * @param user who had authenticated
 */
public record ReceivedMessage(int connection, String sender, List<String> recipients, byte[] content, boolean tls,
		@Nullable String user) {

	/**
	 * The content as text.
	 * @return the content read as UTF-8
	 */
	public String text() {
		return new String(this.content, StandardCharsets.UTF_8);
	}

	/**
	 * The content as Jakarta Mail reads it.
	 * @return the message
	 */
	public MimeMessage mimeMessage() {
		try {
			return new MimeMessage((Session) null, new ByteArrayInputStream(this.content));
		}
		catch (MessagingException ex) {
			throw new IllegalStateException("What was received is no message", ex);
		}
	}

}
