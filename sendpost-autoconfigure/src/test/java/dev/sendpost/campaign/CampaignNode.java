package dev.sendpost.campaign;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

import javax.crypto.spec.SecretKeySpec;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailPage;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.MailGateway;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.AudienceSettings;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.ConfirmationMail;
import dev.sendpost.audience.ContactDetails;
import dev.sendpost.audience.ListDetails;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.store.Store;
import dev.sendpost.suppression.SuppressionPolicy;
import dev.sendpost.suppression.SuppressionSettings;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.template.JdbcTemplates;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.StoredTemplateFinder;
import dev.sendpost.template.TemplatePolicy;
import dev.sendpost.transport.MailTransport;
import org.jspecify.annotations.Nullable;

/**
 * One node of an application with campaigns, wired by hand. Its runner does not run:
 * steps are taken by {@link #drain(UUID)}.
 */
final class CampaignNode implements AutoCloseable {

	private static final byte[] KEY = new byte[32];

	private final Store store;

	private final Suppressions suppressions;

	private final Audiences audiences;

	private final MailTemplates templates;

	private final OutboxNode outbox;

	private final Campaigns campaigns;

	private boolean offered = true;

	CampaignNode(Store store, MailTransport transport, MailDefaults defaults, Predicate<String> removed, int chunkSize,
			boolean counted, MailPolicy... policies) {
		this.store = store;
		EmailIds ids = new EmailIds(Clock.systemUTC());
		this.suppressions = new Suppressions(
				new SuppressionSettings(new SecretKeySpec(KEY, "HmacSHA256"), false, false, 0, Duration.ofDays(1)),
				List.of(), store, List::of);
		this.templates = new MailTemplates(new JdbcTemplates(store, ids), Ticker.systemTicker());
		List<MailPolicy> all = new ArrayList<>(
				List.of(new TemplatePolicy(() -> List.of(new StoredTemplateFinder(this.templates))),
						new SuppressionPolicy(this.suppressions)));
		all.addAll(List.of(policies));
		OutboxNode.Builder builder = OutboxNode.on(store)
			.transports(transport)
			.forgettingEvents()
			.defaults(defaults)
			.policies(all.toArray(MailPolicy[]::new));
		this.outbox = (counted ? builder.counted() : builder).build();
		this.audiences = new Audiences(store, ids, this.suppressions, new SecretCipher(List.of(KEY)),
				this.outbox::gateway, ConfirmationMail.inEnglish(),
				new AudienceSettings(URI.create("https://example.com/confirm"), Duration.ofDays(7), false));
		this.campaigns = new Campaigns(store, ids, this.audiences, this.templates, this.outbox::gateway,
				counted ? new MailStatistics(store) : null, (subAccount) -> this.offered, removed,
				new CampaignSettings(chunkSize, Duration.ofMillis(20)));
	}

	Store store() {
		return this.store;
	}

	OutboxNode outbox() {
		return this.outbox;
	}

	MailGateway gateway() {
		return this.outbox.gateway().forSubAccount("shop");
	}

	Suppressions suppressions() {
		return this.suppressions;
	}

	MailTemplates templates() {
		return this.templates;
	}

	Audience audience() {
		return this.audiences.forSubAccount("shop");
	}

	Campaigns campaigns() {
		return this.campaigns;
	}

	SubAccountCampaigns shop() {
		return this.campaigns.forSubAccount("shop");
	}

	void offerUnsubscribe(boolean offered) {
		this.offered = offered;
	}

	UUID list(String... addresses) {
		UUID list = audience().lists().create(ListDetails.named("List " + UUID.randomUUID())).id();
		join(list, addresses);
		return list;
	}

	void join(UUID list, String... addresses) {
		List<ContactDetails> contacts = new ArrayList<>();
		for (String address : addresses) {
			contacts.add(ContactDetails.of(address).field("city", "Lyon"));
		}
		audience().contacts().upsert(contacts, list);
	}

	UUID contact(String address) {
		return audience().contacts().find(EmailAddress.parse(address)).orElseThrow().id();
	}

	/**
	 * Take steps until the next is not due yet, or there is none.
	 * @return when it is due, or {@code null}
	 */
	@Nullable Instant drain(UUID id) {
		Instant next = this.campaigns.steps().take(id);
		for (int i = 0; i < 10_000 && next != null && !next.isAfter(this.store.now()); i++) {
			next = this.campaigns.steps().take(id);
		}
		return next;
	}

	List<EmailRecord> emails(UUID id) {
		List<EmailRecord> emails = new ArrayList<>();
		EmailPage page = gateway().search(EmailSearch.all().campaign(id.toString()).size(1000));
		emails.addAll(page.emails());
		while (page.next() != null) {
			page = gateway().search(EmailSearch.all().campaign(id.toString()).size(1000).after(page.next()));
			emails.addAll(page.emails());
		}
		return emails;
	}

	/**
	 * Whom messages of the campaign are for, each of them once.
	 */
	Set<String> recipients(UUID id) {
		Set<String> recipients = new TreeSet<>();
		for (EmailRecord email : emails(id)) {
			String recipient = email.outcomes().get(0).recipient().address();
			if (!recipients.add(recipient)) {
				throw new AssertionError(recipient + " has two messages");
			}
		}
		return recipients;
	}

	@Override
	public void close() throws Exception {
		this.outbox.close();
		this.suppressions.destroy();
	}

}
