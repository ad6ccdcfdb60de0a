package dev.sendpost.samples.benchmark;

import java.time.Duration;
import java.util.List;

/**
 * What to compare and for how long.
 *
 * @param connections the numbers of connections
 * @param rounds how often each client is measured at each number of connections
 * @param measured how long each of these measurements takes
 * @param warmup how long each client runs unmeasured first
 * @param roundTrip the round trip of the delayed network, or zero to leave it out
 */
record Options(List<Integer> connections, int rounds, Duration measured, Duration warmup, Duration roundTrip) {

	static Options parse(String... arguments) {
		CommandLine line = new CommandLine(arguments, "connections", "rounds", "seconds", "warmup", "delay");
		return new Options(List.of(line.numbers("connections", new Integer[] { 1, 4, 16 }, 1, 64)),
				line.number("rounds", 5, 1, 100), Duration.ofSeconds(line.number("seconds", 2, 1, 60)),
				Duration.ofSeconds(line.number("warmup", 5, 0, 60)),
				Duration.ofMillis(line.number("delay", 5, 0, 1000)));
	}

	/**
	 * How long a client runs before each measurement, to open its connections.
	 */
	Duration leadIn() {
		return this.measured.dividedBy(5);
	}

}
