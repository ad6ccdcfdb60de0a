package dev.sendpost.autoconfigure;

import dev.sendpost.subaccount.SubAccountLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of limits. They hold for each sub-account that has no limits of its own.
 *
 * @param shared Whether the nodes of the application count together, through the
 * database. Otherwise each counts for itself.
 * @param requestsPerMinute How many requests may be made with a key in a minute.
 * @param messagesPerHour How many e-mails a sub-account may send in an hour.
 * @param messagesPerDay How many e-mails a sub-account may send in a day.
 * @param maxRecipients How many recipients an e-mail may have.
 * @param maxMessageSize How large an e-mail may be, before it is encoded.
 */
@ConfigurationProperties("sendpost.limits")
record LimitProperties(@DefaultValue("false") boolean shared, @Nullable Long requestsPerMinute,
		@Nullable Long messagesPerHour, @Nullable Long messagesPerDay, @Nullable Integer maxRecipients,
		@Nullable DataSize maxMessageSize) {

	SubAccountLimits defaults() {
		return new SubAccountLimits(this.requestsPerMinute, this.messagesPerHour, this.messagesPerDay,
				this.maxRecipients, (this.maxMessageSize != null) ? this.maxMessageSize.toBytes() : null);
	}

}
