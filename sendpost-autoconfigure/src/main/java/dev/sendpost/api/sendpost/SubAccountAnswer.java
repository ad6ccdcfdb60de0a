package dev.sendpost.api.sendpost;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccount.Block;
import org.jspecify.annotations.Nullable;

/**
 * A sub-account, {@code SubAccount}.
 *
 * @param id its id
 * @param apiKey its first key when it was just made, which is the only time it is known
 * @param name what people call it
 * @param labels its labels
 * @param created when it was made, in nanoseconds, or {@code null} if it is defined by
 * properties
 * @param blocked whether it may not send
 * @param blockedAt since when, in nanoseconds; 0 if it is not blocked
 * @param blockReason why, or empty
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SubAccountAnswer(int id, @Nullable String apiKey, String name, List<Label> labels, @Nullable Long created,
		boolean blocked, @JsonProperty("blocked_at") @Nullable Long blockedAt,
		@JsonProperty("block_reason") String blockReason) {

	/**
	 * The answer about a sub-account.
	 * @param subAccount the sub-account
	 * @param apiKey its key, or {@code null} if it is not known any more
	 * @param javaSdk whether the {@link JavaSdk} asks, which has no room for the time of
	 * a block
	 */
	static SubAccountAnswer of(SubAccount subAccount, @Nullable String apiKey, boolean javaSdk) {
		Block block = subAccount.block();
		return new SubAccountAnswer(subAccount.id(), apiKey, subAccount.displayName(),
				subAccount.settings().labels().stream().map(Label::new).toList(),
				(subAccount.createdAt() != null) ? Nanos.of(subAccount.createdAt()) : null, block != null,
				blockedAt(block, javaSdk), (block != null) ? block.reason() : "");
	}

	private static @Nullable Long blockedAt(@Nullable Block block, boolean javaSdk) {
		if (block == null) {
			return 0L;
		}
		return (javaSdk || block.since() == null) ? null : (Long) Nanos.of(block.since());
	}

	/**
	 * A label.
	 *
	 * @param name what it says
	 */
	record Label(String name) {

	}

	@Override
	public String toString() {
		return "SubAccountAnswer[" + this.name + "]";
	}

}
