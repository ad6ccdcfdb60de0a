package dev.sendpost.domain;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.fasterxml.uuid.UUIDClock;
import dev.sendpost.domain.JdbcDomainKeys.NewKey;
import dev.sendpost.domain.dkim.DkimAlgorithm;
import dev.sendpost.domain.dkim.DkimKeyPair;

import org.springframework.util.function.SingletonSupplier;

/**
 * Makes the ids of domains, and the keys that sign their mail.
 */
final class DomainKeys {

	private static final int SELECTOR_RANDOM_LENGTH = 8;

	private final boolean ed25519;

	private final Function<DkimAlgorithm, DkimKeyPair> pairs;

	/*
	 * Made with the first domain: it takes a source of randomness, which the start of an
	 * application need not wait for.
	 */
	private final SingletonSupplier<NoArgGenerator> ids;

	DomainKeys(boolean ed25519, Clock clock, Function<DkimAlgorithm, DkimKeyPair> pairs) {
		this.ed25519 = ed25519;
		this.pairs = pairs;
		this.ids = SingletonSupplier.of(() -> Generators.timeBasedEpochGenerator(new SecureRandom(), new UUIDClock() {

			@Override
			public long currentTimeMillis() {
				return clock.millis();
			}

		}));
	}

	UUID id() {
		return this.ids.obtain().generate();
	}

	Map<UUID, NewKey> generate() {
		Map<UUID, NewKey> keys = new LinkedHashMap<>();
		keys.put(id(), new NewKey(selector(), this.pairs.apply(DkimAlgorithm.RSA)));
		if (this.ed25519) {
			keys.put(id(), new NewKey(selector(), this.pairs.apply(DkimAlgorithm.ED25519)));
		}
		return keys;
	}

	/**
	 * A selector that nobody else has: several sub-accounts may register one name.
	 */
	private static String selector() {
		SecureRandom random = new SecureRandom();
		StringBuilder selector = new StringBuilder("sp");
		for (int i = 0; i < SELECTOR_RANDOM_LENGTH; i++) {
			selector.append("abcdefghijkmnpqrstuvwxyz23456789".charAt(random.nextInt(32)));
		}
		return selector.toString();
	}

}
