package dev.sendpost.campaign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.EmailStatus;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.audience.Contact;
import dev.sendpost.campaign.CampaignLoss.Kind;

/**
 * What becomes of the contacts of a chunk.
 */
final class CampaignLosses {

	private static final String NO_REASON = "no reason is known";

	private final Map<Kind, Map<String, Long>> losses = new LinkedHashMap<>();

	private long queued;

	void exclude(Contact contact) {
		add(Kind.EXCLUDED, contact.status().name());
	}

	/**
	 * Count a contact by the receipt of its message.
	 * @return whether it gets one
	 */
	boolean add(Receipt receipt) {
		EmailStatus status = receipt.status();
		if (status == EmailStatus.FAILED || status == EmailStatus.DROPPED) {
			add((status == EmailStatus.FAILED) ? Kind.FAILED : Kind.DROPPED,
					receipt.outcomes()
						.stream()
						.map(RecipientOutcome::reason)
						.filter((reason) -> reason != null)
						.findFirst()
						.orElse(NO_REASON));
			return false;
		}
		this.queued++;
		return true;
	}

	private void add(Kind kind, String reason) {
		this.losses.computeIfAbsent(kind, (absent) -> new LinkedHashMap<>()).merge(reason, 1L, Long::sum);
	}

	long queued() {
		return this.queued;
	}

	CampaignProgress progress() {
		return new CampaignProgress(0, this.queued, sum(Kind.EXCLUDED), sum(Kind.DROPPED), sum(Kind.FAILED));
	}

	private long sum(Kind kind) {
		return this.losses.getOrDefault(kind, Map.of()).values().stream().mapToLong(Long::longValue).sum();
	}

	List<CampaignLoss> list() {
		List<CampaignLoss> list = new ArrayList<>();
		this.losses.forEach((kind, reasons) -> reasons
			.forEach((reason, contacts) -> list.add(new CampaignLoss(kind, reason, contacts))));
		return list;
	}

}
