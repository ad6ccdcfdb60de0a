package dev.sendpost;

import org.jspecify.annotations.Nullable;

/**
 * The campaign that a message belongs to, by which it is found and counted. The recipient
 * does not see it.
 *
 * @param name identifies the campaign in its sub-account, up to {@value #MAX_NAME_LENGTH}
 * characters on one line, without a slash
 * @param variant which of the campaign's messages it is, up to
 * {@value #MAX_VARIANT_LENGTH} characters likewise, or {@code null} if there is but one
 */
public record EmailCampaign(String name, @Nullable String variant) {

	/** How many characters a name has at most. */
	public static final int MAX_NAME_LENGTH = 64;

	/** How many characters a variant has at most. */
	public static final int MAX_VARIANT_LENGTH = 20;

	/**
	 * Create a reference to a campaign.
	 * @throws InvalidEmailException with the field {@code campaign} if the name or the
	 * variant is blank, too long, not on one line, or has a slash
	 */
	public EmailCampaign {
		require(name, MAX_NAME_LENGTH);
		if (variant != null) {
			require(variant, MAX_VARIANT_LENGTH);
		}
	}

	private static void require(String value, int maxLength) {
		if (value.isBlank() || value.length() > maxLength || value.indexOf('/') >= 0) {
			throw new InvalidEmailException("campaign",
					"%s must have 1 to " + maxLength + " characters, and no slash among them", value);
		}
		Text.requireSingleLine("campaign", value);
	}

	/**
	 * What the counts of the messages are found by: the name, and the variant behind a
	 * slash if there is one.
	 */
	@Override
	public String toString() {
		return (this.variant != null) ? this.name + "/" + this.variant : this.name;
	}

}
