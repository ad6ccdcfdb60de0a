package dev.sendpost.mime.read;

import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.InvalidEmailException;
import jakarta.mail.internet.MailDateFormat;
import org.jspecify.annotations.Nullable;

/**
 * Maps the fields of a header to the properties of an e-mail, and what has none to custom
 * headers.
 */
final class HeaderMapper {

	/** Fields of which a message has one at most (RFC 5322 section 3.6). */
	private static final Set<String> SINGLE = Set.of("subject", "date", "message-id", "sender", "reply-to",
			"in-reply-to", "references");

	/** Fields that vouch for the octets of a message. */
	private static final Set<String> SIGNATURES = Set.of("dkim-signature", "arc-seal", "arc-message-signature",
			"arc-authentication-results", "domainkey-signature");

	private final EmailBuilder email;

	private final Set<String> seen = new HashSet<>();

	final List<EmailAddress> to = new ArrayList<>();

	final List<EmailAddress> cc = new ArrayList<>();

	private final PropertyFields properties = new PropertyFields();

	HeaderMapper(EmailBuilder email) {
		this.email = email;
	}

	void map(List<HeaderField> fields) throws UnmappableException {
		for (HeaderField field : fields) {
			String name = field.lowerCaseName();
			if (!this.seen.add(name) && SINGLE.contains(name)) {
				throw new UnmappableException("a second field " + field.name());
			}
			if (SIGNATURES.contains(name)) {
				throw new UnmappableException("a signature");
			}
			try {
				map(name, field);
			}
			catch (InvalidEmailException ex) {
				throw new UnmappableException("a field " + field.name() + " that an e-mail cannot have");
			}
		}
		try {
			this.properties.addTo(this.email);
		}
		catch (InvalidEmailException ex) {
			throw new UnmappableException("a field that an e-mail cannot have: " + ex.getMessage());
		}
	}

	private void map(String name, HeaderField field) throws UnmappableException {
		String value = field.value();
		switch (name) {
			case "to" -> this.to.addAll(AddressListReader.read(value));
			case "cc" -> this.cc.addAll(AddressListReader.read(value));
			case "reply-to" -> this.email.replyTo(AddressListReader.read(value));
			case "subject" -> this.email.subject(HeaderText.decode(value));
			case "date" -> this.email.date(date(value));
			case "message-id" -> this.email.messageId(value);
			default -> {
				if (!VerbatimWriter.LEFT_OUT.contains(name) && !name.equals("from") && !name.equals("mime-version")
						&& !name.startsWith("content-") && !this.properties.take(name, value)) {
					this.email.header(field.name(), HeaderText.decodeUnknown(value));
				}
			}
		}
	}

	/**
	 * What the field says, or {@code null} to repair it if it says nothing.
	 */
	static @Nullable Instant date(String value) {
		try {
			return new MailDateFormat().parse(value).toInstant();
		}
		catch (ParseException ex) {
			return null;
		}
	}

}
