package dev.sendpost.samples.benchmark;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Messages that render to about 2 KB of multipart/alternative, all different and the same
 * for every client: ASCII lines of fewer than 76 characters, so that each client chooses
 * the same transfer encoding.
 */
public final class BenchmarkMessages {

	private static final int DISTINCT = 1024;

	private static final int LINES = 10;

	private static final String[] WORDS = { "order", "parcel", "invoice", "account", "delivery", "address", "tomorrow",
			"payment", "confirmed", "number", "please", "return", "support", "because", "between", "the", "and", "for",
			"with", "your", "our", "has", "been", "will", "arrive" };

	private final List<BenchmarkMessage> messages;

	private final AtomicInteger next = new AtomicInteger();

	public BenchmarkMessages(long seed) {
		Random random = new Random(seed);
		this.messages = Stream.generate(() -> message(random)).limit(DISTINCT).toList();
	}

	/**
	 * The next message; after the last comes the first again.
	 */
	public BenchmarkMessage next() {
		return this.messages.get(this.next.getAndIncrement() & (DISTINCT - 1));
	}

	private static BenchmarkMessage message(Random random) {
		int number = random.nextInt(1_000_000);
		StringBuilder text = new StringBuilder(1024);
		StringBuilder html = new StringBuilder(1024).append("<html><body>\r\n");
		for (int i = 0; i < LINES; i++) {
			String line = line(random);
			text.append(line).append("\r\n");
			html.append("<p>").append(line).append("</p>\r\n");
		}
		html.append("</body></html>\r\n");
		return new BenchmarkMessage("shop@sender.example", "customer" + number + "@recipient.example",
				"Your order " + number + " is on its way", text.toString(), html.toString());
	}

	private static String line(Random random) {
		StringBuilder line = new StringBuilder(WORDS[random.nextInt(WORDS.length)]);
		while (line.length() < 54) {
			line.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
		}
		return line.append('.').toString();
	}

}
