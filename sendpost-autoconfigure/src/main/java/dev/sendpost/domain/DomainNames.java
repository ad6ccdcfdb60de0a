package dev.sendpost.domain;

import java.util.ArrayList;
import java.util.List;

import dev.sendpost.DomainName;
import dev.sendpost.InvalidEmailException;

/**
 * Names of sending domains.
 */
final class DomainNames {

	/** Octets of a name, with room for what the names of its records begin with. */
	private static final int MAX_LENGTH = 200;

	/** How many names are looked for that a sender's domain is below of. */
	private static final int MAX_PARENTS = 10;

	private DomainNames() {
	}

	/**
	 * Validate a name.
	 * @param text the name as people write it
	 * @return the name as A-labels, in lower case
	 * @throws InvalidSendingDomainException if mail cannot be sent from it
	 */
	static String parse(String text) {
		String shown = "'" + printable(text) + "'";
		if (text.chars().anyMatch(Character::isISOControl)) {
			throw new InvalidSendingDomainException("The domain " + shown + " has a control character");
		}
		String relative = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
		if (relative.matches("[0-9.]+") || relative.indexOf(':') >= 0 || relative.startsWith("[")) {
			throw new InvalidSendingDomainException(shown + " is an address; a domain name is needed");
		}
		String name;
		try {
			name = DomainName.toAscii(relative);
		}
		catch (InvalidEmailException ex) {
			throw new InvalidSendingDomainException(String.valueOf(ex.getMessage()));
		}
		if (name.length() > MAX_LENGTH) {
			throw new InvalidSendingDomainException(
					"The domain " + shown + " is longer than " + MAX_LENGTH + " octets");
		}
		if (name.indexOf('_') >= 0) {
			throw new InvalidSendingDomainException("The domain " + shown + " has a '_', which no host name has");
		}
		if (name.indexOf('.') < 0 || name.substring(name.lastIndexOf('.') + 1).matches("[0-9]+")) {
			throw new InvalidSendingDomainException(
					shown + " is no domain to send from; a registered name such as example.com is needed");
		}
		if (PublicSuffixes.isPublicSuffix(name)) {
			throw new InvalidSendingDomainException(
					shown + " is a public suffix, below which anybody can register names; name your own domain");
		}
		return name;
	}

	private static String printable(String text) {
		String shortened = (text.length() > 100) ? text.substring(0, 100) + "..." : text;
		return shortened.replaceAll("\\p{Cntrl}", "?");
	}

	/**
	 * A sender's domain and those it is below of, down to two labels. Public suffixes
	 * among them do no harm: none can be registered.
	 */
	static List<String> withParents(String name) {
		List<String> names = new ArrayList<>();
		names.add(name);
		String parent = name;
		while (parent.indexOf('.') != parent.lastIndexOf('.') && names.size() <= MAX_PARENTS) {
			parent = parent.substring(parent.indexOf('.') + 1);
			names.add(parent);
		}
		return names;
	}

}
