package dev.sendpost.mime.read;

import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailPriority;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.ListUnsubscribe;
import jakarta.mail.internet.MailDateFormat;
import org.jspecify.annotations.Nullable;

/**
 * Maps the fields of a header to the properties of an e-mail, and what has none to custom
 * headers.
 */
final class HeaderMapper {

	/** Fields of which a message has one at most (RFC 5322 section 3.6). */
	private static final Set<String> SINGLE = Set.of("subject", "date", "message-id", "sender", "reply-to",
			"list-unsubscribe", "list-unsubscribe-post", "x-priority", "importance", "in-reply-to", "references");

	/** Fields that vouch for the octets of a message. */
	private static final Set<String> SIGNATURES = Set.of("dkim-signature", "arc-seal", "arc-message-signature",
			"arc-authentication-results", "domainkey-signature");

	private static final Pattern UNSUBSCRIBE = Pattern.compile("<([^<>]{1,20000})>\\s*(,|$)\\s*");

	private final EmailBuilder email;

	private final Set<String> seen = new HashSet<>();

	final List<EmailAddress> to = new ArrayList<>();

	final List<EmailAddress> cc = new ArrayList<>();

	private final List<URI> unsubscribe = new ArrayList<>();

	private boolean oneClick;

	private @Nullable EmailPriority priority;

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
		if (!this.unsubscribe.isEmpty()) {
			this.email.listUnsubscribe(listUnsubscribe());
		}
		else if (this.oneClick) {
			throw new UnmappableException("one click without a target");
		}
		if (this.priority != null) {
			this.email.priority(this.priority);
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
			case "list-unsubscribe" -> unsubscribe(value);
			case "list-unsubscribe-post" -> oneClick(value);
			case "x-priority", "importance" -> priority(value.toLowerCase(Locale.ROOT));
			default -> {
				if (!VerbatimWriter.LEFT_OUT.contains(name) && !name.equals("from") && !name.equals("mime-version")
						&& !name.startsWith("content-")) {
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

	private void unsubscribe(String value) throws UnmappableException {
		Matcher target = UNSUBSCRIBE.matcher(value);
		int end = 0;
		while (target.find() && target.start() == end) {
			try {
				this.unsubscribe.add(URI.create(target.group(1).replaceAll("\\s", "")));
			}
			catch (IllegalArgumentException ex) {
				throw new UnmappableException("a target of List-Unsubscribe that is no URI");
			}
			end = target.end();
		}
		if (end != value.length() || end == 0) {
			throw new UnmappableException("a List-Unsubscribe that cannot be read");
		}
	}

	private void oneClick(String value) throws UnmappableException {
		this.oneClick = value.equalsIgnoreCase("List-Unsubscribe=One-Click");
		if (!this.oneClick) {
			throw new UnmappableException("a List-Unsubscribe-Post of its own");
		}
	}

	/*
	 * Clients put the first https target first, whatever the order; so do we.
	 */
	private ListUnsubscribe listUnsubscribe() throws UnmappableException {
		try {
			return new ListUnsubscribe(this.unsubscribe, this.oneClick);
		}
		catch (InvalidEmailException ex) {
			throw new UnmappableException("a List-Unsubscribe of its own");
		}
	}

	private void priority(String value) throws UnmappableException {
		EmailPriority read;
		if (value.matches("[12]\\b.*|high")) {
			read = EmailPriority.HIGH;
		}
		else if (value.matches("[45]\\b.*|low")) {
			read = EmailPriority.LOW;
		}
		else if (value.matches("3\\b.*|normal")) {
			read = EmailPriority.NORMAL;
		}
		else {
			throw new UnmappableException("a priority of its own");
		}
		if (this.priority != null && this.priority != read) {
			throw new UnmappableException("two priorities");
		}
		this.priority = read;
	}

}
