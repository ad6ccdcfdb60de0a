package dev.sendpost.domain;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import dev.sendpost.domain.dns.DnsAnswer;
import dev.sendpost.domain.dns.DnsResolver;
import dev.sendpost.domain.dns.MailExchanger;

/**
 * Fails whoever asks the name system where nobody should.
 */
final class NoDns implements DnsResolver {

	@Override
	public DnsAnswer<String> txt(String name) {
		throw new AssertionError(name);
	}

	@Override
	public DnsAnswer<InetAddress> addresses(String name, int version) {
		throw new AssertionError(name);
	}

	@Override
	public DnsAnswer<MailExchanger> mx(String name) {
		throw new AssertionError(name);
	}

	@Override
	public DnsAnswer<String> aliases(String name) {
		throw new AssertionError(name);
	}

	@Override
	public DnsAnswer<String> names(InetAddress address) {
		throw new AssertionError(address);
	}

	@Override
	public DnsResolver forWork(boolean fresh, Duration limit) {
		return this;
	}

	@Override
	public List<String> servers() {
		return List.of();
	}

}
