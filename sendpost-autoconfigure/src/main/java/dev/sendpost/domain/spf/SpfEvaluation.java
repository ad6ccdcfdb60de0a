package dev.sendpost.domain.spf;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

import dev.sendpost.domain.dns.DnsAnswer;
import dev.sendpost.domain.dns.DnsResolver;
import dev.sendpost.domain.dns.DnsStatus;
import dev.sendpost.domain.dns.MailExchanger;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation, with what it has used up of its limits (RFC 7208 section 4.6.4).
 */
final class SpfEvaluation {

	private static final int MAX_LOOKUPS = 10;

	private static final int MAX_VOID_LOOKUPS = 2;

	private static final int MAX_HOSTS = 10;

	private final DnsResolver dns;

	private final @Nullable InetAddress client;

	private final @Nullable String included;

	private final SpfMacros macros;

	private final Deque<String> path = new ArrayDeque<>();

	private List<String> decisivePath = List.of();

	private String decisive = "";

	private int lookups;

	private int voidLookups;

	/**
	 * Create an evaluation.
	 * @param client the client, or {@code null} if the question is about an include
	 * @param included the domain whose include, or redirect to which, is the question, or
	 * {@code null}
	 */
	SpfEvaluation(DnsResolver dns, @Nullable InetAddress client, @Nullable String included, String sender,
			String helo) {
		this.dns = dns;
		this.client = client;
		this.included = included;
		this.macros = new SpfMacros(sender, helo, client,
				() -> validatedName(sender.substring(sender.lastIndexOf('@') + 1)));
	}

	SpfVerdict run(String domain) {
		try {
			SpfResult result = check(domain);
			return new SpfVerdict(result, this.decisive, this.decisivePath, this.lookups);
		}
		catch (SpfException ex) {
			return new SpfVerdict(ex.result(), ex.getMessage(), List.copyOf(this.path), this.lookups);
		}
	}

	/**
	 * The function {@code check_host}. What throws leaves the path at where it happened.
	 */
	private SpfResult check(String domain) throws SpfException {
		this.path.addLast(domain);
		SpfRecord record = find(domain);
		if (record == null) {
			decide(domain + " has no SPF record");
			this.path.removeLast();
			return SpfResult.NONE;
		}
		for (SpfMechanism mechanism : record.mechanisms()) {
			if (matches(mechanism, domain)) {
				decide("'" + mechanism.text() + "' of " + domain + " matches");
				this.path.removeLast();
				return mechanism.qualifier();
			}
		}
		SpfResult result = (record.redirect() != null) ? redirect(record.redirect(), domain) : neutral(domain);
		this.path.removeLast();
		return result;
	}

	private SpfResult neutral(String domain) {
		decide("nothing in the record of " + domain + " matches");
		return SpfResult.NEUTRAL;
	}

	private void decide(String explanation) {
		this.decisive = explanation;
		this.decisivePath = List.copyOf(this.path);
	}

	private @Nullable SpfRecord find(String domain) throws SpfException {
		DnsAnswer<String> answer = this.dns.txt(domain);
		if (answer.status() == DnsStatus.ALIAS_LOOP) {
			throw SpfException.permanent(answer.explanation());
		}
		requireAvailable(answer);
		List<String> records = answer.records().stream().filter(SpfRecord::isRecord).toList();
		if (records.size() > 1) {
			throw SpfException.permanent(domain + " has " + records.size() + " SPF records; there must be one");
		}
		return records.isEmpty() ? null : SpfRecord.parse(records.get(0));
	}

	private SpfResult redirect(String target, String domain) throws SpfException {
		countLookup("redirect=" + target);
		String name = this.macros.expand(target, domain);
		SpfResult result = check(name);
		if (result == SpfResult.NONE) {
			throw SpfException.permanent("'redirect=" + target + "' of " + domain + " leads to no SPF record");
		}
		return name.equalsIgnoreCase(this.included) ? SpfResult.PASS : result;
	}

	private boolean matches(SpfMechanism mechanism, String domain) throws SpfException {
		return switch (mechanism.kind()) {
			case ALL -> true;
			case IP4, IP6 -> this.client != null && mechanism.network() != null
					&& mechanism.covers(mechanism.network(), this.client);
			case INCLUDE -> includeMatches(mechanism, domain);
			case A -> {
				countLookup(mechanism.text());
				yield isKnown(mechanism) && covers(mechanism, target(mechanism, domain), true);
			}
			case MX -> {
				countLookup(mechanism.text());
				yield isKnown(mechanism) && mxMatches(mechanism, target(mechanism, domain));
			}
			case PTR -> {
				countLookup(mechanism.text());
				yield isKnown(mechanism) && ptrMatches(target(mechanism, domain));
			}
			case EXISTS -> {
				countLookup(mechanism.text());
				yield isKnown(mechanism) && lookUp(this.dns.addresses(target(mechanism, domain), 4)).isFound()
						&& this.client != null;
			}
		};
	}

	/**
	 * Whether the term can be looked up: without a client, some names are not known.
	 */
	private boolean isKnown(SpfMechanism mechanism) {
		return this.client != null || !SpfMacros.needsClient(mechanism.domain());
	}

	private String target(SpfMechanism mechanism, String domain) {
		return (mechanism.domain() != null) ? this.macros.expand(mechanism.domain(), domain) : domain;
	}

	private boolean includeMatches(SpfMechanism mechanism, String domain) throws SpfException {
		countLookup(mechanism.text());
		if (!isKnown(mechanism)) {
			return false;
		}
		String target = target(mechanism, domain);
		SpfResult result = check(target);
		if (result == SpfResult.NONE) {
			throw SpfException.permanent("'" + mechanism.text() + "' of " + domain + " leads to no SPF record");
		}
		return target.equalsIgnoreCase(this.included) || result == SpfResult.PASS;
	}

	private boolean ptrMatches(String target) {
		return validatedNames().stream().anyMatch((name) -> isWithin(name, target));
	}

	private boolean mxMatches(SpfMechanism mechanism, String target) throws SpfException {
		List<MailExchanger> exchangers = lookUp(this.dns.mx(target)).records();
		if (exchangers.size() > MAX_HOSTS) {
			throw SpfException.permanent("'" + mechanism.text() + "' needs more than " + MAX_HOSTS + " MX hosts");
		}
		for (MailExchanger exchanger : exchangers) {
			if (!exchanger.host().isEmpty() && covers(mechanism, exchanger.host(), false)) {
				return true;
			}
		}
		return false;
	}

	private boolean covers(SpfMechanism mechanism, String host, boolean counted) throws SpfException {
		InetAddress client = this.client;
		int version = (client != null && client.getAddress().length == 16) ? 6 : 4;
		DnsAnswer<InetAddress> answer = this.dns.addresses(host, version);
		// Without a client, either version would do.
		boolean other = client == null && answer.status() == DnsStatus.NO_DATA;
		List<InetAddress> addresses = (counted && !other) ? lookUp(answer).records() : available(answer).records();
		return client != null && addresses.stream().anyMatch((address) -> mechanism.covers(address, client));
	}

	private <T> DnsAnswer<T> lookUp(DnsAnswer<T> answer) throws SpfException {
		if (available(answer).isVoid() && ++this.voidLookups > MAX_VOID_LOOKUPS) {
			throw SpfException.permanent("more than " + MAX_VOID_LOOKUPS
					+ " look-ups lead to nothing, the last one since " + answer.explanation());
		}
		return answer;
	}

	private static <T> DnsAnswer<T> available(DnsAnswer<T> answer) throws SpfException {
		requireAvailable(answer);
		return answer;
	}

	private static void requireAvailable(DnsAnswer<?> answer) throws SpfException {
		if (answer.isTemporary() || answer.status() == DnsStatus.ALIAS_LOOP) {
			throw SpfException.temporary(answer.explanation());
		}
	}

	private void countLookup(String term) throws SpfException {
		if (++this.lookups > MAX_LOOKUPS) {
			throw SpfException.permanent("the record needs more than " + MAX_LOOKUPS + " look-ups; '" + term + "' of "
					+ this.path.peekLast() + " is one too many");
		}
	}

	/**
	 * The names of the client that lead back to it (RFC 7208 section 5.5). Errors are as
	 * good as no name.
	 */
	private List<String> validatedNames() {
		InetAddress client = this.client;
		if (client == null) {
			return List.of();
		}
		int version = (client.getAddress().length == 16) ? 6 : 4;
		return this.dns.names(client)
			.records()
			.stream()
			.limit(MAX_HOSTS)
			.filter((name) -> this.dns.addresses(name, version).records().contains(client))
			.toList();
	}

	private static boolean isWithin(String name, String domain) {
		String suffix = domain.toLowerCase(Locale.ROOT);
		return name.equals(suffix) || name.endsWith("." + suffix);
	}

	/**
	 * The name for the macro {@code p}: the domain itself if it is one, then one below
	 * it, then any.
	 */
	private String validatedName(String domain) {
		List<String> names = validatedNames();
		return names.stream()
			.filter(domain::equalsIgnoreCase)
			.findFirst()
			.or(() -> names.stream().filter((name) -> isWithin(name, domain)).findFirst())
			.or(() -> names.stream().findFirst())
			.orElse("unknown");
	}

}
