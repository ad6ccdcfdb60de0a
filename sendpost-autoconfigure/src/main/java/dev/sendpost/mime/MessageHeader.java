package dev.sendpost.mime;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailHeader;
import dev.sendpost.ListUnsubscribe;

/**
 * Writes the fields that precede the MIME fields of a message. Bcc is never among them.
 */
final class MessageHeader {

	private static final String[] DAYS = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

	private static final String[] MONTHS = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
			"Nov", "Dec" };

	private final HeaderWriter header;

	MessageHeader(HeaderWriter header) {
		this.header = header;
	}

	/**
	 * Write the fields.
	 * @return whether they hold an address that needs SMTPUTF8
	 */
	boolean write(Email email, EmailAddress from, String messageId, Instant date) {
		this.header.field("Date", format(date));
		AddressFields addresses = new AddressFields(this.header);
		addresses.write("From", List.of(from));
		if (!email.replyTo().isEmpty()) {
			addresses.write("Reply-To", email.replyTo());
		}
		if (!email.to().isEmpty()) {
			addresses.write("To", email.to());
		}
		else if (email.cc().isEmpty()) {
			this.header.field("To", "undisclosed-recipients:;");
		}
		if (!email.cc().isEmpty()) {
			addresses.write("Cc", email.cc());
		}
		this.header.field("Message-ID", messageId);
		this.header.unstructured("Subject", email.subject());
		ServiceHeader.of(email.priority()).forEach(this.header::field);
		ListUnsubscribe listUnsubscribe = email.listUnsubscribe();
		if (listUnsubscribe != null) {
			listUnsubscribe(listUnsubscribe);
		}
		writeCustom(email);
		return addresses.needsSmtpUtf8();
	}

	/**
	 * Write the custom fields only.
	 */
	void writeCustom(Email email) {
		for (EmailHeader custom : email.headers()) {
			custom(custom);
		}
	}

	private void listUnsubscribe(ListUnsubscribe listUnsubscribe) {
		this.header.begin("List-Unsubscribe");
		boolean more = false;
		for (URI target : ServiceHeader.targets(listUnsubscribe)) {
			if (more) {
				this.header.out().append(',');
			}
			target("<" + target.toASCIIString() + ">");
			more = true;
		}
		this.header.end();
		ServiceHeader.ofOneClick(listUnsubscribe).forEach(this.header::field);
	}

	/**
	 * White space inside the brackets is ignored (RFC 2369 section 2), so that even a
	 * target longer than a line may be can be written.
	 */
	private void target(String target) {
		this.header.separate(Math.min(target.length(), HeaderWriter.MAX_WORD_LENGTH) + 1);
		int start = 0;
		while (target.length() - start > HeaderWriter.MAX_WORD_LENGTH) {
			int end = start + HeaderWriter.MAX_WORD_LENGTH;
			this.header.out().ascii(target.substring(start, end));
			this.header.fold();
			this.header.out().append(' ');
			start = end;
		}
		this.header.out().ascii(target.substring(start));
	}

	/**
	 * White space means nothing in lists of message ids, where it often is what another
	 * message's folding left.
	 */
	private void custom(EmailHeader custom) {
		boolean messageIds = custom.name().equalsIgnoreCase("References")
				|| custom.name().equalsIgnoreCase("In-Reply-To");
		String value = messageIds ? custom.value().replace('\t', ' ').strip() : custom.value();
		this.header.unstructured(custom.name(), value);
	}

	/**
	 * RFC 5322 section 3.3.
	 */
	private static String format(Instant date) {
		LocalDateTime utc = LocalDateTime.ofEpochSecond(date.getEpochSecond(), 0, ZoneOffset.UTC);
		StringBuilder formatted = new StringBuilder(31);
		formatted.append(DAYS[utc.getDayOfWeek().ordinal()]).append(", ");
		twoDigits(formatted, utc.getDayOfMonth()).append(' ');
		formatted.append(MONTHS[utc.getMonth().ordinal()]).append(' ').append(utc.getYear()).append(' ');
		twoDigits(formatted, utc.getHour()).append(':');
		twoDigits(formatted, utc.getMinute()).append(':');
		return twoDigits(formatted, utc.getSecond()).append(" +0000").toString();
	}

	private static StringBuilder twoDigits(StringBuilder formatted, int number) {
		return formatted.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
	}

}
