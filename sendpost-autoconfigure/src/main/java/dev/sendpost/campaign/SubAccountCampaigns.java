package dev.sendpost.campaign;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBatch;
import dev.sendpost.Receipt;
import dev.sendpost.Submitter;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.Contact;
import dev.sendpost.audience.ContactList;
import dev.sendpost.campaign.CampaignException.Reason;
import dev.sendpost.campaign.StoredCampaign.Phase;
import dev.sendpost.statistics.StatisticsSeries;
import dev.sendpost.store.Store;
import dev.sendpost.template.TemplateException;
import org.jspecify.annotations.Nullable;

/**
 * The campaigns of a sub-account. Those of another do not exist here. Changes are made in
 * the caller's transaction.
 */
public final class SubAccountCampaigns {

	/** To how many addresses a test goes at most. */
	public static final int MAX_TEST_ADDRESSES = 20;

	private static final int MAX_PAGE = 1000;

	/** Whom a preview is for if the list is empty. */
	private static final EmailAddress NOBODY = EmailAddress.parse("reader@example.com");

	private final Campaigns campaigns;

	private final Store store;

	private final JdbcCampaigns stored;

	private final Audience audience;

	private final Submitter submitter;

	SubAccountCampaigns(Campaigns campaigns, Audience audience, Submitter submitter) {
		this.campaigns = campaigns;
		this.store = campaigns.store();
		this.stored = campaigns.stored();
		this.audience = audience;
		this.submitter = submitter;
	}

	/**
	 * Make a campaign.
	 * @param details what is set about it
	 * @return the campaign, a draft
	 * @throws CampaignException if there is no such list or topic, or what it says cannot
	 * be read
	 */
	public Campaign create(CampaignDetails details) {
		this.campaigns.rules().requireReadable(details);
		return this.store.inCallersTransaction(() -> {
			this.campaigns.rules().requireAudience(this.submitter.subAccount(), details);
			Campaign campaign = new Campaign(this.campaigns.newId(), details, CampaignStatus.DRAFT,
					this.submitter.test(), CampaignProgress.NONE, null, null, this.store.now(), null, null, null);
			this.stored.insert(new StoredCampaign(this.submitter.subAccount(), campaign, Phase.ALL, null, null));
			return campaign;
		});
	}

	/**
	 * Change what is set about a campaign that has not begun.
	 * @param id its id
	 * @param change gives the new details for the present ones
	 * @return the campaign as it is now
	 * @throws CampaignException if there is no such campaign, it has begun, there is no
	 * such list or topic, or what it says cannot be read
	 */
	public Campaign update(UUID id, UnaryOperator<CampaignDetails> change) {
		return this.store.inCallersTransaction(() -> {
			StoredCampaign before = lock(id);
			if (before.campaign().startedAt() != null || before.campaign().status() == CampaignStatus.SENDING
					|| before.campaign().status() == CampaignStatus.CANCELLED) {
				throw wrong(before, "cannot be changed");
			}
			StoredCampaign after = before.with(change.apply(before.campaign().details()));
			this.campaigns.rules().requireReadable(after.campaign().details());
			this.campaigns.rules().requireAudience(this.submitter.subAccount(), after.campaign().details());
			this.stored.updateDetails(after);
			return after.campaign();
		});
	}

	/**
	 * Find a campaign.
	 * @param id its id
	 * @return the campaign, or nothing if the sub-account has no such campaign
	 */
	public Optional<Campaign> find(UUID id) {
		return stored(id).map(StoredCampaign::campaign);
	}

	private Optional<StoredCampaign> stored(UUID id) {
		return this.stored.find(this.submitter.subAccount(), id).filter(this::isVisible);
	}

	private boolean isVisible(StoredCampaign campaign) {
		return campaign.campaign().test() || !this.submitter.test();
	}

	/**
	 * List campaigns, the latest first.
	 * @param after the id of the last campaign before, or {@code null} to begin
	 * @param size how many at most, up to 1,000
	 * @return the campaigns, none if there are no more
	 */
	public List<Campaign> list(@Nullable UUID after, int size) {
		return list(null, after, size);
	}

	/**
	 * List campaigns of a status, the latest first.
	 * @param status the status, or {@code null} for all
	 * @param after the id of the last campaign before, or {@code null} to begin
	 * @param size how many at most, up to 1,000
	 * @return the campaigns, none if there are no more
	 */
	public List<Campaign> list(@Nullable CampaignStatus status, @Nullable UUID after, int size) {
		return this.stored
			.page(this.submitter.subAccount(), this.submitter.test(), status, after,
					Math.max(1, Math.min(MAX_PAGE, size)))
			.stream()
			.map(StoredCampaign::campaign)
			.toList();
	}

	/**
	 * Count campaigns.
	 * @return how many there are for each status of which there are any
	 */
	public Map<CampaignStatus, Long> count() {
		return this.stored.count(this.submitter.subAccount(), this.submitter.test());
	}

	/**
	 * Let a draft begin at a time, or a scheduled campaign at another.
	 * @param id its id
	 * @param at the time; soon, if it has passed
	 * @return the campaign as it is now
	 * @throws CampaignException if there is no such campaign, it stands elsewhere, its
	 * list is gone, or its readers could not unsubscribe
	 */
	public Campaign schedule(UUID id, Instant at) {
		Instant millis = Instant.ofEpochMilli(at.toEpochMilli());
		return change(id, Set.of(CampaignStatus.DRAFT, CampaignStatus.SCHEDULED), "cannot be scheduled",
				(campaign, now) -> ready(campaign).scheduled(millis));
	}

	/**
	 * Let a draft or a scheduled campaign begin now.
	 * @param id its id
	 * @return the campaign as it is now
	 * @throws CampaignException if there is no such campaign, it stands elsewhere, its
	 * list is gone, or its readers could not unsubscribe
	 */
	public Campaign launch(UUID id) {
		return change(id, Set.of(CampaignStatus.DRAFT, CampaignStatus.SCHEDULED), "cannot be launched",
				(campaign, now) -> ready(campaign).sending(now));
	}

	/**
	 * Hand over no more messages for now, and do not begin. Those in the outbox go out.
	 * @param id its id
	 * @return the campaign as it is now
	 * @throws CampaignException if there is no such campaign, or it stands elsewhere
	 */
	public Campaign pause(UUID id) {
		return change(id, Set.of(CampaignStatus.SCHEDULED, CampaignStatus.SENDING, CampaignStatus.PAUSED),
				"cannot be paused", (campaign, now) -> (campaign.campaign().status() == CampaignStatus.PAUSED)
						? campaign : campaign.paused(null));
	}

	/**
	 * Let a paused campaign go on where it stopped, or begin at its time.
	 * @param id its id
	 * @return the campaign as it is now
	 * @throws CampaignException if there is no such campaign, it stands elsewhere, its
	 * list is gone, or its readers could not unsubscribe
	 */
	public Campaign resume(UUID id) {
		return change(id, Set.of(CampaignStatus.PAUSED), "is not paused", (stored, now) -> {
			Campaign campaign = ready(stored).campaign();
			Instant scheduledAt = campaign.scheduledAt();
			return (campaign.startedAt() == null && scheduledAt != null && scheduledAt.isAfter(now))
					? stored.scheduled(scheduledAt) : stored.sending(stored.nextAt());
		});
	}

	/**
	 * Give a campaign up. Messages that wait in the outbox are called back, soon and some
	 * at a time; also those of a completed campaign.
	 * @param id its id
	 * @return the campaign as it is now
	 * @throws CampaignException if there is no such campaign
	 */
	public Campaign cancel(UUID id) {
		return change(id, Set.of(CampaignStatus.values()), "cannot be cancelled",
				(campaign, now) -> (campaign.campaign().status() == CampaignStatus.CANCELLED) ? campaign
						: campaign.cancelled(now, null));
	}

	/**
	 * Remove a campaign that is not under way. What is known of its messages stays.
	 * @param id its id
	 * @return whether there was one
	 * @throws CampaignException if it is under way, or its messages are being called back
	 */
	public boolean remove(UUID id) {
		return this.store.inCallersTransaction(() -> {
			Optional<StoredCampaign> found = this.stored.lock(this.submitter.subAccount(), id).filter(this::isVisible);
			found.ifPresent((campaign) -> {
				CampaignStatus status = campaign.campaign().status();
				if (status == CampaignStatus.SENDING || status == CampaignStatus.PAUSED) {
					throw wrong(campaign, "cannot be removed; cancel it first");
				}
				if (status == CampaignStatus.CANCELLED && campaign.nextAt() != null) {
					throw wrong(campaign, "cannot be removed until its messages are called back");
				}
				this.stored.delete(id);
			});
			return found.isPresent();
		});
	}

	private StoredCampaign ready(StoredCampaign campaign) {
		this.campaigns.rules().requireReady(campaign.subAccount(), campaign.campaign().details());
		return campaign;
	}

	private Campaign change(UUID id, Set<CampaignStatus> from, String objection,
			BiFunction<StoredCampaign, Instant, StoredCampaign> change) {
		return this.store.inCallersTransaction(() -> {
			StoredCampaign before = lock(id);
			if (!from.contains(before.campaign().status())) {
				throw wrong(before, objection);
			}
			StoredCampaign after = change.apply(before, this.store.now());
			this.stored.update(after);
			Store.afterCommit(() -> this.campaigns.signal().raise(id));
			return after.campaign();
		});
	}

	private StoredCampaign lock(UUID id) {
		return this.stored.lock(this.submitter.subAccount(), id)
			.filter(this::isVisible)
			.orElseThrow(() -> CampaignException.unknown(id));
	}

	private static CampaignException wrong(StoredCampaign campaign, String objection) {
		return new CampaignException(Reason.WRONG_STATUS, "the campaign " + campaign.campaign().id() + " " + objection
				+ ": it is " + campaign.campaign().status());
	}

	/**
	 * Send what a campaign says to some addresses, each variant of it. These messages are
	 * none of the campaign's.
	 * @param id its id
	 * @param addresses up to {@value #MAX_TEST_ADDRESSES} addresses; what is known of one
	 * that is a contact is filled in
	 * @param variables what else to fill in, before what is known of a contact
	 * @return a receipt for each message, as of
	 * {@link dev.sendpost.MailGateway#send(Collection)}
	 * @throws CampaignException if there is no such campaign, or the addresses are none
	 * or too many
	 */
	public List<Receipt> sendTest(UUID id, Collection<EmailAddress> addresses, Map<String, String> variables) {
		if (addresses.isEmpty() || addresses.size() > MAX_TEST_ADDRESSES) {
			throw new CampaignException(Reason.INVALID,
					"a test goes to 1 to " + MAX_TEST_ADDRESSES + " addresses, not to " + addresses.size());
		}
		Campaign campaign = find(id).orElseThrow(() -> CampaignException.unknown(id));
		SubjectTest test = campaign.details().subjectTest();
		int variants = (test != null) ? test.alternatives().size() + 1 : 1;
		EmailBatch batch = EmailBatch.of(CampaignMail.common(campaign, addresses.iterator().next()));
		for (EmailAddress address : addresses) {
			Map<String, String> known = variables(address);
			known.putAll(variables);
			for (int variant = 0; variant < variants; variant++) {
				String subject = Variants.subject(campaign.details(), Variants.letter(variant));
				batch.to(address, known, (email) -> email.subject(subject));
			}
		}
		List<Email> emails = batch.emails();
		return this.campaigns.gateway()
			.forSubmitter(new Submitter(this.submitter.subAccount(), false, this.submitter.key(),
					campaign.test() || this.submitter.test()))
			.send(emails);
	}

	private Map<String, String> variables(EmailAddress address) {
		Map<String, String> known = new TreeMap<>(Map.of("contact_id", new UUID(0, 0).toString(), "email",
				address.address(), "name", Optional.ofNullable(address.name()).orElse("")));
		this.audience.contacts().find(address).ifPresent((contact) -> known.putAll(CampaignMail.variables(contact)));
		return known;
	}

	/**
	 * What a campaign says to a reader. Nothing is sent.
	 * @param id its id
	 * @param reader an address; what is known of one that is a contact is filled in. Or
	 * {@code null} for the first member of the list
	 * @return what it says
	 * @throws CampaignException if there is no such campaign
	 * @throws TemplateException if a variable is not known of the reader, or the template
	 * is none that is stored and published
	 */
	public CampaignPreview preview(UUID id, @Nullable EmailAddress reader) {
		return preview(find(id).orElseThrow(() -> CampaignException.unknown(id)).details(), reader);
	}

	/**
	 * What a campaign that is being written says to a reader. Nothing is sent or kept.
	 * @param details what is set about it so far; its list need not exist
	 * @param reader an address, as of {@link #preview(UUID, EmailAddress)}
	 * @return what it says
	 * @throws TemplateException if it cannot be read, a variable is not known of the
	 * reader, or the template is none that is stored and published
	 */
	public CampaignPreview preview(CampaignDetails details, @Nullable EmailAddress reader) {
		EmailAddress address = (reader != null) ? reader : firstMember(details);
		Locale locale = this.audience.contacts().find(address).map(Contact::locale).orElse(null);
		return this.campaigns.rules()
			.preview(this.submitter.subAccount(), details, address, locale, variables(address));
	}

	private EmailAddress firstMember(CampaignDetails details) {
		Optional<ContactList> list = this.audience.lists().find(details.list());
		return list.stream()
			.flatMap((known) -> this.audience.lists().membersAfter(known.id(), null, null, 1).stream())
			.map(Contact::address)
			.findFirst()
			.orElse(NOBODY);
	}

	/**
	 * Find out what would become of a campaign if it was launched now.
	 * @param id its id
	 * @return what would
	 * @throws CampaignException if there is no such campaign
	 */
	public CampaignCheck check(UUID id) {
		Campaign campaign = find(id).orElseThrow(() -> CampaignException.unknown(id));
		return this.campaigns.rules().check(this.submitter.subAccount(), campaign.details());
	}

	/**
	 * Why contacts got nothing.
	 * @param id the id of the campaign
	 * @return the reasons, the most frequent first; some may be summed up
	 * @throws CampaignException if there is no such campaign
	 */
	public List<CampaignLoss> losses(UUID id) {
		find(id).orElseThrow(() -> CampaignException.unknown(id));
		return this.stored.losses(id);
	}

	/**
	 * What became of the messages of a campaign: by the statistics, unless these are
	 * switched off or the campaign's mail is only captured.
	 * @param id its id
	 * @return the counts
	 * @throws CampaignException if there is no such campaign
	 */
	public CampaignResults results(UUID id) {
		Campaign campaign = find(id).orElseThrow(() -> CampaignException.unknown(id));
		return this.campaigns.reports().results(this.submitter.subAccount(), campaign);
	}

	/**
	 * What became of the messages of a campaign day by day, of UTC, in the 30 days after
	 * it began.
	 * @param id its id
	 * @return the counts; nothing if statistics are switched off, the campaign has not
	 * begun, or its mail is only captured
	 * @throws CampaignException if there is no such campaign
	 */
	public Optional<StatisticsSeries> days(UUID id) {
		Campaign campaign = find(id).orElseThrow(() -> CampaignException.unknown(id));
		return this.campaigns.reports().days(this.submitter.subAccount(), campaign);
	}

}
