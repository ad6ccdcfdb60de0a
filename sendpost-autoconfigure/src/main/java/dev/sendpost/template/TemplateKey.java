package dev.sendpost.template;

import org.jspecify.annotations.Nullable;

/**
 * By what a stored template is found.
 *
 * @param owner the sub-account whose it is, or the empty text if it is the account's
 * @param name its name
 */
record TemplateKey(String owner, String name) {

	static TemplateKey of(@Nullable String subAccount, String name) {
		return new TemplateKey((subAccount != null) ? subAccount : "", name);
	}

	@Nullable String subAccount() {
		return this.owner.isEmpty() ? null : this.owner;
	}

	@Override
	public String toString() {
		return "'" + this.name + "'" + (this.owner.isEmpty() ? "" : " of sub-account '" + this.owner + "'");
	}

}
