package dev.sendpost.domain.spf;

import java.net.InetAddress;

import dev.sendpost.domain.dns.DnsResolver;

/**
 * Evaluates the SPF record of a domain (RFC 7208 section 4), and says what led to the
 * result.
 */
public final class SpfEvaluator {

	private final DnsResolver dns;

	/**
	 * Create an evaluator.
	 * @param dns answers its questions
	 */
	public SpfEvaluator(DnsResolver dns) {
		this.dns = dns;
	}

	/**
	 * Whether a client may send for a domain: the function {@code check_host}.
	 * @param client the address of the client
	 * @param domain the domain as A-labels
	 * @param sender the address in {@code MAIL FROM}; without a local part,
	 * {@code postmaster} is taken
	 * @param helo what the client calls itself
	 * @return the result and why
	 */
	public SpfVerdict checkHost(InetAddress client, String domain, String sender, String helo) {
		int at = sender.lastIndexOf('@');
		String complete = (at > 0) ? sender : "postmaster@" + sender.substring(at + 1);
		return new SpfEvaluation(this.dns, client, null, complete, helo).run(domain);
	}

	/**
	 * Whether a domain lets those send whom another domain names: its record leads to
	 * {@code include:} of the other with {@code pass}, or to {@code redirect=} of it, and
	 * all that stands before is in order. Terms that depend on the client do not match.
	 * @param included the other domain as A-labels
	 * @param domain the domain as A-labels
	 * @return {@link SpfResult#PASS} if it does; what clients get that nothing matches,
	 * if it does not
	 */
	public SpfVerdict checkIncludes(String included, String domain) {
		return new SpfEvaluation(this.dns, null, included, "postmaster@" + domain, domain).run(domain);
	}

}
