package dev.sendpost.suppression;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

import dev.sendpost.EmailAddress;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;

import org.springframework.core.Ordered;

/**
 * Keeps mail from those who must not get it. Asked at intake, so that the sender knows at
 * once, and again at dispatch, since much may have happened in between.
 */
public final class SuppressionPolicy implements MailPolicy, Ordered {

	/** Where the policy stands among others. */
	public static final int ORDER = -200;

	private final SuppressionLookup lookup;

	/**
	 * Create a policy.
	 * @param suppressions who must not get mail
	 */
	public SuppressionPolicy(Suppressions suppressions) {
		this.lookup = suppressions.lookup();
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void atIntake(PolicyMessage message) {
		drop(message, find(message.recipients(), message.submitter().subAccount(), this.lookup::findCheaply));
	}

	@Override
	public void atDispatch(PolicyMessage message) {
		drop(message, find(message.recipients(), message.submitter().subAccount(), this.lookup::find));
	}

	@Override
	public void afterRecipientsWereAdded(PolicyMessage message) {
		atDispatch(message);
	}

	@Override
	public MailPolicy forIntakeOf(Collection<PolicyMessage> messages) {
		if (messages.size() < 2) {
			return this;
		}
		String subAccount = messages.iterator().next().submitter().subAccount();
		Set<EmailAddress> recipients = new HashSet<>();
		messages.stream()
			.filter((message) -> message.submitter().subAccount().equals(subAccount))
			.forEach((message) -> recipients.addAll(message.recipients()));
		return new Prepared(subAccount, recipients, find(recipients, subAccount, this.lookup::findCheaply));
	}

	private static Map<EmailAddress, List<Suppression>> find(Collection<EmailAddress> recipients, String subAccount,
			BiFunction<Collection<EmailAddress>, String, Map<EmailAddress, List<Suppression>>> search) {
		return recipients.isEmpty() ? Map.of() : search.apply(recipients, subAccount);
	}

	private static void drop(PolicyMessage message, Map<EmailAddress, List<Suppression>> found) {
		if (found.isEmpty()) {
			return;
		}
		Map<EmailAddress, String> dropped = new LinkedHashMap<>();
		for (EmailAddress recipient : message.recipients()) {
			Suppressions.blocking(found.getOrDefault(recipient, List.of()), message.email().stream())
				.ifPresent((suppression) -> dropped.put(recipient, suppression.describe()));
		}
		message.drop(dropped);
	}

	/**
	 * The policy for messages whose recipients were looked up together.
	 */
	private final class Prepared implements MailPolicy {

		private final String subAccount;

		private final Set<EmailAddress> known;

		private final Map<EmailAddress, List<Suppression>> found;

		Prepared(String subAccount, Set<EmailAddress> known, Map<EmailAddress, List<Suppression>> found) {
			this.subAccount = subAccount;
			this.known = known;
			this.found = found;
		}

		@Override
		public void atIntake(PolicyMessage message) {
			if (message.submitter().subAccount().equals(this.subAccount)
					&& this.known.containsAll(message.recipients())) {
				drop(message, this.found);
			}
			else {
				SuppressionPolicy.this.atIntake(message);
			}
		}

	}

}
