package dev.sendpost.webhook.inbound.format;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import dev.sendpost.EmailAddress;
import dev.sendpost.EnhancedStatusCode;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.Engagement;
import org.jspecify.annotations.Nullable;

/**
 * One event as a provider reports it.
 *
 * @param id what identifies the event at the provider, the same if it is reported again;
 * {@code null} if nothing does but its content
 * @param type what the provider calls this kind of event
 * @param meaning what kind of fact that is, or {@code null} if it is none we record
 * @param providerMessageIds the ids that the provider knows the message by, the one it
 * answered when it took the message among them; possibly none
 * @param messageId the message's {@code Message-ID}, or {@code null} if it is not told
 * @param recipient whom it is about, or {@code null} if it does not say
 * @param occurredAt when it happened, or {@code null} if it does not say
 * @param statusCode the enhanced status code. {@code null} if there is none: a bounce
 * without one is taken to be about the recipient and final.
 * @param serverText the reply of the recipient's server, or {@code null}
 * @param reason why it came to this, in words for a person, or {@code null}
 * @param engagement what is known of an open or a click, or {@code null}
 */
public record ReportedEvent(@Nullable String id, String type, @Nullable DeliveryEventType meaning,
		List<String> providerMessageIds, @Nullable String messageId, @Nullable EmailAddress recipient,
		@Nullable Instant occurredAt, @Nullable EnhancedStatusCode statusCode, @Nullable String serverText,
		@Nullable String reason, @Nullable Engagement engagement) {

	/**
	 * Create an event.
	 */
	public ReportedEvent {
		providerMessageIds = List.copyOf(providerMessageIds);
	}

	/**
	 * Describe an event.
	 * @param type what the provider calls this kind of event
	 * @param meaning what kind of fact that is, or {@code null} if it is none we record
	 * @return what the rest is told to
	 */
	public static Builder of(String type, @Nullable DeliveryEventType meaning) {
		return new Builder(type, meaning);
	}

	/**
	 * Takes the parts of an event. What is not told is {@code null}.
	 */
	public static final class Builder {

		private final String type;

		private @Nullable DeliveryEventType meaning;

		private @Nullable String id;

		private List<String> providerMessageIds = List.of();

		private @Nullable String messageId;

		private @Nullable EmailAddress recipient;

		private @Nullable Instant occurredAt;

		private @Nullable EnhancedStatusCode statusCode;

		private @Nullable String serverText;

		private @Nullable String reason;

		private @Nullable Engagement engagement;

		private Builder(String type, @Nullable DeliveryEventType meaning) {
			this.type = type;
			this.meaning = meaning;
		}

		/**
		 * What identifies the event at the provider.
		 * @param id the id, or {@code null}
		 * @return this
		 */
		public Builder id(@Nullable String id) {
			this.id = id;
			return this;
		}

		/**
		 * The ids that the provider knows the message by.
		 * @param ids the ids; those that are {@code null} are left out
		 * @return this
		 */
		public Builder providerMessageIds(@Nullable String... ids) {
			this.providerMessageIds = Arrays.stream(ids).filter(Objects::nonNull).distinct().toList();
			return this;
		}

		/**
		 * The message's {@code Message-ID}.
		 * @param messageId the header, or {@code null}
		 * @return this
		 */
		public Builder messageId(@Nullable String messageId) {
			this.messageId = messageId;
			return this;
		}

		/**
		 * Whom it is about.
		 * @param recipient the recipient, or {@code null}
		 * @return this
		 */
		public Builder recipient(@Nullable EmailAddress recipient) {
			this.recipient = recipient;
			return this;
		}

		/**
		 * When it happened.
		 * @param occurredAt the time, or {@code null}
		 * @return this
		 */
		public Builder occurredAt(@Nullable Instant occurredAt) {
			this.occurredAt = occurredAt;
			return this;
		}

		/**
		 * What the recipient's server, or the provider, says about it.
		 * @param statusCode the enhanced status code, or {@code null}
		 * @param serverText the server's reply, or {@code null}
		 * @param reason why it came to this, or {@code null}
		 * @return this
		 */
		public Builder said(@Nullable EnhancedStatusCode statusCode, @Nullable String serverText,
				@Nullable String reason) {
			this.statusCode = statusCode;
			this.serverText = serverText;
			this.reason = reason;
			return this;
		}

		/**
		 * What is known of an open or a click.
		 * @param engagement what is known, or {@code null}
		 * @return this
		 */
		public Builder engagement(@Nullable Engagement engagement) {
			this.engagement = engagement;
			return this;
		}

		/**
		 * That the recipient did not get it.
		 */
		Builder refused(Refusal refusal, @Nullable EnhancedStatusCode statusCode, @Nullable String serverText,
				@Nullable String reason) {
			this.meaning = refusal.meaning();
			return said(refusal.code((statusCode != null) ? statusCode : EventJson.codeIn(serverText)), serverText,
					reason);
		}

		/**
		 * The event.
		 * @return the event
		 */
		public ReportedEvent build() {
			return new ReportedEvent(this.id, this.type, this.meaning, this.providerMessageIds, this.messageId,
					this.recipient, this.occurredAt, this.statusCode, this.serverText, this.reason, this.engagement);
		}

	}

}
