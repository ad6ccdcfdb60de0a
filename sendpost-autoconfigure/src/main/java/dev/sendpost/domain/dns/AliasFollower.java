package dev.sendpost.domain.dns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Finds the records of a name behind its aliases, whether a server sends the whole chain
 * or only its beginning. Used for one question.
 */
final class AliasFollower {

	private static final int MAX_ALIASES = 8;

	private static final long MAX_SECONDS = 86_400;

	private static final long MAX_NEGATIVE_SECONDS = 3_600;

	private final DnsExchange exchange;

	private final int type;

	private final LongSupplier remaining;

	private final List<String> aliases = new ArrayList<>();

	private final Set<Name> seen = new HashSet<>();

	private Name current;

	private long seconds = MAX_SECONDS;

	AliasFollower(DnsExchange exchange, Name name, int type, LongSupplier remaining) {
		this.exchange = exchange;
		this.type = type;
		this.remaining = remaining;
		this.current = name;
		this.seen.add(name);
	}

	DnsResponse find() {
		try {
			while (true) {
				Message message = this.exchange.ask(this.current, this.type, this.remaining);
				Name asked = this.current;
				List<Record> found = read(message.getSection(Section.ANSWER));
				if (!found.isEmpty()) {
					return new DnsResponse(new DnsAnswer<>(DnsStatus.FOUND, found, this.aliases, ""), this.seconds);
				}
				if (message.getRcode() == Rcode.NXDOMAIN) {
					return nothing(DnsStatus.NO_SUCH_NAME, message);
				}
				if (asked.equals(this.current)) {
					return nothing(DnsStatus.NO_DATA, message);
				}
			}
		}
		catch (AliasLoopException ex) {
			return DnsResponse.of(DnsStatus.ALIAS_LOOP, this.aliases, ex.getMessage(), this.seconds);
		}
		catch (IOException ex) {
			return DnsResponse.of(DnsStatus.UNAVAILABLE, this.aliases,
					"asking for " + Type.string(this.type) + " of " + text(this.current) + ": " + ex.getMessage(), 0);
		}
	}

	/**
	 * The records of the name, or none; the name becomes the last alias.
	 */
	private List<Record> read(List<Record> section) throws AliasLoopException {
		while (true) {
			List<Record> found = section.stream()
				.filter((record) -> record.getType() == this.type && record.getName().equals(this.current))
				.toList();
			if (!found.isEmpty()) {
				found.forEach((record) -> this.seconds = Math.min(this.seconds, record.getTTL()));
				return found;
			}
			CNAMERecord alias = alias(section);
			if (alias == null) {
				return List.of();
			}
			follow(alias);
		}
	}

	private @Nullable CNAMERecord alias(List<Record> section) {
		return section.stream()
			.filter((record) -> record instanceof CNAMERecord && record.getName().equals(this.current))
			.map(CNAMERecord.class::cast)
			.findFirst()
			.orElse(null);
	}

	private void follow(CNAMERecord alias) throws AliasLoopException {
		this.seconds = Math.min(this.seconds, alias.getTTL());
		this.current = alias.getTarget();
		this.aliases.add(text(this.current));
		if (!this.seen.add(this.current)) {
			throw new AliasLoopException("the aliases (CNAME) lead in a circle: " + path());
		}
		if (this.aliases.size() > MAX_ALIASES) {
			throw new AliasLoopException("there are more than " + MAX_ALIASES + " aliases (CNAME): " + path());
		}
	}

	private String path() {
		return text(this.seen.iterator().next()) + ", " + String.join(" -> ", this.aliases);
	}

	private DnsResponse nothing(DnsStatus status, Message message) {
		String explanation = (status == DnsStatus.NO_SUCH_NAME) ? text(this.current) + " does not exist"
				: text(this.current) + " has no " + Type.string(this.type) + " record";
		return DnsResponse.of(status, this.aliases, explanation, Math.min(this.seconds, negativeSeconds(message)));
	}

	/**
	 * How long it may be remembered that something does not exist (RFC 2308 section 5).
	 */
	private static long negativeSeconds(Message message) {
		return message.getSection(Section.AUTHORITY)
			.stream()
			.filter(SOARecord.class::isInstance)
			.map(SOARecord.class::cast)
			.mapToLong((soa) -> Math.min(MAX_NEGATIVE_SECONDS, Math.min(soa.getTTL(), soa.getMinimum())))
			.findFirst()
			.orElse(0);
	}

	/**
	 * A name as the rest of the code writes it.
	 */
	static String text(Name name) {
		return name.toString(true).toLowerCase(Locale.ROOT);
	}

	private static final class AliasLoopException extends Exception {

		private static final long serialVersionUID = 1L;

		AliasLoopException(String message) {
			super(message);
		}

		@Override
		public String getMessage() {
			return String.valueOf(super.getMessage());
		}

	}

}
