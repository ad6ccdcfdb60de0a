package dev.sendpost.event;

import java.time.Instant;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.EnhancedStatusCode;
import dev.sendpost.RecipientOutcome;
import org.jspecify.annotations.Nullable;

/**
 * One fact about one message. Published as an application event once it is recorded for
 * good, so an {@code @EventListener} with this type as its parameter hears of it.
 *
 * @param id identifies the fact: reported again under the same id, it is known already
 * @param emailId the id of the message
 * @param recipient whom it is about, or {@code null} if it is about all recipients
 * @param type what happened
 * @param occurredAt when it happened, by the clock of whoever reports it
 * @param source who reports it: {@code gateway}, or the name of a provider
 * @param transport the name of the transport that gave the outcome, or {@code null}
 * @param statusCode the enhanced status code, or {@code null} if there was none
 * @param serverText the server's reply, word for word, or {@code null} if there was none
 * @param reason why it came to this, in words for a person, or {@code null}
 * @param perhapsSent whether the server may have taken the message although it did not
 * say so
 * @param providerMessageId the id that the provider gave the message, or {@code null}
 * @param engagement what is known about an open or a click, or {@code null} if it is
 * neither or nothing is known
 */
public record DeliveryEvent(UUID id, UUID emailId, @Nullable EmailAddress recipient, DeliveryEventType type,
		Instant occurredAt, String source, @Nullable String transport, @Nullable EnhancedStatusCode statusCode,
		@Nullable String serverText, @Nullable String reason, boolean perhapsSent, @Nullable String providerMessageId,
		@Nullable Engagement engagement) {

	/** The source of facts that this application knows itself. */
	public static final String GATEWAY = "gateway";

	/**
	 * Create a fact that tells nothing of a provider's id and of opens and clicks.
	 * @param id identifies the fact
	 * @param emailId the id of the message
	 * @param recipient whom it is about, or {@code null} if it is about all recipients
	 * @param type what happened
	 * @param occurredAt when it happened
	 * @param source who reports it
	 * @param transport the name of the transport, or {@code null}
	 * @param statusCode the enhanced status code, or {@code null} if there was none
	 * @param serverText the server's reply, or {@code null} if there was none
	 * @param reason why it came to this, or {@code null}
	 * @param perhapsSent whether the server may have taken the message
	 */
	public DeliveryEvent(UUID id, UUID emailId, @Nullable EmailAddress recipient, DeliveryEventType type,
			Instant occurredAt, String source, @Nullable String transport, @Nullable EnhancedStatusCode statusCode,
			@Nullable String serverText, @Nullable String reason, boolean perhapsSent) {
		this(id, emailId, recipient, type, occurredAt, source, transport, statusCode, serverText, reason, perhapsSent,
				null, null);
	}

	/**
	 * The fact that a recipient came to an outcome.
	 * @param id identifies the fact
	 * @param emailId the id of the message
	 * @param outcome the outcome
	 * @param occurredAt when it happened
	 * @return the event
	 * @throws IllegalArgumentException if no event leads to the status of the outcome
	 */
	public static DeliveryEvent of(UUID id, UUID emailId, RecipientOutcome outcome, Instant occurredAt) {
		return new DeliveryEvent(id, emailId, outcome.recipient(), DeliveryEventType.of(outcome.status()), occurredAt,
				GATEWAY, outcome.transport(), outcome.statusCode(), outcome.serverText(), outcome.reason(),
				outcome.perhapsSent(), outcome.providerMessageId(), null);
	}

	/**
	 * A fact about all recipients of a message.
	 * @param id identifies the fact
	 * @param emailId the id of the message
	 * @param type what happened
	 * @param occurredAt when it happened
	 * @return the event
	 */
	public static DeliveryEvent of(UUID id, UUID emailId, DeliveryEventType type, Instant occurredAt) {
		return new DeliveryEvent(id, emailId, null, type, occurredAt, GATEWAY, null, null, null, null, false);
	}

	/**
	 * The same fact with what is known about an open or a click.
	 * @param engagement what is known
	 * @return the event
	 */
	public DeliveryEvent withEngagement(Engagement engagement) {
		return new DeliveryEvent(this.id, this.emailId, this.recipient, this.type, this.occurredAt, this.source,
				this.transport, this.statusCode, this.serverText, this.reason, this.perhapsSent, this.providerMessageId,
				engagement);
	}

}
