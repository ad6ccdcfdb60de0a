package dev.sendpost.suppression;

import dev.sendpost.DomainName;
import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;

/**
 * Whom a suppression is about: one mailbox, all of a domain, or all of the domains below
 * one. The domain itself does not include those below it, nor they it.
 *
 * @param kind which of these
 * @param value the address in lower case, or the domain as A-labels
 */
public record SuppressionTarget(Kind kind, String value) {

	private static final String BELOW = "*.";

	private static final int MAX_LENGTH = 320;

	/**
	 * Create a target from what is in its normal form already.
	 * @throws InvalidEmailException with the field {@code address} or {@code domain} if
	 * the value cannot be one
	 */
	public SuppressionTarget {
		String field = (kind == Kind.ADDRESS) ? "address" : "domain";
		if (value.isEmpty() || value.length() > MAX_LENGTH || value.chars().anyMatch(Character::isISOControl)
				|| (value.indexOf('@') >= 0) != (kind == Kind.ADDRESS)) {
			throw new InvalidEmailException(field, "%s is none", value);
		}
	}

	/**
	 * A mailbox.
	 * @param address its address; the name and the case do not matter
	 * @return the target
	 */
	public static SuppressionTarget of(EmailAddress address) {
		return new SuppressionTarget(Kind.ADDRESS, address.mailbox());
	}

	/**
	 * Read a target.
	 * @param text {@code ann@example.com}, {@code example.com} for all mailboxes of that
	 * domain, or {@code *.example.com} for those of all domains below it
	 * @return the target
	 * @throws InvalidEmailException with the field {@code address} or {@code domain} if
	 * it is none of these
	 */
	public static SuppressionTarget parse(String text) {
		String stripped = text.strip();
		if (stripped.indexOf('@') >= 0 || stripped.isEmpty()) {
			return of(EmailAddress.parse(stripped));
		}
		if (stripped.startsWith(BELOW)) {
			return new SuppressionTarget(Kind.SUBDOMAINS, DomainName.toAscii(stripped.substring(BELOW.length())));
		}
		return new SuppressionTarget(Kind.DOMAIN, DomainName.toAscii(stripped));
	}

	/**
	 * Read a target that was stored, as {@link #toString()} wrote it.
	 */
	static SuppressionTarget stored(String text) {
		if (text.indexOf('@') >= 0) {
			return new SuppressionTarget(Kind.ADDRESS, text);
		}
		return text.startsWith(BELOW) ? new SuppressionTarget(Kind.SUBDOMAINS, text.substring(BELOW.length()))
				: new SuppressionTarget(Kind.DOMAIN, text);
	}

	/**
	 * The target as {@link #parse(String)} reads it.
	 */
	@Override
	public String toString() {
		return (this.kind == Kind.SUBDOMAINS) ? BELOW + this.value : this.value;
	}

	/**
	 * The kinds of targets.
	 */
	public enum Kind {

		/** One mailbox. */
		ADDRESS,

		/** All mailboxes of a domain. */
		DOMAIN,

		/** All mailboxes of the domains below a domain. */
		SUBDOMAINS

	}

}
