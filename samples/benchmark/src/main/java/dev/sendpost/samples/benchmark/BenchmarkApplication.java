package dev.sendpost.samples.benchmark;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import dev.sendpost.samples.benchmark.door.DoorApplication;
import dev.sendpost.samples.benchmark.outbox.OutboxBenchmark;
import dev.sendpost.samples.benchmark.outbox.RelayBenchmark;
import dev.sendpost.samples.benchmark.outbox.StatisticsBenchmark;
import dev.sendpost.samples.benchmark.panel.PanelBenchmark;
import dev.sendpost.samples.benchmark.suppression.SuppressionBenchmark;

/**
 * Compares mail clients, or does one of the parts of that; see the README for the
 * commands.
 */
public final class BenchmarkApplication {

	private BenchmarkApplication() {
	}

	/**
	 * Runs the command named by the first argument, or the comparison.
	 */
	public static void main(String[] arguments) {
		try {
			run(arguments);
		}
		catch (Throwable ex) {
			ex.printStackTrace();
			// A failed client may leave threads that would keep the process.
			System.exit(1);
		}
	}

	private static void run(String... arguments) throws Exception {
		boolean named = arguments.length > 0 && !arguments[0].startsWith("--");
		String command = named ? arguments[0] : "compare";
		String[] rest = Arrays.copyOfRange(arguments, named ? 1 : 0, arguments.length);
		switch (command) {
			case "compare" -> System.out.println(Comparison.run(Options.parse(rest)).toMarkdown());
			case "outbox" -> System.out.println(outbox(rest));
			case "relay" -> System.out.println(RelayBenchmark.run(rest));
			case "statistics" -> System.out.println(statistics(rest));
			case "door" -> System.out.println(DoorComparison.run(rest));
			case "door-server" -> DoorApplication.serve(rest);
			case "panel" -> System.out.println(PanelBenchmark.run(rest));
			case "suppressions" -> System.out.println(SuppressionBenchmark.run(rest));
			case "startup" -> System.out.println(StartupCost.run(rest).toMarkdown());
			case "jmh" -> System.exit(Jmh.run(rest));
			case "sink" -> sink();
			case "rival" -> rival(Rival.valueOf(rest[0]));
			default -> throw new IllegalArgumentException("Unknown command '" + command + "'");
		}
	}

	private static String outbox(String... arguments) throws Exception {
		try (ChildProcess sink = ChildProcess.startSelf(List.of("-Xmx64m"), "sink")) {
			int port = Integer.parseInt(sink.readLine("port", Duration.ofSeconds(30)));
			return OutboxBenchmark.run(port, arguments);
		}
	}

	private static String statistics(String... arguments) throws Exception {
		try (ChildProcess sink = ChildProcess.startSelf(List.of("-Xmx64m"), "sink")) {
			int port = Integer.parseInt(sink.readLine("port", Duration.ofSeconds(30)));
			return StatisticsBenchmark.run(port, arguments);
		}
	}

	private static void sink() throws Exception {
		try (SmtpSink sink = new SmtpSink()) {
			System.out.println("port " + sink.port());
			System.in.transferTo(OutputStream.nullOutputStream());
		}
	}

	private static void rival(Rival rival) throws Exception {
		RivalProcess.serve(rival, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
				System.out);
	}

}
