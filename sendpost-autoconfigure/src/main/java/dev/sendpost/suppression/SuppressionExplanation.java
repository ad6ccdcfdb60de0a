package dev.sendpost.suppression;

import java.util.List;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether an address gets mail, and why not.
 *
 * @param address the address
 * @param subAccount the name of the sub-account whose mail it is about
 * @param stream the kind of mail
 * @param because the entry that keeps the mail back, or {@code null} if none does
 * @param entries all entries about the address that concern the sub-account, also those
 * that do not keep back this kind of mail
 */
public record SuppressionExplanation(EmailAddress address, String subAccount, EmailStream stream,
		@Nullable Suppression because, List<Suppression> entries) {

	/**
	 * Create an explanation.
	 */
	public SuppressionExplanation {
		entries = List.copyOf(entries);
	}

	/**
	 * Whether the mail is kept back.
	 * @return whether an entry keeps it back
	 */
	public boolean isSuppressed() {
		return this.because != null;
	}

	/**
	 * The explanation in words for a person.
	 */
	@Override
	public String toString() {
		Suppression because = this.because;
		if (because == null) {
			return this.address.address() + " gets " + this.stream + " mail of sub-account " + this.subAccount;
		}
		return this.address.address() + " gets no " + this.stream + " mail of sub-account " + this.subAccount + ": "
				+ because.describe() + ((because.since() != null) ? ", since " + because.since() : "") + ", by "
				+ because.createdBy() + ", for the " + because.scope()
				+ ((because.expiresAt() != null) ? ", until " + because.expiresAt() : "");
	}

}
