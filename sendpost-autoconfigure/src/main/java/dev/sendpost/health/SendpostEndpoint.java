package dev.sendpost.health;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStream;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.Submitter;
import dev.sendpost.domain.InvalidSendingDomainException;
import dev.sendpost.domain.SendingDomain;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.SuppressionScope;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.transport.Transports;
import dev.sendpost.webhook.inbound.WebhookRefusals;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The actuator endpoint {@code sendpost}: shows how things stand, without secrets, and
 * holds mail up, looks for the records of a domain, and lifts suppressions.
 */
@Endpoint(id = "sendpost")
public final class SendpostEndpoint {

	private static final int MAX_DOMAINS = 100;

	private final Transports transports;

	private final @Nullable MailQueue queue;

	private final @Nullable SubAccounts subAccounts;

	private final @Nullable SendingDomains domains;

	private final @Nullable Suppressions suppressions;

	private final @Nullable MailStatistics statistics;

	private final @Nullable WebhookRefusals refusals;

	/**
	 * Create an endpoint. What is {@code null} is not there.
	 * @param transports the transports
	 * @param queue the queue
	 * @param subAccounts the sub-accounts
	 * @param domains the sending domains
	 * @param suppressions the suppressions
	 * @param statistics the statistics
	 * @param refusals the webhooks that were refused
	 */
	public SendpostEndpoint(Transports transports, @Nullable MailQueue queue, @Nullable SubAccounts subAccounts,
			@Nullable SendingDomains domains, @Nullable Suppressions suppressions, @Nullable MailStatistics statistics,
			@Nullable WebhookRefusals refusals) {
		this.transports = transports;
		this.queue = queue;
		this.subAccounts = subAccounts;
		this.domains = domains;
		this.suppressions = suppressions;
		this.statistics = statistics;
		this.refusals = refusals;
	}

	/**
	 * How things stand.
	 * @return transports, queue, sub-accounts, domains, the counts of the day, and
	 * refused webhooks
	 */
	@ReadOperation
	public SendpostDescriptor state() {
		return SendpostDescriptor.of(this.transports, this.queue, this.subAccounts, domains(), this.statistics,
				(this.refusals != null) ? this.refusals.counts() : null);
	}

	private @Nullable List<SendingDomain> domains() {
		return (this.domains != null) ? this.domains.list(null, MAX_DOMAINS).domains() : null;
	}

	/**
	 * What is known of one thing.
	 * @param kind {@code domains} or {@code suppressions}
	 * @param name the domain, or the address
	 * @param subAccount the sub-account that it is about: by default a shared domain, or
	 * mail of the default one
	 * @param stream the kind of mail that an address might get
	 * @return the domain with its records, or whether and why the address gets no mail;
	 * {@code null} if there is no such thing
	 */
	@ReadOperation
	public @Nullable Object find(@Selector Kind kind, @Selector String name, @Nullable String subAccount,
			@Nullable EmailStream stream) {
		return answering(() -> switch (kind) {
			case DOMAINS -> domain(name, subAccount);
			case SUPPRESSIONS -> (this.suppressions != null)
					? SuppressionDescriptor.of(this.suppressions.explain(EmailAddress.parse(name),
							(subAccount != null) ? subAccount : Submitter.DEFAULT_SUB_ACCOUNT,
							(stream != null) ? stream : EmailStream.TRANSACTIONAL))
					: null;
			default -> null;
		});
	}

	/**
	 * Hold up or let go all mail.
	 * @param kind {@code queue}
	 * @param paused whether nothing is to be sent
	 * @return what is paused now
	 */
	@WriteOperation
	public Map<String, Object> hold(@Selector Kind kind, boolean paused) {
		MailQueue queue = queue();
		if (kind != Kind.QUEUE) {
			throw new InvalidEndpointRequestException("only the queue is paused as a whole",
					"Only the queue is paused as a whole; name the transport or the sub-account");
		}
		if (paused) {
			queue.pause();
		}
		else {
			queue.resume();
		}
		return Map.of("paused", paused);
	}

	/**
	 * Hold up or let go mail by one transport or of one sub-account, or look for the
	 * records of a domain now.
	 * @param kind {@code transports}, {@code sub-accounts}, or {@code domains}
	 * @param name which one
	 * @param paused whether nothing is to be sent; not for domains
	 * @param subAccount the sub-account of the domain, or {@code null} for a shared one
	 * @return what was done, or the domain with what was found; {@code null} if there is
	 * no such thing
	 */
	@WriteOperation
	public @Nullable Object change(@Selector Kind kind, @Selector String name, @Nullable Boolean paused,
			@Nullable String subAccount) {
		return answering(() -> switch (kind) {
			case TRANSPORTS -> this.transports.names().contains(name) ? holdTransport(name, required(paused)) : null;
			case SUB_ACCOUNTS -> (this.subAccounts == null || this.subAccounts.find(name).isPresent())
					? holdSubAccount(name, required(paused)) : null;
			case DOMAINS -> check(name, subAccount);
			default -> null;
		});
	}

	private static boolean required(@Nullable Boolean paused) {
		if (paused == null) {
			throw new InvalidEndpointRequestException("paused is missing", "Say whether it is to be 'paused'");
		}
		return paused;
	}

	private Map<String, Object> holdTransport(String name, boolean paused) {
		if (paused) {
			queue().pauseTransport(name);
		}
		else {
			queue().resumeTransport(name);
		}
		return Map.of("transport", name, "paused", paused);
	}

	private Map<String, Object> holdSubAccount(String name, boolean paused) {
		if (paused) {
			queue().pauseSubAccount(name);
		}
		else {
			queue().resumeSubAccount(name);
		}
		return Map.of("subAccount", name, "paused", paused);
	}

	private MailQueue queue() {
		if (this.queue == null) {
			throw new InvalidEndpointRequestException("there is no queue", "Without a store nothing waits");
		}
		return this.queue;
	}

	private @Nullable SendingDomain domain(String name, @Nullable String subAccount) {
		return (this.domains != null) ? this.domains.find(name, subAccount).orElse(null) : null;
	}

	private @Nullable SendingDomain check(String name, @Nullable String subAccount) {
		SendingDomain found = domain(name, subAccount);
		return (found != null && this.domains != null) ? this.domains.verify(found.id()).orElse(null) : null;
	}

	/**
	 * Let an address, or a domain, get mail again.
	 * @param kind {@code suppressions}
	 * @param name the address or domain
	 * @param subAccount the sub-account whose suppression it is, or {@code null} for that
	 * of the account
	 * @return how many suppressions were lifted, {@code null} if there was none
	 */
	@DeleteOperation
	public @Nullable Map<String, Object> lift(@Selector Kind kind, @Selector String name, @Nullable String subAccount) {
		Suppressions suppressions = this.suppressions;
		if (kind != Kind.SUPPRESSIONS || suppressions == null) {
			return null;
		}
		return answering(() -> {
			int lifted = suppressions.lift(name, new SuppressionScope(subAccount));
			return (lifted > 0) ? Map.of("lifted", lifted) : null;
		});
	}

	/**
	 * What is wrong with a name is the asker's mistake.
	 */
	private static <T> @Nullable T answering(Answer<T> answer) {
		try {
			return answer.get();
		}
		catch (InvalidEmailException | InvalidSendingDomainException ex) {
			throw new InvalidEndpointRequestException(String.valueOf(ex.getMessage()), ex.getMessage());
		}
	}

	/**
	 * Looks something up.
	 */
	private interface Answer<T> {

		@Nullable T get();

	}

	/**
	 * What there is to look at.
	 */
	public enum Kind {

		/** All mail that waits. */
		QUEUE,

		/** Transports. */
		TRANSPORTS,

		/** Sub-accounts. */
		SUB_ACCOUNTS,

		/** Sending domains. */
		DOMAINS,

		/** Who must not get mail. */
		SUPPRESSIONS;

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
