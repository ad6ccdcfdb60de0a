package dev.sendpost.api.sendpost;

import java.time.Instant;

/**
 * Times as the service writes them: nanoseconds since 1970-01-01 UTC.
 */
final class Nanos {

	private Nanos() {
	}

	static long of(Instant time) {
		return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
	}

}
