package dev.sendpost.suppression;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.sendpost.EmailAddress;
import dev.sendpost.EnhancedStatusCode;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.RecordedEvent;
import dev.sendpost.event.RecordedEventListener;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Suppresses those who bounced, complained or unsubscribed, for the sub-account whose
 * mail it was. A bounce tells of the address if the server refused this recipient, and
 * not the message as a whole, and its status code, if any, says so (RFC 3463: the subject
 * is the address, the mailbox, the routing, or not told); what a server has against the
 * message or its sender says nothing about the recipient.
 */
public final class SuppressionEventListener implements RecordedEventListener {

	private static final Set<Integer> ABOUT_THE_RECIPIENT = Set.of(0, 1, 2, 4);

	private static final Set<Integer> ABOUT_THE_MAILBOX = Set.of(0, 1, 2);

	/**
	 * Codes with such a subject that are about the sender's address, or the size of the
	 * message.
	 */
	private static final Set<String> NOT_ABOUT_THE_RECIPIENT = Set.of("1.7", "1.8", "2.3");

	private final Suppressions suppressions;

	/**
	 * Create a listener.
	 * @param suppressions where to add entries
	 */
	public SuppressionEventListener(Suppressions suppressions) {
		this.suppressions = suppressions;
	}

	@Override
	public Set<DeliveryEventType> types() {
		return Set.of(DeliveryEventType.BOUNCED, DeliveryEventType.COMPLAINED, DeliveryEventType.UNSUBSCRIBED,
				DeliveryEventType.DEFERRED);
	}

	@Override
	public void recorded(List<RecordedEvent> events) {
		List<NewSuppression> added = new ArrayList<>();
		for (RecordedEvent recorded : events) {
			for (EmailAddress recipient : recipients(recorded.event())) {
				NewSuppression suppression = conclusion(recorded, recipient);
				if (suppression != null) {
					added.add(suppression);
				}
			}
		}
		if (!added.isEmpty()) {
			this.suppressions.addRecorded(added);
		}
	}

	private @Nullable NewSuppression conclusion(RecordedEvent recorded, EmailAddress recipient) {
		DeliveryEvent event = recorded.event();
		return switch (event.type()) {
			case COMPLAINED -> suppression(recorded, recipient, SuppressionReason.SPAM_COMPLAINT);
			case UNSUBSCRIBED -> suppression(recorded, recipient, SuppressionReason.UNSUBSCRIBE);
			case BOUNCED -> afterBounce(recorded, recipient);
			case DEFERRED -> afterDeferral(recorded, recipient);
			default -> null;
		};
	}

	private @Nullable NewSuppression afterBounce(RecordedEvent recorded, EmailAddress recipient) {
		if (isHardBounce(recorded.event())) {
			return suppression(recorded, recipient, SuppressionReason.HARD_BOUNCE);
		}
		return isSoftBounce(recorded.event()) ? afterSoftBounce(recorded, recipient) : null;
	}

	/**
	 * What this application defers, it tries again: only when it gives up, that was a
	 * soft bounce. A provider reports a deferral when it has one to tell of.
	 */
	private @Nullable NewSuppression afterDeferral(RecordedEvent recorded, EmailAddress recipient) {
		DeliveryEvent event = recorded.event();
		return (!isGateways(event) && isSoftBounce(event)) ? afterSoftBounce(recorded, recipient) : null;
	}

	private static NewSuppression suppression(RecordedEvent recorded, EmailAddress recipient,
			SuppressionReason reason) {
		DeliveryEvent event = recorded.event();
		String error = (reason == SuppressionReason.HARD_BOUNCE) ? said(event) : null;
		return NewSuppression.of(recipient, reason)
			.subAccount(recorded.subAccount())
			.smtpError(error)
			.createdBy(Suppression.BY_DELIVERY_LOG);
	}

	private static @Nullable String said(DeliveryEvent event) {
		EnhancedStatusCode code = event.statusCode();
		if (event.serverText() != null) {
			return event.serverText();
		}
		return (code != null) ? code.toString() : event.reason();
	}

	/**
	 * Where the gateway has a reason of its own, the server refused the message as a
	 * whole, or it was given up after being deferred too long: neither is a server's last
	 * word about the recipient.
	 */
	private static boolean isHardBounce(DeliveryEvent event) {
		if (isGateways(event) && event.reason() != null) {
			return false;
		}
		EnhancedStatusCode code = event.statusCode();
		if (code != null) {
			return code.classCode() == 5 && isAbout(ABOUT_THE_RECIPIENT, code);
		}
		String text = event.serverText();
		if (text != null && text.matches("(?s)[245]\\d\\d\\b.*")) {
			return text.startsWith("5");
		}
		return !isGateways(event);
	}

	private static boolean isGateways(DeliveryEvent event) {
		return event.source().equals(DeliveryEvent.GATEWAY);
	}

	private static boolean isAbout(Set<Integer> subjects, EnhancedStatusCode code) {
		return subjects.contains(code.subject())
				&& !NOT_ABOUT_THE_RECIPIENT.contains(code.subject() + "." + code.detail());
	}

	/**
	 * What a server said about the mailbox, not what kept us from asking it. The last
	 * reply to what the gateway gave up may have been to the message as a whole: only a
	 * code that names the address or the mailbox tells.
	 */
	private static boolean isSoftBounce(DeliveryEvent event) {
		EnhancedStatusCode code = event.statusCode();
		if (isGateways(event)) {
			return code != null && code.classCode() == 4 && code.subject() != 0 && isAbout(ABOUT_THE_MAILBOX, code);
		}
		if (code != null) {
			return code.classCode() == 4 && isAbout(ABOUT_THE_MAILBOX, code);
		}
		return event.serverText() == null || event.serverText().startsWith("4");
	}

	private @Nullable NewSuppression afterSoftBounce(RecordedEvent recorded, EmailAddress recipient) {
		SuppressionSettings settings = this.suppressions.settings();
		if (settings.softBounceThreshold() == 0) {
			return null;
		}
		Instant now = this.suppressions.store().now();
		int count = this.suppressions.softBounces()
			.add(recipient, recorded.subAccount(), recorded.event().emailId(), now);
		if (count < settings.softBounceThreshold()) {
			return null;
		}
		return suppression(recorded, recipient, SuppressionReason.HARD_BOUNCE)
			.expiresAt(now.plus(settings.softBounceWindow()));
	}

	/**
	 * Whom a fact is about: where it names nobody, all whom the message was for.
	 */
	private List<EmailAddress> recipients(DeliveryEvent event) {
		if (event.recipient() != null) {
			return List.of(event.recipient());
		}
		Store store = this.suppressions.store();
		return store.jdbc()
			.query("select address from sendpost_recipient where email_id = ? and status <> 'DROPPED' order by number",
					(row, number) -> EmailAddress.parse(Objects.requireNonNull(row.getString("address"))),
					store.platform().parameter(event.emailId()));
	}

}
