package dev.sendpost.bounce;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.EnhancedStatusCode;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of what a report says about a message. The id of an event follows from
 * what is reported, so that a report that comes twice tells nothing new.
 */
final class ReportedEvents {

	/** The source of what delivery reports tell. */
	static final String BOUNCE_MAIL = "bounce-mail";

	/** The source of what feedback reports tell. */
	static final String FEEDBACK_REPORT = "feedback-report";

	/** What is reported later than that has no time that can be believed. */
	private static final Duration LATEST_REPORT = Duration.ofDays(90);

	private final UUID emailId;

	private final MessageRecipients message;

	private final boolean verified;

	private final Instant now;

	private final Map<UUID, DeliveryEvent> events = new LinkedHashMap<>();

	/** Whether something was reported of a recipient that the message had. */
	private boolean aboutRecipient;

	/**
	 * Create events.
	 * @param emailId the id of the message
	 * @param message the message
	 * @param verified whether the report is surely about the message. If so, and it names
	 * somebody else, the mail was forwarded, and the report is about the only recipient.
	 * If not, it must name a recipient.
	 * @param now the time, after which nothing was reported
	 */
	ReportedEvents(UUID emailId, MessageRecipients message, boolean verified, Instant now) {
		this.emailId = emailId;
		this.message = message;
		this.verified = verified;
		this.now = now;
	}

	List<DeliveryEvent> events() {
		return List.copyOf(this.events.values());
	}

	boolean isAboutRecipient() {
		return this.aboutRecipient;
	}

	void add(DeliveryReport report) {
		for (RecipientReport reported : report.recipients()) {
			EmailAddress recipient = recipient(Arrays.asList(reported.originalRecipient(), reported.finalRecipient()));
			if (recipient == null) {
				continue;
			}
			this.aboutRecipient = true;
			DeliveryEventType type = type(reported.action());
			if (type != null) {
				Instant at = (reported.lastAttempt() != null) ? reported.lastAttempt() : report.header().date();
				add(recipient, type, at, BOUNCE_MAIL, reported.status(), reported.serverText(),
						forwarded(recipient, reported.finalRecipient()), report.reportingMta());
			}
		}
	}

	private @Nullable EmailAddress recipient(List<@Nullable EmailAddress> candidates) {
		EmailAddress named = this.message.match(candidates);
		return (named == null && this.verified) ? this.message.sole() : named;
	}

	/**
	 * Expanded is delivered, although more may follow; who relays does not know.
	 */
	private static @Nullable DeliveryEventType type(DeliveryAction action) {
		return switch (action) {
			case FAILED -> DeliveryEventType.BOUNCED;
			case DELAYED -> DeliveryEventType.DEFERRED;
			case DELIVERED, EXPANDED -> DeliveryEventType.DELIVERED;
			case RELAYED -> null;
		};
	}

	private static @Nullable String forwarded(EmailAddress recipient, @Nullable EmailAddress finalRecipient) {
		return (finalRecipient == null || finalRecipient.mailbox().equals(recipient.mailbox())) ? null
				: "reported of " + finalRecipient.address();
	}

	void add(FeedbackReport report) {
		DeliveryEventType type = type(report.type());
		List<EmailAddress> reported = report.recipients();
		for (int i = 0; i < Math.max(1, reported.size()); i++) {
			EmailAddress recipient = recipient(reported.isEmpty() ? List.of() : List.of(reported.get(i)));
			if (recipient == null) {
				continue;
			}
			this.aboutRecipient = true;
			if (type != null) {
				add(recipient, type, report.header().date(), FEEDBACK_REPORT, null, null,
						"feedback report: " + report.type().name().toLowerCase(Locale.ROOT), report.userAgent());
			}
		}
	}

	private static @Nullable DeliveryEventType type(FeedbackType type) {
		return switch (type) {
			case ABUSE, FRAUD -> DeliveryEventType.COMPLAINED;
			case UNSUBSCRIBE -> DeliveryEventType.UNSUBSCRIBED;
			case VIRUS, NOT_SPAM, AUTH_FAILURE, OTHER -> null;
		};
	}

	private void add(EmailAddress recipient, DeliveryEventType type, @Nullable Instant reportedAt, String source,
			@Nullable EnhancedStatusCode code, @Nullable String serverText, @Nullable String reason,
			@Nullable String reporter) {
		UUID id = id(idTime(reportedAt), String.join("\n", this.emailId.toString(), recipient.mailbox(), type.name(),
				String.valueOf(code), String.valueOf(reporter)));
		this.events.putIfAbsent(id, new DeliveryEvent(id, this.emailId, recipient, type, occurredAt(reportedAt), source,
				null, code, serverText, reason, false));
	}

	/**
	 * When it happened: what is reported, unless that was before the message or is yet to
	 * come.
	 */
	private Instant occurredAt(@Nullable Instant reportedAt) {
		if (reportedAt == null || reportedAt.isAfter(this.now)) {
			return this.now;
		}
		return reportedAt.isBefore(this.message.createdAt()) ? this.message.createdAt() : reportedAt;
	}

	/**
	 * The time that goes into the id, which does not depend on when the report comes.
	 * Reports tell the second: its end is surely after what led to the report.
	 */
	private Instant idTime(@Nullable Instant reportedAt) {
		Instant createdAt = this.message.createdAt();
		if (reportedAt == null || reportedAt.isAfter(createdAt.plus(LATEST_REPORT))) {
			return createdAt;
		}
		Instant end = reportedAt.plusMillis(999);
		return end.isBefore(createdAt) ? createdAt : end;
	}

	/**
	 * An id of version 8 (RFC 9562 section 5.8): the time, so that later facts have
	 * greater ids, and a digest of the name.
	 */
	private static UUID id(Instant time, String name) {
		try {
			ByteBuffer digest = ByteBuffer
				.wrap(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
			return new UUID((time.toEpochMilli() << 16) | 0x8000L | (digest.getLong() & 0xfffL),
					0x8000000000000000L | (digest.getLong() & 0x3fffffffffffffffL));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
