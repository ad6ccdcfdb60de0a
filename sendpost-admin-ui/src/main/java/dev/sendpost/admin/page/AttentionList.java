package dev.sendpost.admin.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.sendpost.EmailStatus;
import dev.sendpost.admin.web.Formats;
import dev.sendpost.domain.DomainPolicyMode;
import dev.sendpost.domain.SendingDomainPage;
import dev.sendpost.outbox.QueueState;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.transport.Transports;
import dev.sendpost.transport.capture.CaptureTransport;
import dev.sendpost.webhook.outbound.WebhookSubscriber;
import org.jspecify.annotations.Nullable;

/**
 * Finds what somebody should look at.
 */
final class AttentionList {

	/** How many domains that are not verified are told of. */
	private static final int MAX_DOMAINS = 5;

	/** How long mail may be due before the queue counts as behind. */
	private static final Duration BEHIND = Duration.ofMinutes(5);

	private final OverviewFeatures features;

	private final Formats formats;

	private final List<Attention> bad = new ArrayList<>();

	private final List<Attention> other = new ArrayList<>();

	AttentionList(OverviewFeatures features, Locale locale) {
		this.features = features;
		this.formats = new Formats(locale);
	}

	List<Attention> find(@Nullable QueueState queue, List<TransportRow> transports, @Nullable OverviewNumbers numbers) {
		captured();
		if (queue != null) {
			queue(queue);
		}
		transports.forEach(this::transport);
		if (numbers != null) {
			numbers.rates().stream().filter(OverviewNumbers.Rate::over).forEach(this::rate);
		}
		domains();
		webhooks();
		List<Attention> all = new ArrayList<>(this.bad);
		all.addAll(this.other);
		return all;
	}

	private void add(boolean bad, String text, String link, String path) {
		(bad ? this.bad : this.other).add(new Attention(bad, text, link, path));
	}

	private void captured() {
		Transports transports = this.features.transports();
		if (transports.all().stream().allMatch(CaptureTransport.class::isInstance)) {
			add(false, "No mail leaves this application: all of it is captured.", "Transports", "/transports");
		}
	}

	private void queue(QueueState queue) {
		if (queue.paused()) {
			add(true, "Everything is paused: mail is taken in, and waits.", "Resume", "/queue");
		}
		queue.pausedSubAccounts()
			.forEach((name) -> add(false, "Mail of the sub-account " + name + " is paused.", "Resume", "/queue"));
		if (!queue.paused() && queue.delay().compareTo(BEHIND) > 0) {
			add(true, "The queue is behind: mail has been due for " + this.formats.duration(queue.delay()) + ".",
					"See the queue", "/queue");
		}
		long deferred = queue.depth().getOrDefault(EmailStatus.DEFERRED, 0L);
		if (deferred > 0) {
			add(false,
					((deferred < OverviewPage.MAX_COUNTED) ? "" : "At least ") + this.formats.number(deferred)
							+ ((deferred == 1) ? " message is" : " messages are")
							+ " deferred, and tried again from time to time.",
					"See why", "/queue");
		}
	}

	private void transport(TransportRow transport) {
		if (transport.paused()) {
			add(false, "The transport " + transport.name() + " is paused.", "Resume", transport.path());
		}
		if (transport.isTroubled()) {
			add(true, "The transport " + transport.name() + " " + transport.words() + ".", "See what failed",
					transport.path());
		}
	}

	private void rate(OverviewNumbers.Rate rate) {
		String text = "The " + rate.name() + " is " + rate.text() + "; above " + rate.limitText()
				+ " providers begin to refuse mail.";
		if (!rate.name().equals(OverviewNumbers.COMPLAINT_RATE)) {
			add(true, text, "See the messages", "/messages?status=bounced");
		}
		else if (this.features.suppressions() != null) {
			add(true, text, "See who complained", "/suppressions?reason=" + SuppressionReason.SPAM_COMPLAINT);
		}
		else {
			add(true, text, "See the messages", "/messages");
		}
	}

	private void domains() {
		if (this.features.domains() == null) {
			return;
		}
		boolean enforced = this.features.domainPolicy() != null
				&& this.features.domainPolicy().mode() == DomainPolicyMode.ENFORCE;
		SendingDomainPage unverified = this.features.domains().listUnverified(null, MAX_DOMAINS);
		unverified.domains()
			.stream()
			.limit(MAX_DOMAINS)
			.forEach((domain) -> add(enforced,
					"The domain " + domain.name() + " is not verified"
							+ (enforced ? ", so that mail from it is refused." : "."),
					"See what to publish", "/domains/" + domain.id()));
		if (unverified.next() != null || unverified.domains().size() > MAX_DOMAINS) {
			add(enforced, "There are more domains that are not verified.", "See the domains", "/domains?unverified=1");
		}
	}

	private void webhooks() {
		if (this.features.subscribers() != null) {
			this.features.subscribers()
				.list()
				.stream()
				.filter((subscriber) -> subscriber.state() == WebhookSubscriber.State.PAUSED)
				.forEach((subscriber) -> add(true,
						"Webhooks to " + subscriber.settings().url()
								+ " are stopped: they failed for too long. What is to be told waits.",
						"See the webhooks", "/webhooks"));
		}
		if (this.features.refusals() != null) {
			this.features.refusals().counts().forEach((source, reasons) -> {
				long refused = reasons.values().stream().mapToLong(Long::longValue).sum();
				add(false,
						this.formats.number(refused) + ((refused == 1) ? " webhook was" : " webhooks were")
								+ " refused of the source " + source + " since the application started: "
								+ String.join(", ", reasons.keySet()) + ".",
						"See the webhooks", "/webhooks");
			});
		}
	}

}
