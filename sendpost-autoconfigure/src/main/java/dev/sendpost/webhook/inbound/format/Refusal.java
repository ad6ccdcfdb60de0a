package dev.sendpost.webhook.inbound.format;

import java.util.Set;

import dev.sendpost.EnhancedStatusCode;
import dev.sendpost.event.DeliveryEventType;
import org.jspecify.annotations.Nullable;

/**
 * What a provider concludes from a refusal. Who draws conclusions from events goes by the
 * status code (RFC 3463), so one is chosen that says the same where the provider reports
 * none, or one that says something else.
 */
enum Refusal {

	/** The recipient cannot be reached, now and later. */
	HARD(DeliveryEventType.BOUNCED),

	/** The provider gave up on a recipient who may be reached another time. */
	SOFT(DeliveryEventType.BOUNCED),

	/** The provider goes on trying. */
	DEFERRED(DeliveryEventType.DEFERRED),

	/** Somebody does not want this message, or this sender. */
	POLICY(DeliveryEventType.BOUNCED),

	/** The provider could not send it, which says nothing about the recipient. */
	FAILED(DeliveryEventType.BOUNCED);

	/**
	 * Subjects of codes that are about the system, the protocol, the content or a policy.
	 */
	private static final Set<Integer> NOT_ABOUT_THE_RECIPIENT = Set.of(3, 5, 6, 7);

	private final DeliveryEventType meaning;

	Refusal(DeliveryEventType meaning) {
		this.meaning = meaning;
	}

	DeliveryEventType meaning() {
		return this.meaning;
	}

	/**
	 * The status code that says so.
	 * @param reported the one that was reported, or {@code null}
	 */
	@Nullable EnhancedStatusCode code(@Nullable EnhancedStatusCode reported) {
		return switch (this) {
			case HARD -> reported;
			case SOFT,
					DEFERRED ->
				(reported != null && reported.classCode() != 2)
						? new EnhancedStatusCode(4, reported.subject(), reported.detail())
						: new EnhancedStatusCode(4, 0, 0);
			case POLICY -> orElse(reported, new EnhancedStatusCode(5, 7, 0));
			case FAILED -> orElse(reported, new EnhancedStatusCode(5, 3, 0));
		};
	}

	private static EnhancedStatusCode orElse(@Nullable EnhancedStatusCode reported, EnhancedStatusCode other) {
		return (reported != null && reported.classCode() != 2 && NOT_ABOUT_THE_RECIPIENT.contains(reported.subject()))
				? reported : other;
	}

}
