package dev.sendpost.mime.read;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.VerbatimMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads an Internet message (RFC 5322, MIME) as an {@link Email}, without loss. One whose
 * fields and parts all have a place in an e-mail becomes properties, so that every
 * transport can carry it; any other goes out {@linkplain VerbatimMessage as it is}, which
 * only SMTP can do.
 */
public final class EmailReader {

	/** How often a message may have passed here: more is a loop. */
	private static final int MAX_HOPS = 50;

	private static final String HOPS = "X-Sendpost-Hops";

	/** Fields that name a sender, for policies to see. */
	private static final Set<String> SENDERS = Set.of("sender", "resent-from", "resent-sender");

	private static final Log logger = LogFactory.getLog(EmailReader.class);

	private final Clock clock;

	/**
	 * Create a reader.
	 * @param clock tells the date of messages that go out as they are and have none
	 */
	public EmailReader(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Read a message.
	 * @param octets the message, its lines ended by CRLF
	 * @param envelope its envelope, with at least one recipient
	 * @return the e-mail, for the recipients of the envelope and nobody else; without a
	 * sender if neither the message nor the envelope names one
	 * @throws InvalidEmailException if it names several senders, goes beyond a limit, has
	 * been here too often, or cannot be read, where {@link InvalidEmailException
	 * #getField()} tells which
	 */
	public Email read(byte[] octets, Envelope envelope) {
		MessageHeaderReader header = MessageHeaderReader.read(octets);
		List<HeaderField> fields = header.fields();
		EmailAddress from = from(fields, envelope);
		List<HeaderField> senders = senders(fields);
		int hops = hops(fields);
		EmailBuilder email;
		try {
			email = mapped(octets, header, envelope, senders);
		}
		catch (UnmappableException ex) {
			logger.debug("A message goes out as it is, since it has " + ex.getMessage());
			email = verbatim(octets, header, from, envelope, senders);
		}
		if (hops > 0) {
			email.header(HOPS, String.valueOf(hops));
		}
		return ((from != null) ? email.from(from) : email).build();
	}

	/**
	 * The one sender, or {@code null} if there is none. Policies decide by it, so nobody
	 * may see another.
	 */
	private static @Nullable EmailAddress from(List<HeaderField> fields, Envelope envelope) {
		List<HeaderField> from = named(fields, "from");
		if (from.isEmpty()) {
			return envelope.sender();
		}
		try {
			List<EmailAddress> addresses = (from.size() == 1) ? AddressListReader.read(from.get(0).value()) : List.of();
			if (addresses.size() == 1) {
				return addresses.get(0);
			}
		}
		catch (UnmappableException ex) {
			throw new InvalidEmailException("from", "%s is not one address", from.get(0).value());
		}
		throw new InvalidEmailException("from", "the message has not exactly one field From with one address");
	}

	private static List<HeaderField> named(List<HeaderField> fields, String name) {
		return fields.stream().filter((field) -> field.lowerCaseName().equals(name)).toList();
	}

	/**
	 * The fields that name a sender beside From, in a form that policies can read and
	 * that can be written as it is: without a name beyond ASCII.
	 */
	private static List<HeaderField> senders(List<HeaderField> fields) {
		List<HeaderField> senders = new ArrayList<>();
		for (HeaderField field : fields) {
			if (SENDERS.contains(field.lowerCaseName())) {
				senders.add(new HeaderField(field.name(), sender(field), field.start(), field.end()));
			}
		}
		return senders;
	}

	private static String sender(HeaderField field) {
		try {
			List<EmailAddress> addresses = AddressListReader.read(field.value());
			if (addresses.size() == 1 && !addresses.get(0).needsSmtpUtf8()) {
				String written = addresses.get(0).toString();
				return StandardCharsets.US_ASCII.newEncoder().canEncode(written) && !written.contains("=?") ? written
						: addresses.get(0).address();
			}
		}
		catch (UnmappableException ex) {
			// Told below.
		}
		throw new InvalidEmailException("headers", "the field " + field.name() + " does not hold one ASCII address");
	}

	private static int hops(List<HeaderField> fields) {
		int hops = named(fields, "received").size();
		for (HeaderField field : named(fields, HOPS.toLowerCase(Locale.ROOT))) {
			hops += field.value().matches("\\d{1,4}") ? 1 + Integer.parseInt(field.value()) : 1;
		}
		if (hops > MAX_HOPS) {
			throw new InvalidEmailException("hops",
					"the message has been through more than " + MAX_HOPS + " servers: it goes in circles");
		}
		return hops;
	}

	private static List<HeaderField> without(List<HeaderField> fields, Set<String> names) {
		return fields.stream().filter((field) -> !names.contains(field.lowerCaseName())).toList();
	}

	private EmailBuilder mapped(byte[] octets, MessageHeaderReader header, Envelope envelope, List<HeaderField> senders)
			throws UnmappableException {
		EmailBuilder email = Email.builder();
		HeaderMapper mapper = new HeaderMapper(email);
		mapper.map(without(header.fields(), ownFields()));
		senders.forEach((sender) -> email.header(sender.name(), sender.value()));
		requireAll(mapper, envelope);
		address(email, mapper.to, mapper.cc, envelope);
		BodyMapper body = new BodyMapper(email);
		if (header.fields().isEmpty()) {
			Part text = new Part();
			text.content = octets;
			body.map(text);
		}
		else {
			body.map(PartReader.read(header.isEnded() ? octets : ended(octets)));
		}
		return email;
	}

	private static byte[] ended(byte[] header) {
		byte[] ended = Arrays.copyOf(header, header.length + 2);
		ended[header.length] = '\r';
		ended[header.length + 1] = '\n';
		return ended;
	}

	private static Set<String> ownFields() {
		Set<String> names = new HashSet<>(SENDERS);
		names.add(HOPS.toLowerCase(Locale.ROOT));
		return names;
	}

	/**
	 * An e-mail goes to all that it names, so a message that names others is none.
	 */
	private static void requireAll(HeaderMapper mapper, Envelope envelope) throws UnmappableException {
		Set<String> known = new HashSet<>();
		envelope.recipients().forEach((recipient) -> known.add(recipient.mailbox()));
		envelope.refused().forEach((recipient) -> known.add(recipient.mailbox()));
		for (List<EmailAddress> named : List.of(mapper.to, mapper.cc)) {
			if (named.stream().anyMatch((address) -> !known.contains(address.mailbox()))) {
				throw new UnmappableException("an address that is not among its recipients");
			}
		}
	}

	/**
	 * Set the recipients: those of the envelope, visible where the header names them.
	 */
	private static void address(EmailBuilder email, List<EmailAddress> to, List<EmailAddress> cc, Envelope envelope) {
		Map<String, EmailAddress> hidden = new LinkedHashMap<>();
		envelope.recipients().forEach((recipient) -> hidden.putIfAbsent(recipient.mailbox(), recipient));
		Set<String> open = Set.copyOf(hidden.keySet());
		email.to(to.stream().filter((address) -> open.contains(address.mailbox())).toList());
		email.cc(cc.stream().filter((address) -> open.contains(address.mailbox())).toList());
		to.forEach((address) -> hidden.remove(address.mailbox()));
		cc.forEach((address) -> hidden.remove(address.mailbox()));
		email.bcc(hidden.values());
	}

	private EmailBuilder verbatim(byte[] octets, MessageHeaderReader header, @Nullable EmailAddress from,
			Envelope envelope, List<HeaderField> senders) {
		List<HeaderField> fields = header.fields();
		if (from == null) {
			throw new InvalidEmailException("from", "the message has no sender, and goes out as it is");
		}
		EmailBuilder email = Email.builder();
		address(email, readable(fields, "to"), readable(fields, "cc"), envelope);
		email.subject(subject(fields));
		StringBuilder added = new StringBuilder();
		Set<String> moved = ownFields();
		String messageId = messageId(fields);
		if (messageId == null) {
			messageId = "<" + UUID.randomUUID() + "@" + from.domain() + ">";
			added.append("Message-ID: ").append(messageId).append("\r\n");
			moved.add("message-id");
		}
		if (named(fields, "date").isEmpty()) {
			added.append("Date: ")
				.append(DateTimeFormatter.RFC_1123_DATE_TIME.format(this.clock.instant().atOffset(ZoneOffset.UTC)))
				.append("\r\n");
		}
		if (named(fields, "from").isEmpty()) {
			added.append("From: ").append(from.address()).append("\r\n");
		}
		senders.forEach((sender) -> email.header(sender.name(), sender.value()));
		return email.messageId(messageId)
			.verbatim(VerbatimMessage
				.of(VerbatimWriter.write(octets, fields, header.bodyStart(), added.toString(), moved)));
	}

	private static List<EmailAddress> readable(List<HeaderField> fields, String name) {
		List<EmailAddress> addresses = new ArrayList<>();
		for (HeaderField field : named(fields, name)) {
			try {
				addresses.addAll(AddressListReader.read(field.value()));
			}
			catch (UnmappableException ex) {
				// They stand in the message, whoever can read them.
			}
		}
		return addresses;
	}

	/**
	 * The subject as a log shows it.
	 */
	private static String subject(List<HeaderField> fields) {
		String subject = named(fields, "subject").stream().map(HeaderField::value).collect(Collectors.joining(" "));
		try {
			subject = HeaderText.decode(subject);
		}
		catch (UnmappableException ex) {
			// It is shown as it is.
		}
		return subject.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", " ");
	}

	private static @Nullable String messageId(List<HeaderField> fields) {
		List<HeaderField> ids = named(fields, "message-id");
		if (ids.size() != 1) {
			return null;
		}
		try {
			Email.builder().messageId(ids.get(0).value());
			return ids.get(0).value();
		}
		catch (InvalidEmailException ex) {
			return null;
		}
	}

}
