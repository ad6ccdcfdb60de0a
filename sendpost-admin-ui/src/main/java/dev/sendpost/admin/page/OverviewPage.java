package dev.sendpost.admin.page;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.MenuGroup;
import dev.sendpost.admin.web.MenuItem;
import dev.sendpost.outbox.QueueState;

/**
 * What is going on: what became of mail, what waits, what somebody should look at, and
 * the messages that came last.
 */
public final class OverviewPage implements AdminPage {

	/** Where it stops to count. */
	static final int MAX_COUNTED = 10_000;

	private static final int LATEST = 10;

	/** What is counted where there are no statistics. */
	private static final List<EmailStatus> SETTLED = List.of(EmailStatus.SENT, EmailStatus.DELIVERED,
			EmailStatus.BOUNCED, EmailStatus.DROPPED, EmailStatus.FAILED);

	private final MailGateway gateway;

	private final OverviewFeatures features;

	private final Clock clock;

	/**
	 * Create the page.
	 * @param gateway finds messages
	 * @param features what it is about
	 * @param clock tells which time is the last day
	 */
	public OverviewPage(MailGateway gateway, OverviewFeatures features, Clock clock) {
		this.gateway = gateway;
		this.features = features;
		this.clock = clock;
	}

	@Override
	public MenuItem menu() {
		return new MenuItem(MenuGroup.MAIL, "", "Overview");
	}

	@Override
	public void addTo(AdminRoutes routes) {
		routes.get("", this::show);
	}

	private AdminAnswer show(AdminRequest request) {
		OverviewPeriod period = OverviewPeriod.of(request.field("period").orElse(""));
		Instant now = this.clock.instant();
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("period", period);
		model.put("periods", OverviewPeriod.values());
		model.put("most", MAX_COUNTED);
		QueueState queue = (this.features.queue() != null) ? this.features.queue().state(MAX_COUNTED) : null;
		OverviewNumbers numbers = (this.features.statistics() != null)
				? OverviewNumbers.of(this.features.statistics(), period, now, request.locale()) : null;
		List<TransportRow> transports = TransportRow.all(this.features.transports(),
				(queue != null) ? queue.pausedTransports() : Set.of());
		if (queue != null) {
			model.put("queue", queue);
			model.put("statuses", QueuePage.STATUSES);
			model.put("messages",
					this.gateway.search(EmailSearch.all().size(LATEST)).emails().stream().map(MessageRow::of).toList());
			if (numbers == null) {
				model.put("settled", settled(period.from(now)));
			}
		}
		if (numbers != null) {
			model.put("numbers", numbers);
		}
		model.put("transports", transports);
		model.put("attention", new AttentionList(this.features, request.locale()).find(queue, transports, numbers));
		return AdminAnswer.view("overview", model);
	}

	/**
	 * What became of the messages that were accepted in a period, as far as it is cheap
	 * to count them.
	 */
	private Map<EmailStatus, Integer> settled(Instant from) {
		Map<EmailStatus, Integer> counts = new LinkedHashMap<>();
		for (EmailStatus status : SETTLED) {
			counts.put(status, this.gateway.count(EmailSearch.all().status(status).period(from, null), MAX_COUNTED));
		}
		return counts;
	}

}
