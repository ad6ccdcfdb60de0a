package dev.sendpost.campaign;

import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.Submitter;
import dev.sendpost.audience.Audiences;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.store.Store;
import dev.sendpost.template.MailTemplates;
import org.jspecify.annotations.Nullable;

/**
 * Messages to all members of a list, by sub-account.
 */
public final class Campaigns {

	private final Store store;

	private final Supplier<UUID> ids;

	private final Audiences audiences;

	private final Supplier<MailGateway> gateway;

	private final CampaignSettings settings;

	private final JdbcCampaigns stored;

	private final CampaignRules rules;

	private final CampaignReports reports;

	private final CampaignSteps steps;

	private final CampaignSignal signal = new CampaignSignal();

	/**
	 * Create the campaigns.
	 * @param store where they are kept
	 * @param ids makes their ids: UUIDs of version 7
	 * @param audiences whom they are sent to
	 * @param templates tries what they say
	 * @param gateway sends their messages
	 * @param statistics counts what becomes of those, or {@code null} if nothing does
	 * @param unsubscribe tells whether readers can unsubscribe
	 * @param removed tells whether the sub-account of a name was removed for good
	 * @param settings how they are sent
	 */
	public Campaigns(Store store, Supplier<UUID> ids, Audiences audiences, MailTemplates templates,
			Supplier<MailGateway> gateway, @Nullable MailStatistics statistics, UnsubscribeOffer unsubscribe,
			Predicate<String> removed, CampaignSettings settings) {
		this.store = store;
		this.ids = ids;
		this.audiences = audiences;
		this.gateway = gateway;
		this.settings = settings;
		this.stored = new JdbcCampaigns(store);
		this.rules = new CampaignRules(audiences, templates, unsubscribe);
		this.reports = new CampaignReports(store, statistics);
		this.steps = new CampaignSteps(store, this.stored, this.rules, this.reports, audiences, gateway, removed,
				settings.chunkSize());
	}

	/**
	 * The campaigns of a sub-account.
	 * @param name its name
	 * @return its campaigns
	 * @throws InvalidEmailException with the field {@code subAccount} if that cannot be
	 * the name of one
	 */
	public SubAccountCampaigns forSubAccount(String name) {
		return forSubmitter(Submitter.subAccount(name));
	}

	/**
	 * The campaigns of a submitter's sub-account. Of one whose mail is only captured, the
	 * mail of its campaigns is only captured too, and it sees no others.
	 * @param submitter the submitter
	 * @return the campaigns
	 * @throws InvalidEmailException with the field {@code subAccount} if it cannot have a
	 * sub-account of that name
	 */
	public SubAccountCampaigns forSubmitter(Submitter submitter) {
		return new SubAccountCampaigns(this, this.audiences.forSubAccount(submitter.subAccount()), submitter);
	}

	Store store() {
		return this.store;
	}

	UUID newId() {
		return this.ids.get();
	}

	MailGateway gateway() {
		return this.gateway.get();
	}

	CampaignReports reports() {
		return this.reports;
	}

	CampaignSettings settings() {
		return this.settings;
	}

	JdbcCampaigns stored() {
		return this.stored;
	}

	CampaignRules rules() {
		return this.rules;
	}

	CampaignSteps steps() {
		return this.steps;
	}

	CampaignSignal signal() {
		return this.signal;
	}

}
