package dev.sendpost.samples.benchmark;

/**
 * What a sink has accepted so far, over all connections. Its only user is the sink's one
 * thread.
 */
final class SinkTotals {

	private long messages;

	private long recipients;

	private long bytes;

	void add(long recipients, long bytes) {
		this.messages++;
		this.recipients += recipients;
		this.bytes += bytes;
	}

	SinkCount count() {
		return new SinkCount(this.messages, this.recipients, this.bytes);
	}

}
