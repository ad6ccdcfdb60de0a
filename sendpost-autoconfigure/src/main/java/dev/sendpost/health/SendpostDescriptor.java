package dev.sendpost.health;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sendpost.EmailStatus;
import dev.sendpost.domain.DomainRecord;
import dev.sendpost.domain.SendingDomain;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.outbox.QueueState;
import dev.sendpost.statistics.MailCounts;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.transport.Transports;
import org.jspecify.annotations.Nullable;

/**
 * How things stand, for the actuator. What is {@code null} is not there.
 *
 * @param transports the transports
 * @param queue what waits
 * @param subAccounts the sub-accounts
 * @param domains the first hundred sending domains
 * @param today what became of mail today, by UTC
 * @param refusedWebhooks how many webhooks this node refused since it started, by source
 * and reason
 */
public record SendpostDescriptor(List<TransportDescriptor> transports, @Nullable QueueDescriptor queue,
		@Nullable List<SubAccountDescriptor> subAccounts, @Nullable List<DomainDescriptor> domains,
		@Nullable MailCounts today, @Nullable Map<String, Map<String, Long>> refusedWebhooks) {

	static SendpostDescriptor of(Transports transports, @Nullable MailQueue queue, @Nullable SubAccounts subAccounts,
			@Nullable List<SendingDomain> domains, @Nullable MailStatistics statistics,
			@Nullable Map<String, Map<String, Long>> refusedWebhooks) {
		QueueState state = (queue != null) ? queue.state() : null;
		Set<String> pausedTransports = (state != null) ? state.pausedTransports() : Set.of();
		Set<String> pausedSubAccounts = (state != null) ? state.pausedSubAccounts() : Set.of();
		return new SendpostDescriptor(
				transports.names()
					.stream()
					.map((name) -> new TransportDescriptor(name, transports.isLeftAlone(name),
							pausedTransports.contains(name)))
					.toList(),
				(state != null) ? new QueueDescriptor(state.depth(), state.delay().toMillis(), state.paused()) : null,
				(subAccounts != null) ? subAccounts.list()
					.stream()
					.map((subAccount) -> SubAccountDescriptor.of(subAccount,
							pausedSubAccounts.contains(subAccount.name())))
					.toList() : null,
				(domains != null) ? domains.stream().map(DomainDescriptor::of).toList() : null,
				(statistics != null) ? statistics.today() : null, refusedWebhooks);
	}

	/**
	 * A transport.
	 *
	 * @param name its name
	 * @param leftAlone whether it is left alone for now, after failures
	 * @param paused whether it is paused
	 */
	public record TransportDescriptor(String name, boolean leftAlone, boolean paused) {

	}

	/**
	 * What waits.
	 *
	 * @param depth how many messages wait in each status
	 * @param delay for how long the oldest message that is due has been, in milliseconds
	 * @param paused whether everything is paused
	 */
	public record QueueDescriptor(Map<EmailStatus, Long> depth, long delay, boolean paused) {

	}

	/**
	 * A sub-account.
	 *
	 * @param name its name
	 * @param displayName what people call it
	 * @param route the route of its mail, if it has its own
	 * @param blocked why it may not send, if it may not
	 * @param paused whether its mail is paused
	 * @param configured whether properties define it
	 */
	public record SubAccountDescriptor(String name, String displayName, @Nullable String route,
			@Nullable String blocked, boolean paused, boolean configured) {

		private static SubAccountDescriptor of(SubAccount subAccount, boolean paused) {
			return new SubAccountDescriptor(subAccount.name(), subAccount.displayName(), subAccount.settings().route(),
					(subAccount.block() != null) ? subAccount.block().reason() : null, paused, subAccount.configured());
		}

	}

	/**
	 * A sending domain.
	 *
	 * @param name its name
	 * @param subAccount the sub-account that it is for, or {@code null} if all share it
	 * @param verified whether all its required records were found
	 * @param missing the host names of those that were not
	 * @param checkedAt when they were last looked for
	 */
	public record DomainDescriptor(String name, @Nullable String subAccount, boolean verified, List<String> missing,
			@Nullable Instant checkedAt) {

		private static DomainDescriptor of(SendingDomain domain) {
			return new DomainDescriptor(domain.name(), domain.subAccount(), domain.verified(),
					domain.missing().stream().map(DomainRecord::host).toList(), domain.checkedAt());
		}

	}

}
