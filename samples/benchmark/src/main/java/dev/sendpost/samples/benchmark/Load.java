package dev.sendpost.samples.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps a sender busy from as many threads as it wants. Connections open in a lead-in
 * that is not measured.
 */
final class Load {

	private final LongAdder sent = new LongAdder();

	private final AtomicBoolean stopped = new AtomicBoolean();

	private final Sender sender;

	private final BenchmarkMessages messages;

	Load(Sender sender, BenchmarkMessages messages) {
		this.sender = sender;
		this.messages = messages;
	}

	Result run(int callers, Duration leadIn, Duration measured) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(callers);
		try {
			List<Future<Long>> futures = new ArrayList<>();
			Callable<Long> caller = this::sendUntilStopped;
			for (int i = 0; i < callers; i++) {
				futures.add(executor.submit(caller));
			}
			TimeUnit.NANOSECONDS.sleep(leadIn.toNanos());
			long startCount = this.sent.sum();
			long start = System.nanoTime();
			TimeUnit.NANOSECONDS.sleep(measured.toNanos());
			long count = this.sent.sum() - startCount;
			long nanos = System.nanoTime() - start;
			this.stopped.set(true);
			long total = 0;
			for (Future<Long> future : futures) {
				total += future.get(1, TimeUnit.MINUTES);
			}
			return new Result(total, count, nanos);
		}
		finally {
			this.stopped.set(true);
			executor.shutdownNow();
		}
	}

	private long sendUntilStopped() throws Exception {
		long count = 0;
		do {
			this.sender.send(this.messages.next());
			this.sent.increment();
			count++;
		}
		while (!this.stopped.get());
		return count;
	}

	/**
	 * What was sent.
	 *
	 * @param total all messages, those of the lead-in and those finished late included
	 * @param count the messages sent in the measured time
	 * @param nanos the measured time
	 */
	record Result(long total, long count, long nanos) {

		double messagesPerSecond() {
			return this.count * 1e9 / this.nanos;
		}

	}

}
