package dev.sendpost.campaign;

import java.util.Map;

import dev.sendpost.statistics.MailCounts;

/**
 * What became of a campaign's messages.
 *
 * @param total the counts of all
 * @param variants the counts of each variant of a {@link SubjectTest}, by {@code A} and
 * so on; none without
 * @param source what counted
 */
public record CampaignResults(MailCounts total, Map<String, MailCounts> variants, Source source) {

	/**
	 * Create results.
	 */
	public CampaignResults {
		variants = Map.copyOf(variants);
	}

	/**
	 * Where counts come from.
	 */
	public enum Source {

		/** The statistics: some seconds behind, and kept for 400 days. */
		STATISTICS,

		/** The log of messages, at once and as long as that is kept. */
		LOG

	}

}
