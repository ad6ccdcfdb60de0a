package dev.sendpost.samples.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was measured over one network, as a Markdown table.
 */
final class NetworkReport {

	private final Map<Integer, Map<Rival, List<Measurement>>> cells = new TreeMap<>();

	private final String name;

	private final Duration roundTrip;

	NetworkReport(String name, Duration roundTrip) {
		this.name = name;
		this.roundTrip = roundTrip;
	}

	void add(int connections, Rival rival, Measurement measurement) {
		this.cells.computeIfAbsent(connections, (key) -> new EnumMap<>(Rival.class))
			.computeIfAbsent(rival, (key) -> new ArrayList<>())
			.add(measurement);
	}

	String toMarkdown() {
		StringBuilder markdown = new StringBuilder();
		append(markdown, "## %s (a NOOP takes %.2f ms)%n%n", this.name, this.roundTrip.toNanos() / 1e6);
		append(markdown, "| connections | client | messages/s | min–max | × as it comes | × tuned | bytes/message |%n");
		append(markdown, "|--:|---|--:|--:|--:|--:|--:|%n");
		this.cells.forEach((connections, rivals) -> rivals
			.forEach((rival, measurements) -> appendRow(markdown, connections, rivals, rival)));
		return markdown.toString();
	}

	private static void appendRow(StringBuilder markdown, int connections, Map<Rival, List<Measurement>> rivals,
			Rival rival) {
		double[] speeds = speeds(rivals, rival);
		double median = Statistics.median(speeds);
		append(markdown, "| %d | %s | %,.0f | %,.0f–%,.0f | %.2f | %.2f | %d |%n", connections, rival.label(), median,
				Statistics.min(speeds), Statistics.max(speeds),
				median / Statistics.median(speeds(rivals, Rival.SPRING)),
				median / Statistics.median(speeds(rivals, Rival.SPRING_TUNED)),
				rivals.getOrDefault(rival, List.of()).get(0).messageSize());
	}

	private static double[] speeds(Map<Rival, List<Measurement>> rivals, Rival rival) {
		return rivals.getOrDefault(rival, List.of()).stream().mapToDouble(Measurement::messagesPerSecond).toArray();
	}

	private static void append(StringBuilder markdown, String format, Object... arguments) {
		markdown.append(String.format(Locale.ROOT, format, arguments));
	}

}
