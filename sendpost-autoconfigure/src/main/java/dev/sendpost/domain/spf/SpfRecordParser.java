package dev.sendpost.domain.spf;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.domain.spf.SpfMechanism.Kind;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Address;

/**
 * Parses the terms of a record (RFC 7208 section 12). A single term that is wrong makes
 * the whole record wrong.
 */
final class SpfRecordParser {

	private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9._-]*)=(.*)");

	private static final Pattern MECHANISM = Pattern
		.compile("([+?~-])?([A-Za-z][A-Za-z0-9]*)(:[^/]*(?:/(?![0-9/])[^/]*)*)?(/.*)?");

	private static final Pattern PREFIXES = Pattern.compile("(?:/(0|[1-9]\\d?))?(?://(0|[1-9]\\d{0,2}))?");

	private final String terms;

	private final List<SpfMechanism> mechanisms = new ArrayList<>();

	private @Nullable String redirect;

	private boolean explained;

	SpfRecordParser(String terms) {
		this.terms = terms;
	}

	SpfRecord parse() throws SpfException {
		for (String term : this.terms.split(" ")) {
			if (!term.isEmpty()) {
				Matcher modifier = MODIFIER.matcher(term);
				if (modifier.matches()) {
					modifier(term, modifier.group(1).toLowerCase(Locale.ROOT), modifier.group(2));
				}
				else {
					this.mechanisms.add(mechanism(term));
				}
			}
		}
		return new SpfRecord(List.copyOf(this.mechanisms), this.redirect);
	}

	private void modifier(String term, String name, String value) throws SpfException {
		switch (name) {
			case "redirect" -> {
				if (this.redirect != null) {
					throw SpfException.permanent("the record has 'redirect=' twice");
				}
				this.redirect = domain(term, value);
			}
			case "exp" -> {
				if (this.explained) {
					throw SpfException.permanent("the record has 'exp=' twice");
				}
				domain(term, value);
				this.explained = true;
			}
			default -> SpfMacros.require(term, value, Set.of('c', 'r', 't'));
		}
	}

	private SpfMechanism mechanism(String term) throws SpfException {
		Matcher matcher = MECHANISM.matcher(term);
		if (!matcher.matches()) {
			throw unknown(term);
		}
		SpfResult qualifier = qualifier(matcher.group(1));
		String argument = (matcher.group(3) != null) ? matcher.group(3).substring(1) : null;
		String prefixes = (matcher.group(4) != null) ? matcher.group(4) : "";
		return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
			case "all" -> simple(term, qualifier, Kind.ALL, absent(term, argument), absent(term, prefixes));
			case "include" -> simple(term, qualifier, Kind.INCLUDE, domain(term, argument), absent(term, prefixes));
			case "exists" -> simple(term, qualifier, Kind.EXISTS, domain(term, argument), absent(term, prefixes));
			case "ptr" -> simple(term, qualifier, Kind.PTR, optionalDomain(term, argument), absent(term, prefixes));
			case "a" -> hosts(term, qualifier, Kind.A, optionalDomain(term, argument), prefixes);
			case "mx" -> hosts(term, qualifier, Kind.MX, optionalDomain(term, argument), prefixes);
			case "ip4" -> network(term, qualifier, Kind.IP4, argument, prefixes);
			case "ip6" -> network(term, qualifier, Kind.IP6, argument, prefixes);
			default -> throw unknown(term);
		};
	}

	private static SpfResult qualifier(@Nullable String sign) {
		return switch ((sign != null) ? sign : "+") {
			case "-" -> SpfResult.FAIL;
			case "~" -> SpfResult.SOFTFAIL;
			case "?" -> SpfResult.NEUTRAL;
			default -> SpfResult.PASS;
		};
	}

	private static SpfMechanism simple(String term, SpfResult qualifier, Kind kind, @Nullable String domain,
			@Nullable String nothing) {
		return new SpfMechanism(term, qualifier, kind, domain, null, 32, 128);
	}

	private static SpfMechanism hosts(String term, SpfResult qualifier, Kind kind, @Nullable String domain,
			String prefixes) throws SpfException {
		Matcher matcher = PREFIXES.matcher(prefixes);
		if (!matcher.matches()) {
			throw malformed(term, "the length of its prefix");
		}
		return new SpfMechanism(term, qualifier, kind, domain, null, prefix(term, matcher.group(1), 32),
				prefix(term, matcher.group(2), 128));
	}

	private static SpfMechanism network(String term, SpfResult qualifier, Kind kind, @Nullable String argument,
			String prefix) throws SpfException {
		int family = (kind == Kind.IP4) ? Address.IPv4 : Address.IPv6;
		byte[] octets = (argument != null) ? Address.toByteArray(argument, family) : null;
		if (octets == null) {
			throw malformed(term, "its address");
		}
		if (!prefix.isEmpty() && !prefix.matches("/(0|[1-9]\\d{0,2})")) {
			throw malformed(term, "the length of its prefix");
		}
		int bits = prefix(term, prefix.isEmpty() ? null : prefix.substring(1), octets.length * Byte.SIZE);
		return new SpfMechanism(term, qualifier, kind, null, address(octets), bits, bits);
	}

	/**
	 * An IPv6 address stays one, even if it maps an IPv4 address.
	 */
	private static InetAddress address(byte[] octets) throws SpfException {
		try {
			return (octets.length == 16) ? java.net.Inet6Address.getByAddress(null, octets, -1)
					: InetAddress.getByAddress(octets);
		}
		catch (java.net.UnknownHostException ex) {
			throw SpfException.permanent(String.valueOf(ex.getMessage()));
		}
	}

	private static int prefix(String term, @Nullable String digits, int max) throws SpfException {
		int bits = (digits != null) ? Integer.parseInt(digits) : max;
		if (bits > max) {
			throw malformed(term, "the length of its prefix");
		}
		return bits;
	}

	private static @Nullable String absent(String term, @Nullable String argument) throws SpfException {
		if (argument != null && !argument.isEmpty()) {
			throw malformed(term, "'" + argument + "', which does not belong there");
		}
		return argument;
	}

	private static @Nullable String optionalDomain(String term, @Nullable String argument) throws SpfException {
		return (argument != null) ? domain(term, argument) : null;
	}

	private static String domain(String term, @Nullable String argument) throws SpfException {
		if (argument == null || argument.isEmpty()) {
			throw malformed(term, "its domain, which is missing");
		}
		SpfMacros.requireDomain(term, argument);
		return argument;
	}

	private static SpfException unknown(String term) {
		return SpfException.permanent("the record has the unknown term '" + term + "'");
	}

	static SpfException malformed(String term, String what) {
		return SpfException.permanent("the term '" + term + "' is malformed: look at " + what);
	}

}
