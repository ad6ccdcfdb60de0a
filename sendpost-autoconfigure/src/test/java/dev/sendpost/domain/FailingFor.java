package dev.sendpost.domain;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import dev.sendpost.domain.dns.DnsAnswer;
import dev.sendpost.domain.dns.DnsResolver;
import dev.sendpost.domain.dns.MailExchanger;

/**
 * Breaks its promise never to throw, for one name and those below it.
 */
record FailingFor(String domain, DnsResolver others) implements DnsResolver {

	private DnsResolver of(String name) {
		if (name.equals(this.domain) || name.endsWith("." + this.domain)) {
			throw new IllegalStateException("broken");
		}
		return this.others;
	}

	@Override
	public DnsAnswer<String> txt(String name) {
		return of(name).txt(name);
	}

	@Override
	public DnsAnswer<InetAddress> addresses(String name, int version) {
		return of(name).addresses(name, version);
	}

	@Override
	public DnsAnswer<MailExchanger> mx(String name) {
		return of(name).mx(name);
	}

	@Override
	public DnsAnswer<String> aliases(String name) {
		return of(name).aliases(name);
	}

	@Override
	public DnsAnswer<String> names(InetAddress address) {
		return this.others.names(address);
	}

	@Override
	public DnsResolver forWork(boolean fresh, Duration limit) {
		return new FailingFor(this.domain, this.others.forWork(fresh, limit));
	}

	@Override
	public List<String> servers() {
		return this.others.servers();
	}

}
