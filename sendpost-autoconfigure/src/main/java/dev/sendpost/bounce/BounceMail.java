package dev.sendpost.bounce;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.bounce.BounceResult.Outcome;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Takes in the mail that comes back, finds the message it is about, and records what it
 * tells in the {@link DeliveryLog}: a bounce, a delay, a delivery, a complaint. The
 * message is found by its return path ({@link VerpAddress}), or else by its
 * {@code Message-ID}.
 */
public final class BounceMail {

	/** The Message-ID of a message of ours starts with its id. */
	private static final Pattern OURS = Pattern
		.compile("<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@.*", Pattern.CASE_INSENSITIVE);

	private final Store store;

	private final DeliveryLog log;

	private final BounceMailParser parser;

	private final @Nullable VerpAddress verp;

	private final boolean verpRequired;

	/**
	 * Create an intake of bounce mail.
	 * @param store where messages are
	 * @param log where to record
	 * @param parser parses what comes in
	 * @param verp the return paths of messages, or {@code null} if they have none of
	 * their own
	 * @param verpRequired whether a report must come to, or name, the return path of its
	 * message; otherwise the message's {@code Message-ID} is enough for reports that name
	 * a recipient of it
	 */
	public BounceMail(Store store, DeliveryLog log, BounceMailParser parser, @Nullable VerpAddress verp,
			boolean verpRequired) {
		this.store = store;
		this.log = log;
		this.parser = parser;
		this.verp = verp;
		this.verpRequired = verpRequired;
	}

	/**
	 * Take in a message.
	 * @param message the message (RFC 5322)
	 * @param recipient the address it came to, from the envelope ({@code RCPT TO}), or
	 * {@code null} if that is not known any more
	 * @return what became of it
	 * @throws org.springframework.dao.DataAccessException if the store cannot be used, in
	 * which case the same message should be taken in again later
	 */
	public BounceResult receive(byte[] message, @Nullable String recipient) {
		return receive(new ByteArrayInputStream(message), recipient);
	}

	/**
	 * Take in a message, in the caller's transaction if there is one.
	 * @param message the message (RFC 5322), which is neither closed nor necessarily read
	 * to its end
	 * @param recipient the address it came to, from the envelope ({@code RCPT TO}), or
	 * {@code null} if that is not known any more
	 * @return what became of it
	 * @throws org.springframework.dao.DataAccessException if the store cannot be used, in
	 * which case the same message should be taken in again later
	 */
	public BounceResult receive(InputStream message, @Nullable String recipient) {
		ReturnedMail mail;
		try {
			mail = this.parser.parse(message);
		}
		catch (UnreadableMailException ex) {
			return new BounceResult(Outcome.UNREADABLE, null, 0, ex.getMessage());
		}
		if (mail instanceof DeliveryReport report) {
			return receive(report, report.original(), recipient, (events) -> events.add(report));
		}
		if (mail instanceof FeedbackReport report) {
			return receive(report, report.original(), recipient, (events) -> events.add(report));
		}
		boolean automatic = mail instanceof OtherMail other && other.automatic();
		return BounceResult.of(automatic ? Outcome.AUTO_REPLY : Outcome.NOT_A_REPORT, null);
	}

	private BounceResult receive(ReturnedMail report, OriginalMessage original, @Nullable String recipient,
			Consumer<ReportedEvents> reported) {
		String returnPath = returnPath(report, original, recipient);
		if (this.verp != null && returnPath != null) {
			UUID emailId = this.verp.emailId(returnPath);
			return (emailId != null) ? record(emailId, null, reported) : BounceResult.of(Outcome.FORGED, null);
		}
		UUID emailId = emailId(original.messageId());
		if (emailId == null) {
			return BounceResult.of(Outcome.UNKNOWN_MESSAGE, null);
		}
		return this.verpRequired ? BounceResult.of(Outcome.UNVERIFIED, emailId)
				: record(emailId, original.messageId(), reported);
	}

	/**
	 * The return path of the message, genuine or forged: the first address of its form
	 * among that of the envelope, those in the header, and that of the original message.
	 */
	private @Nullable String returnPath(ReturnedMail report, OriginalMessage original, @Nullable String recipient) {
		List<String> addresses = new ArrayList<>();
		String path = ReportText.path(recipient);
		if (path != null) {
			addresses.add(path);
		}
		addresses.addAll(report.header().addressees());
		if (original.returnPath() != null) {
			addresses.add(original.returnPath());
		}
		VerpAddress form = this.verp;
		return (form != null) ? addresses.stream().filter(form::hasForm).findFirst().orElse(null) : null;
	}

	private static @Nullable UUID emailId(@Nullable String messageId) {
		Matcher matcher = OURS.matcher((messageId != null) ? messageId : "");
		return matcher.matches() ? UUID.fromString(matcher.group(1)) : null;
	}

	/**
	 * Record what is reported of a message.
	 * @param messageId the Message-ID that it must have, or {@code null} if its return
	 * path told which message it is
	 */
	private BounceResult record(UUID emailId, @Nullable String messageId, Consumer<ReportedEvents> reported) {
		return this.store.inCallersTransaction(() -> {
			MessageRecipients message = MessageRecipients.find(this.store, emailId);
			if (message == null || (messageId != null && !messageId.equals(message.messageId()))) {
				return BounceResult.of(Outcome.UNKNOWN_MESSAGE, null);
			}
			ReportedEvents events = new ReportedEvents(emailId, message, messageId == null, this.store.now());
			reported.accept(events);
			if (!events.isAboutRecipient()) {
				return BounceResult.of(Outcome.UNKNOWN_RECIPIENT, emailId);
			}
			if (events.events().isEmpty()) {
				return BounceResult.of(Outcome.NOTHING_TO_RECORD, emailId);
			}
			int fresh = events.events().size() - known(events.events());
			this.log.record(events.events());
			return new BounceResult((fresh > 0) ? Outcome.RECORDED : Outcome.KNOWN, emailId, fresh, null);
		});
	}

	private int known(List<DeliveryEvent> events) {
		List<Object> parameters = new ArrayList<>();
		parameters.add(this.store.platform().parameter(events.get(0).emailId()));
		events.forEach((event) -> parameters.add(this.store.platform().parameter(event.id())));
		Integer known = this.store.jdbc()
			.queryForObject(
					"select count(*) from sendpost_event where email_id = ? and id in ("
							+ String.join(", ", Collections.nCopies(events.size(), "?")) + ")",
					Integer.class, parameters.toArray());
		return (known != null) ? known : 0;
	}

}
