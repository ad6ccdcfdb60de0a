package dev.sendpost.relay;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.MailGatewayException;
import dev.sendpost.MailLimitExceededException;
import dev.sendpost.MailRejectedException;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.Submitter;
import dev.sendpost.mime.read.EmailReader;
import dev.sendpost.mime.read.Envelope;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;

/**
 * Hands a message that was received on, and puts into a reply what became of it.
 */
final class Submission {

	private static final Log logger = LogFactory.getLog(Submission.class);

	private final MailGateway gateway;

	private final EmailReader reader;

	private final SenderDomains domains;

	private final @Nullable BounceIntake bounces;

	Submission(MailGateway gateway, EmailReader reader, SenderDomains domains, @Nullable BounceIntake bounces) {
		this.gateway = gateway;
		this.reader = reader;
		this.domains = domains;
		this.bounces = bounces;
	}

	/**
	 * Send a message. The reply is positive when it is in the outbox for good.
	 */
	Reply send(byte[] octets, Transaction transaction, Submitter submitter) {
		try {
			Email email = this.reader.read(octets,
					new Envelope(transaction.sender, transaction.recipients, transaction.refused));
			requireOwn(transaction.sender, email, submitter);
			return reply(this.gateway.forSubmitter(submitter).send(email));
		}
		catch (ReplyException ex) {
			return ex.reply();
		}
		catch (InvalidEmailException ex) {
			return new Reply(invalidCode(ex), invalidStatus(ex), String.valueOf(ex.getMessage()));
		}
		catch (MailRejectedException ex) {
			return new Reply(550, "5.7.1", String.valueOf(ex.getMessage()));
		}
		catch (MailLimitExceededException ex) {
			return new Reply(452, "4.7.1", String.valueOf(ex.getMessage()));
		}
		catch (MailGatewayException ex) {
			logger.warn("A message at the SMTP relay was not accepted for now", ex);
			return new Reply(451, "4.3.0", "The message cannot be accepted now, try again later");
		}
		catch (RuntimeException ex) {
			logger.error("A message at the SMTP relay failed in a way it should not", ex);
			return new Reply(451, "4.3.0", "The message cannot be accepted now, try again later");
		}
	}

	private static int invalidCode(InvalidEmailException ex) {
		return ex.getField().equals("subAccount") ? 550 : 554;
	}

	private static String invalidStatus(InvalidEmailException ex) {
		return switch (ex.getField()) {
			case "subAccount" -> "5.7.1";
			case "hops" -> "5.4.6";
			default -> "5.6.0";
		};
	}

	/**
	 * Whoever hears that the message failed must be whom it is from.
	 */
	private void requireOwn(@Nullable EmailAddress sender, Email email, Submitter submitter) throws ReplyException {
		EmailAddress from = email.from();
		if (sender == null || from == null || isRelated(sender.domain(), from.domain())
				|| this.domains.isVerified(sender, submitter)) {
			return;
		}
		throw ReplyException.refused(553, "5.7.1", "The envelope sender " + sender.address()
				+ " is neither of the domain of From nor of a verified domain");
	}

	private static boolean isRelated(String one, String other) {
		return one.equals(other) || one.endsWith("." + other) || other.endsWith("." + one);
	}

	private static Reply reply(Receipt receipt) {
		if (receipt.status() == EmailStatus.DROPPED) {
			RecipientOutcome first = receipt.outcomes().get(0);
			return new Reply(550, "5.7.1", "No recipient may get the message: " + first.reason());
		}
		int dropped = receipt.recipients(EmailStatus.DROPPED).size();
		return new Reply(250, "2.0.0", "Ok: queued as " + receipt.id() + ((dropped > 0)
				? ", but not for " + dropped + " of " + receipt.outcomes().size() + " recipients" : ""));
	}

	/**
	 * Take in a message that came back. What is in it is no reason to refuse it: whoever
	 * returns mail does not want it back.
	 */
	Reply takeIn(byte[] octets, Transaction transaction) {
		try {
			BounceIntake intake = this.bounces;
			if (intake != null) {
				transaction.returnPaths.forEach((address) -> intake.mail().receive(octets, address));
			}
			return new Reply(250, "2.0.0", "Ok: taken in");
		}
		catch (DataAccessException ex) {
			logger.warn("Mail that came back could not be taken in for now", ex);
			return new Reply(451, "4.3.0", "The message cannot be taken in now, try again later");
		}
		catch (RuntimeException ex) {
			logger.error("Mail that came back could not be taken in", ex);
			return new Reply(451, "4.3.0", "The message cannot be taken in now, try again later");
		}
	}

}
