package dev.sendpost.subaccount;

import java.time.Instant;

import dev.sendpost.Submitter;
import org.jspecify.annotations.Nullable;

/**
 * A tenant or stream of the account.
 *
 * @param id its number, as the API of SendPost knows it; positive and always the same
 * @param name its name, always the same
 * @param settings what is set about it
 * @param block since when it may not send, or {@code null} if it may
 * @param configured whether it is defined by properties, and so cannot be changed
 * @param createdAt when it was made, or {@code null} if that is not known
 */
public record SubAccount(int id, String name, SubAccountSettings settings, @Nullable Block block, boolean configured,
		@Nullable Instant createdAt) {

	/** The name of the sub-account that always exists. */
	public static final String DEFAULT = Submitter.DEFAULT_SUB_ACCOUNT;

	/**
	 * A sub-account that is defined by properties.
	 * @param name its name
	 * @param settings what is set about it
	 * @param blockReason why it may not send, or {@code null} if it may
	 * @return the sub-account
	 */
	public static SubAccount configured(String name, SubAccountSettings settings, @Nullable String blockReason) {
		return new SubAccount(SubAccountName.number(name), name, settings,
				(blockReason != null) ? new Block(null, blockReason) : null, true, null);
	}

	/**
	 * What people call it.
	 * @return the name that was set for people, or else the name
	 */
	public String displayName() {
		String displayName = this.settings.displayName();
		return (displayName != null) ? displayName : this.name;
	}

	/**
	 * Whether it may not send.
	 * @return {@code true} if it is blocked
	 */
	public boolean isBlocked() {
		return this.block != null;
	}

	/**
	 * That a sub-account may not send.
	 *
	 * @param since since when, or {@code null} if that is not known
	 * @param reason why
	 */
	public record Block(@Nullable Instant since, String reason) {

		/** How many characters a reason has at most. */
		public static final int MAX_REASON_LENGTH = 1000;

		/**
		 * Create a block.
		 * @throws AccountManagementException if the reason is empty or too long
		 */
		public Block {
			SingleLine.require("the reason of a block", reason, MAX_REASON_LENGTH);
		}

	}

}
