package dev.sendpost.samples.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * One direction of a proxied connection: a thread that notes when bytes come in, and one
 * that passes them on when they are due.
 */
final class DelayLine {

	private static final int BUFFER_SIZE = 64 * 1024;

	/**
	 * Bounds what a receiver that does not read can pile up.
	 */
	private static final int MAX_CHUNKS = 1024;

	private final BlockingQueue<Chunk> queue = new LinkedBlockingQueue<>(MAX_CHUNKS);

	private final Socket source;

	private final Socket target;

	private final long delayNanos;

	DelayLine(Socket source, Socket target, Duration delay) {
		this.source = source;
		this.target = target;
		this.delayNanos = delay.toNanos();
	}

	/**
	 * Starts to pass on.
	 * @param onEnd what to do when the source has ended, or an end has failed, and
	 * nothing is left to pass on
	 */
	void start(Runnable onEnd) {
		startThread("delay-in", this::read);
		startThread("delay-out", () -> {
			write();
			onEnd.run();
		});
	}

	private void read() {
		byte[] buffer = new byte[BUFFER_SIZE];
		try {
			InputStream input = this.source.getInputStream();
			for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
				enqueue(Arrays.copyOf(buffer, count));
			}
		}
		catch (IOException ex) {
			// A reset ends the direction as an orderly end does.
		}
		enqueue(new byte[0]);
	}

	private void enqueue(byte[] bytes) {
		try {
			this.queue.put(new Chunk(bytes, System.nanoTime() + this.delayNanos));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void write() {
		Chunk chunk = next();
		try {
			OutputStream output = this.target.getOutputStream();
			for (; !chunk.isEnd(); chunk = next()) {
				output.write(chunk.bytes());
			}
			this.target.shutdownOutput();
		}
		catch (IOException ex) {
			closeQuietly(this.source);
			while (!chunk.isEnd()) {
				chunk = next();
			}
		}
	}

	private Chunk next() {
		try {
			Chunk chunk = this.queue.take();
			for (long early = chunk.early(); early > 0; early = chunk.early()) {
				LockSupport.parkNanos(early);
			}
			return chunk;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static void startThread(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	static void closeQuietly(AutoCloseable closeable) {
		try {
			closeable.close();
		}
		catch (Exception ex) {
			// Whoever uses it learns of its end.
		}
	}

	/**
	 * Bytes and when to pass them on; no bytes stand for the end.
	 */
	private record Chunk(byte[] bytes, long dueNanos) {

		boolean isEnd() {
			return this.bytes.length == 0;
		}

		long early() {
			return this.dueNanos - System.nanoTime();
		}

	}

}
