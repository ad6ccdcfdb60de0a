package dev.sendpost.samples.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One mail client in its own JVM: the coordinator's handle on it, and what runs there. It
 * waits for {@code run} lines and answers each with a line.
 */
final class RivalProcess implements AutoCloseable {

	private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m");

	private static final Duration GRACE = Duration.ofMinutes(2);

	private static final long SEED = 4242;

	private final Rival rival;

	private final ChildProcess process;

	private RivalProcess(Rival rival, ChildProcess process) {
		this.rival = rival;
		this.process = process;
	}

	static RivalProcess start(Rival rival) throws IOException {
		List<String> options = new ArrayList<>(HEAP);
		options.addAll(rival.jvmOptions());
		return new RivalProcess(rival, ChildProcess.startSelf(options, "rival", rival.name()));
	}

	Rival rival() {
		return this.rival;
	}

	Load.Result run(int port, int connections, Duration leadIn, Duration measured) throws Exception {
		this.process.writeLine("run %d %d %d %d".formatted(port, connections, leadIn.toMillis(), measured.toMillis()));
		String[] answer = this.process.readLine("done", leadIn.plus(measured).plus(GRACE)).split(" ");
		return new Load.Result(Long.parseLong(answer[0]), Long.parseLong(answer[1]), Long.parseLong(answer[2]));
	}

	@Override
	public void close() {
		this.process.close();
	}

	/**
	 * What runs in the client's JVM, until its input ends. It answers when the client has
	 * closed its connections, so as not to disturb the next.
	 */
	static void serve(Rival rival, BufferedReader input, PrintStream output) throws Exception {
		BenchmarkMessages messages = new BenchmarkMessages(SEED);
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			String[] run = line.split(" ");
			Load.Result result = run(rival, messages, Integer.parseInt(run[1]), Integer.parseInt(run[2]),
					Duration.ofMillis(Long.parseLong(run[3])), Duration.ofMillis(Long.parseLong(run[4])));
			output.printf(Locale.ROOT, "done %d %d %d%n", result.total(), result.count(), result.nanos());
			output.flush();
		}
	}

	private static Load.Result run(Rival rival, BenchmarkMessages messages, int port, int connections, Duration leadIn,
			Duration measured) throws Exception {
		try (Sender sender = rival.newSender()) {
			sender.start(port, connections);
			return new Load(sender, messages).run(sender.callers(connections), leadIn, measured);
		}
	}

}
