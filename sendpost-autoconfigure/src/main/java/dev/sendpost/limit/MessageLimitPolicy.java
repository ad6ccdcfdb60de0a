package dev.sendpost.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailLimitExceededException;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.subaccount.SubAccountLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Keeps sub-accounts to how many messages they may send, to how many people and how
 * large. Messages that policies keep from all recipients do not count.
 */
public final class MessageLimitPolicy implements MailPolicy, Ordered {

	/** After the policies that may leave a message nobody to go to. */
	public static final int ORDER = -100;

	private final SubAccountRates limits;

	private final TokenBuckets buckets;

	/**
	 * Create a policy.
	 * @param limits the limits
	 * @param buckets counts the messages
	 */
	public MessageLimitPolicy(SubAccountRates limits, TokenBuckets buckets) {
		this.limits = limits;
		this.buckets = buckets;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void atIntake(PolicyMessage message) {
		String subAccount = message.submitter().subAccount();
		SubAccountLimits limits = this.limits.of(subAccount);
		requireFewRecipients(message.email(), limits.maxRecipients());
		requireSmall(message.email(), limits.maxMessageSize());
		List<Rate> rates = rates(limits);
		if (rates.isEmpty() || message.recipients().isEmpty()) {
			return;
		}
		// Tests must not use up what live mail needs.
		String counted = (message.submitter().test() ? "test-messages:" : "messages:") + subAccount;
		this.buckets.take(counted, rates).ifPresent((wait) -> {
			throw new MailLimitExceededException("The sub-account '" + subAccount + "' may send no more than "
					+ describe(limits) + "; there is room again in " + RequestLimits.seconds(wait) + " s", wait);
		});
	}

	private static void requireFewRecipients(Email email, @Nullable Integer max) {
		int recipients = email.recipients().size();
		if (max != null && recipients > max) {
			throw new InvalidEmailException("to",
					"the e-mail has " + recipients + " recipients, and no more than " + max + " are allowed");
		}
	}

	private static void requireSmall(Email email, @Nullable Long max) {
		if (max == null) {
			return;
		}
		long size = length(email.text()) + length(email.html()) + length(email.amp());
		for (Attachment attachment : email.attachments()) {
			size += Math.max(0, attachment.size());
		}
		if (email.verbatim() != null) {
			size += email.verbatim().size();
		}
		if (size > max) {
			throw new InvalidEmailException("attachments",
					"the e-mail has " + size + " octets, and no more than " + max + " are allowed");
		}
	}

	private static long length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

	private static List<Rate> rates(SubAccountLimits limits) {
		List<Rate> rates = new ArrayList<>(2);
		if (limits.messagesPerHour() != null) {
			rates.add(new Rate(limits.messagesPerHour(), Duration.ofHours(1)));
		}
		if (limits.messagesPerDay() != null) {
			rates.add(new Rate(limits.messagesPerDay(), Duration.ofDays(1)));
		}
		return rates;
	}

	private static String describe(SubAccountLimits limits) {
		List<String> rates = new ArrayList<>(2);
		if (limits.messagesPerHour() != null) {
			rates.add(limits.messagesPerHour() + " e-mails in an hour");
		}
		if (limits.messagesPerDay() != null) {
			rates.add(limits.messagesPerDay() + " e-mails in a day");
		}
		return String.join(" and ", rates);
	}

}
