package dev.sendpost.transport.smtp;

import java.io.IOException;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.mime.MailSigner;
import dev.sendpost.mime.MailSigningException;
import dev.sendpost.mime.MimeRenderer;
import dev.sendpost.mime.RenderedEmail;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.ReturnPath;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;

/**
 * Makes what is said to a server about a message: its content, signed, and where it comes
 * back to.
 */
final class SmtpComposer {

	private final MailSigner signer;

	private final ReturnPath returnPath;

	private final MimeRenderer renderer = new MimeRenderer();

	SmtpComposer(MailSigner signer, ReturnPath returnPath) {
		this.signer = signer;
		this.returnPath = returnPath;
	}

	RenderedEmail render(OutgoingEmail email) {
		RenderedEmail rendered = this.renderer.render(email.email(), email.messageId(), email.date());
		try {
			return this.signer.sign(rendered, email.from(), email.subAccount());
		}
		catch (MailSigningException ex) {
			throw new TransportException(Kind.DEFERRED, "The message cannot be signed now: " + ex.getMessage(), ex);
		}
		catch (IOException | RuntimeException ex) {
			throw new TransportException(Kind.UNSUPPORTED, "The content of the message cannot be read: " + ex, ex);
		}
	}

	EmailAddress returnPath(OutgoingEmail email) {
		try {
			return this.returnPath.of(email);
		}
		catch (InvalidEmailException ex) {
			throw new TransportException(Kind.UNSUPPORTED, "The message has no return path: " + ex.getMessage(), ex);
		}
	}

}
