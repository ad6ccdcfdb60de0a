package dev.sendpost.campaign;

import java.util.List;

/**
 * What would become of a campaign if it was launched now.
 *
 * @param members how many members of the list it would be made for, also those that get
 * no mail; no more than {@value #MAX_COUNTED} are counted
 * @param objections why it cannot be launched, none if it can
 */
public record CampaignCheck(int members, List<String> objections) {

	/** How many members are counted. */
	public static final int MAX_COUNTED = 100_000;

	/**
	 * Create the outcome of a check.
	 */
	public CampaignCheck {
		objections = List.copyOf(objections);
	}

	/**
	 * Whether there are, or may be, more members than were counted.
	 * @return whether counting ended at {@value #MAX_COUNTED}
	 */
	public boolean more() {
		return this.members == MAX_COUNTED;
	}

}
