package dev.sendpost.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.sendpost.Email;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.MailRejectedException;
import dev.sendpost.Receipt;
import dev.sendpost.audience.AudienceException;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.Contact;
import dev.sendpost.audience.ContactLists;
import dev.sendpost.audience.ContactStatus;
import dev.sendpost.campaign.StoredCampaign.Phase;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with a campaign, a transaction at a time. The messages of some members and the
 * note of how far the campaign is are written in one transaction, which holds the lock on
 * the campaign: so each member gets its message once, whatever dies in between.
 */
final class CampaignSteps {

	/** How long to wait where nobody knows how long it takes. */
	private static final Duration RETRY = Duration.ofSeconds(10);

	private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

	private final Store store;

	private final JdbcCampaigns campaigns;

	private final CampaignRules rules;

	private final Audiences audiences;

	private final Supplier<MailGateway> gateway;

	private final CampaignReports reports;

	private final CampaignRecall recall;

	private final Predicate<String> removed;

	private final int chunkSize;

	CampaignSteps(Store store, JdbcCampaigns campaigns, CampaignRules rules, CampaignReports reports,
			Audiences audiences, Supplier<MailGateway> gateway, Predicate<String> removed, int chunkSize) {
		this.store = store;
		this.campaigns = campaigns;
		this.rules = rules;
		this.audiences = audiences;
		this.gateway = gateway;
		this.reports = reports;
		this.recall = new CampaignRecall();
		this.removed = removed;
		this.chunkSize = chunkSize;
	}

	/**
	 * Take the next step of a campaign, if its time has come and no other node is at it.
	 * @return when to take the one after, or {@code null} if there is none, or not here
	 */
	@Nullable Instant take(UUID id) {
		try {
			return this.store.inCallersTransaction(() -> take(id, true));
		}
		catch (AsRefusedException ex) {
			return this.store.inCallersTransaction(() -> take(id, false));
		}
		catch (ObstacleException ex) {
			return this.store.inCallersTransaction(() -> pause(id, ex));
		}
	}

	private @Nullable Instant take(UUID id, boolean probing) {
		StoredCampaign stored = this.campaigns.claim(id).orElse(null);
		if (stored == null || stored.nextAt() == null) {
			return null;
		}
		Instant now = this.store.now();
		if (stored.nextAt().isAfter(now)) {
			return stored.nextAt();
		}
		MailGateway gateway;
		try {
			gateway = this.gateway.get().forSubmitter(stored.submitter());
		}
		catch (InvalidEmailException ex) {
			return withoutSubAccount(stored, now);
		}
		StoredCampaign after = switch (stored.phase()) {
			case ALL, TRIAL, REST ->
				send((stored.campaign().startedAt() != null) ? stored : begin(stored, now), gateway, now, probing);
			case DECIDE -> stored.entering(Phase.REST, now, this.reports.winner(stored));
			case RECALL -> this.recall.callBack(stored, gateway, now);
		};
		this.campaigns.update(after);
		return after.nextAt();
	}

	/**
	 * Another node may know the sub-account that this one does not, unless it was
	 * removed: then what waits is dropped when its time comes.
	 */
	private @Nullable Instant withoutSubAccount(StoredCampaign stored, Instant now) {
		if (this.removed.test(stored.subAccount())) {
			this.campaigns.update(stored.cancelled(now, "the sub-account was removed").due(null));
		}
		return null;
	}

	/**
	 * Pause a campaign, unless it was cancelled after the step that met the obstacle was
	 * undone.
	 */
	private @Nullable Instant pause(UUID id, ObstacleException obstacle) {
		this.campaigns.claim(id)
			.filter((stored) -> stored.campaign().status() != CampaignStatus.CANCELLED)
			.ifPresent((stored) -> this.campaigns.update(stored.paused(obstacle.getMessage())));
		return null;
	}

	private StoredCampaign begin(StoredCampaign stored, Instant now) {
		CampaignDetails details = stored.campaign().details();
		SubjectTest test = details.subjectTest();
		try {
			long audience = this.audiences.forSubAccount(stored.subAccount())
				.lists()
				.countMembers(details.list(), details.topic(), now);
			return stored.started(now, audience, (test != null && test.hasWinner()) ? Phase.TRIAL : Phase.ALL);
		}
		catch (AudienceException ex) {
			throw new ObstacleException(ex.getMessage());
		}
	}

	private StoredCampaign send(StoredCampaign stored, MailGateway gateway, Instant now, boolean probing) {
		Campaign campaign = stored.campaign();
		CampaignRate rate = campaign.details().rate();
		Variants variants = new Variants(stored);
		int size = (rate != null) ? rate.atOnce(this.chunkSize) : this.chunkSize;
		List<Contact> members = members(stored, size);
		List<Contact> mailed = members.stream()
			.filter((member) -> member.status() == ContactStatus.SUBSCRIBED && variants.concern(member.id()))
			.toList();
		List<Email> emails = mailed.isEmpty() ? List.of()
				: CampaignMail.compose(campaign, mailed, (contact) -> variants.of(contact.id()));
		List<Receipt> receipts = emails.isEmpty() ? List.of() : gateway.send(emails);
		int accepted = untilRefusedForNow(receipts);
		Email refused = null;
		CampaignLosses losses = new CampaignLosses();
		UUID last = stored.last();
		int next = 0;
		boolean stopped = false;
		for (Contact member : members) {
			if (variants.concern(member.id())) {
				if (member.status() != ContactStatus.SUBSCRIBED) {
					losses.exclude(member);
				}
				else if (next == accepted) {
					stopped = true;
					break;
				}
				else if (!losses.add(receipts.get(next++)) && refused == null) {
					refused = emails.get(next - 1);
				}
			}
			last = member.id();
		}
		if (probing && refused != null && losses.queued() == 0) {
			probe(gateway, refused);
		}
		this.campaigns.add(campaign.id(), losses.list());
		Instant nextAt = stopped ? now.plus(wait(receipts.get(accepted))) : paced(stored, rate, losses.queued(), now);
		StoredCampaign advanced = stored.advanced(last, nextAt, losses.progress());
		return (stopped || members.size() == size) ? advanced : endOfPhase(advanced, now);
	}

	private List<Contact> members(StoredCampaign stored, int size) {
		CampaignDetails details = stored.campaign().details();
		try {
			this.rules.requireReady(stored.subAccount(), details);
			ContactLists lists = this.audiences.forSubAccount(stored.subAccount()).lists();
			return lists.membersAfter(details.list(), details.topic(), stored.campaign().startedAt(), stored.last(),
					size);
		}
		catch (CampaignException | AudienceException ex) {
			throw new ObstacleException(ex.getMessage());
		}
	}

	/**
	 * How many messages come before the first that was not accepted for now.
	 * @throws IllegalStateException if one after it was accepted, which would then be
	 * sent again with those before it
	 */
	private static int untilRefusedForNow(List<Receipt> receipts) {
		int accepted = 0;
		while (accepted < receipts.size() && receipts.get(accepted).retryAfter() == null) {
			accepted++;
		}
		if (receipts.subList(accepted, receipts.size()).stream().anyMatch((receipt) -> receipt.retryAfter() == null)) {
			throw new IllegalStateException("some messages of a campaign are not accepted for now: "
					+ receipts.get(accepted).outcomes().get(0).reason());
		}
		return accepted;
	}

	private static Duration wait(Receipt receipt) {
		Duration wait = Optional.ofNullable(receipt.retryAfter()).filter((known) -> !known.isZero()).orElse(RETRY);
		return (wait.compareTo(SHORTEST_WAIT) < 0) ? SHORTEST_WAIT : wait;
	}

	/**
	 * When as many messages may be followed by others. Time that a step was late is made
	 * up for, as far as that is no more than the step takes.
	 */
	private static Instant paced(StoredCampaign stored, @Nullable CampaignRate rate, long queued, Instant now) {
		if (rate == null || queued == 0 || stored.nextAt() == null) {
			return now;
		}
		Duration time = rate.time((int) queued);
		Instant earliest = now.minus(time);
		return (stored.nextAt().isBefore(earliest) ? earliest : stored.nextAt()).plus(time);
	}

	/**
	 * Find out why no message at all was accepted. What is wrong with the campaign stops
	 * it, before all contacts are lost; what is wrong with the contact does not.
	 */
	private static void probe(MailGateway gateway, Email refused) {
		try {
			gateway.send(refused);
		}
		catch (InvalidEmailException ex) {
			if (ex.getField().equals("variables")) {
				return;
			}
			throw new ObstacleException(ex.getMessage());
		}
		catch (MailRejectedException ex) {
			throw new ObstacleException(ex.getMessage());
		}
		throw new AsRefusedException();
	}

	private static StoredCampaign endOfPhase(StoredCampaign stored, Instant now) {
		SubjectTest test = stored.campaign().details().subjectTest();
		if (stored.phase() == Phase.TRIAL && test != null) {
			return stored.entering(Phase.DECIDE, now.plus(test.decideAfter()), null);
		}
		return stored.completed(now);
	}

	/**
	 * Something keeps a whole campaign from going on.
	 */
	private static final class ObstacleException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		ObstacleException(@Nullable String message) {
			super(message);
		}

	}

	/**
	 * Messages that were refused are not wrong in themselves: undo that they were tried
	 * again.
	 */
	private static final class AsRefusedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
