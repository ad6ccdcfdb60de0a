package dev.sendpost.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.sendpost.EmailPage;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;

/**
 * Calls messages of a cancelled campaign back, some at a time: those first that would go
 * out last. What is being sent meanwhile is looked at again, since it may wait for
 * another attempt.
 */
final class CampaignRecall {

	private static final int MESSAGES_AT_ONCE = 200;

	private static final Duration AGAIN = Duration.ofSeconds(10);

	private static final List<EmailStatus> OPEN = List.of(EmailStatus.SENDING, EmailStatus.QUEUED, EmailStatus.DEFERRED,
			EmailStatus.SCHEDULED);

	StoredCampaign callBack(StoredCampaign stored, MailGateway gateway, Instant now) {
		EmailSearch all = EmailSearch.all().subAccount(stored.subAccount()).campaign(stored.campaign().id().toString());
		EmailPage page = gateway.search(all.after(stored.last()).size(MESSAGES_AT_ONCE));
		List<UUID> waiting = page.emails()
			.stream()
			.filter((email) -> email.dueAt() != null && email.status() != EmailStatus.SENDING)
			.map(EmailRecord::id)
			.toList();
		gateway.cancel(waiting);
		if (page.next() != null) {
			return stored.advanced(page.next(), now, CampaignProgress.NONE);
		}
		boolean open = OPEN.stream()
			.anyMatch((status) -> !gateway.search(all.status(status).size(1)).emails().isEmpty());
		return stored.advanced(null, now.plus(AGAIN), CampaignProgress.NONE).due(open ? now.plus(AGAIN) : null);
	}

}
