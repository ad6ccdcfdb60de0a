package dev.sendpost.gateway;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.fasterxml.uuid.UUIDClock;

import org.springframework.util.function.SingletonSupplier;

/**
 * Makes ids of messages: UUIDs of version 7 (RFC 9562), so that later ones are greater.
 */
public final class EmailIds implements Supplier<UUID> {

	/*
	 * Made with the first id: it takes a source of randomness, which the start of an
	 * application need not wait for.
	 */
	private final SingletonSupplier<NoArgGenerator> generator;

	/**
	 * Create a source of ids.
	 * @param clock tells the time that goes into them
	 */
	public EmailIds(Clock clock) {
		this.generator = SingletonSupplier
			.of(() -> Generators.timeBasedEpochGenerator(new SecureRandom(), new UUIDClock() {

				@Override
				public long currentTimeMillis() {
					return clock.millis();
				}

			}));
	}

	@Override
	public UUID get() {
		return this.generator.obtain().generate();
	}

}
