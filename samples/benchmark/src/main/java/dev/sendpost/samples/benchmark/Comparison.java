package dev.sendpost.samples.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures all clients in one run, each in its own JVM and in turns, so that whatever
 * else the machine does hits them alike. A client that loses a message fails the run.
 */
final class Comparison implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

	private final List<RivalProcess> rivals = new ArrayList<>();

	private final Options options;

	private final int sinkPort;

	private final SinkClient sink;

	private Comparison(Options options, int sinkPort) throws IOException {
		this.options = options;
		this.sinkPort = sinkPort;
		this.sink = new SinkClient(sinkPort);
	}

	static Report run(Options options) throws Exception {
		try (ChildProcess sink = ChildProcess.startSelf(List.of("-Xmx64m"), "sink")) {
			int port = Integer.parseInt(sink.readLine("port", START_TIMEOUT));
			try (Comparison comparison = new Comparison(options, port)) {
				return comparison.run();
			}
		}
	}

	private Report run() throws Exception {
		for (Rival rival : Rival.values()) {
			this.rivals.add(RivalProcess.start(rival));
		}
		warmUp();
		Report report = new Report(this.options);
		measure(report, "Loopback", this.sinkPort);
		Duration roundTrip = this.options.roundTrip();
		if (!roundTrip.isZero()) {
			try (DelayProxy proxy = new DelayProxy(this.sinkPort, roundTrip.dividedBy(2))) {
				measure(report, "Through a proxy with a round trip of " + roundTrip.toMillis() + " ms", proxy.port());
			}
		}
		return report;
	}

	private void warmUp() throws Exception {
		int connections = Collections.max(this.options.connections());
		for (RivalProcess rival : this.rivals) {
			rival.run(this.sinkPort, connections, this.options.warmup(), Duration.ZERO);
		}
	}

	private void measure(Report report, String network, int port) throws Exception {
		NetworkReport networkReport = report.addNetwork(network, roundTrip(port));
		for (int connections : this.options.connections()) {
			for (int round = 0; round < this.options.rounds(); round++) {
				for (RivalProcess rival : this.rivals) {
					networkReport.add(connections, rival.rival(), measure(rival, port, connections));
				}
			}
		}
	}

	private Measurement measure(RivalProcess rival, int port, int connections) throws Exception {
		SinkCount before = this.sink.count();
		Load.Result result = rival.run(port, connections, this.options.leadIn(), this.options.measured());
		SinkCount arrived = this.sink.count().since(before);
		if (arrived.messages() != result.total() || arrived.recipients() != result.total()) {
			throw new IllegalStateException("%s sent %d messages, but %d with %d recipients arrived"
				.formatted(rival.rival(), result.total(), arrived.messages(), arrived.recipients()));
		}
		return new Measurement(result.messagesPerSecond(), arrived.bytes() / Math.max(1, arrived.messages()));
	}

	private static Duration roundTrip(int port) throws IOException {
		try (SinkClient client = new SinkClient(port)) {
			return client.roundTrip();
		}
	}

	@Override
	public void close() throws IOException {
		this.rivals.forEach(RivalProcess::close);
		this.sink.close();
	}

}
