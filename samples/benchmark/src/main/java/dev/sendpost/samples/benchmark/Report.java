package dev.sendpost.samples.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The outcome of a comparison, as Markdown.
 */
final class Report {

	private final List<NetworkReport> networks = new ArrayList<>();

	private final Options options;

	Report(Options options) {
		this.options = options;
	}

	NetworkReport addNetwork(String name, Duration roundTrip) {
		NetworkReport network = new NetworkReport(name, roundTrip);
		this.networks.add(network);
		return network;
	}

	String toMarkdown() {
		return """
				# Sending: messages per second

				%s

				Medians of %d rounds of %.1f s each, the clients in turns.

				%s""".formatted(Machine.describe(), this.options.rounds(), this.options.measured().toMillis() / 1000.0,
				this.networks.stream().map(NetworkReport::toMarkdown).collect(Collectors.joining("\n")));
	}

}
