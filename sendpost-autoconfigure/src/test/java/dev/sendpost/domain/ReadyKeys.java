package dev.sendpost.domain;

import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

import dev.sendpost.domain.dkim.DkimAlgorithm;
import dev.sendpost.domain.dkim.DkimKeyPair;

/**
 * Keys for tests of domains, of which making an RSA key would be the slowest part: a few
 * are made once, and each of them is another one than the one before.
 */
final class ReadyKeys {

	private static final List<DkimKeyPair> RSA = Stream.generate(() -> DkimKeyPair.generate(DkimAlgorithm.RSA))
		.limit(3)
		.toList();

	private static final Iterator<DkimKeyPair> TURNS = Stream.generate(() -> RSA).flatMap(List::stream).iterator();

	private ReadyKeys() {
	}

	static DomainKeys domainKeys() {
		return new DomainKeys(true, Clock.systemUTC(), ReadyKeys::pair);
	}

	private static synchronized DkimKeyPair pair(DkimAlgorithm algorithm) {
		return (algorithm == DkimAlgorithm.RSA) ? TURNS.next() : DkimKeyPair.generate(algorithm);
	}

}
