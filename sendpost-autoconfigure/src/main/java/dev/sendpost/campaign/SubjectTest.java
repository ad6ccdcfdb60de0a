package dev.sendpost.campaign;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.sendpost.campaign.CampaignException.Reason;

/**
 * A trial of several subjects (A/B test). Variant {@code A} has the subject of the
 * content, {@code B} the first alternative, and so on. Which contacts get which variant
 * is even and at random, and the same whenever it is asked.
 *
 * @param alternatives the other subjects, 1 to {@value #MAX_ALTERNATIVES}
 * @param percent how many percent of the contacts are in the trial, 1 to 100; with 100
 * there is no winner, and all variants are sent to the end
 * @param criterion by what the winner is found that the others get
 * @param decideAfter how long after the last message of the trial the winner is found, up
 * to {@value #MAX_DAYS} days
 */
public record SubjectTest(List<String> alternatives, int percent, Criterion criterion, Duration decideAfter) {

	/** How many other subjects there are at most. */
	public static final int MAX_ALTERNATIVES = 4;

	/** How many days the winner is waited for at most. */
	public static final int MAX_DAYS = 30;

	/**
	 * Create a trial.
	 * @throws CampaignException if there are none or too many alternatives, two are the
	 * same, one is empty or too long, or a number is out of its range
	 */
	public SubjectTest {
		alternatives = List.copyOf(alternatives);
		if (alternatives.isEmpty() || alternatives.size() > MAX_ALTERNATIVES) {
			throw new CampaignException(Reason.INVALID,
					"a subject is tried against 1 to " + MAX_ALTERNATIVES + " others, not " + alternatives.size());
		}
		Set<String> known = new HashSet<>();
		for (String alternative : alternatives) {
			Checks.requireLine("subject", alternative, CampaignContent.MAX_SUBJECT_LENGTH);
			if (alternative.isBlank() || !known.add(alternative)) {
				throw new CampaignException(Reason.INVALID,
						"a subject to try is empty, or the same as another: '" + alternative + "'");
			}
		}
		if (percent < 1 || percent > 100) {
			throw new CampaignException(Reason.INVALID,
					"1 to 100 percent of the contacts can be in a trial, not " + percent);
		}
		if (decideAfter.isNegative() || decideAfter.compareTo(Duration.ofDays(MAX_DAYS)) > 0) {
			throw new CampaignException(Reason.INVALID,
					"the winner can be found up to " + MAX_DAYS + " days after a trial, not " + decideAfter);
		}
	}

	/**
	 * All contacts get one of the subjects, evenly, and no winner is looked for.
	 * @param alternatives the other subjects
	 * @return the trial
	 * @throws CampaignException if a value is not allowed
	 */
	public static SubjectTest evenly(String... alternatives) {
		return new SubjectTest(List.of(alternatives), 100, Criterion.OPENS, Duration.ZERO);
	}

	boolean hasWinner() {
		return this.percent < 100;
	}

	/**
	 * By what variants are compared.
	 */
	public enum Criterion {

		/** How many of those who got it opened it, machines left out. */
		OPENS,

		/** How many of those who got it followed a link, machines left out. */
		CLICKS

	}

}
