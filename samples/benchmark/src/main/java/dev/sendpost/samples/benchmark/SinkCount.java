package dev.sendpost.samples.benchmark;

/**
 * How much a sink has accepted.
 *
 * @param messages the messages whose final dot was answered with 250
 * @param recipients the recipients of those messages
 * @param bytes what stood between DATA and the final dot, as transmitted
 */
public record SinkCount(long messages, long recipients, long bytes) {

	static SinkCount parse(String text) {
		String[] numbers = text.split(" ");
		return new SinkCount(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
	}

	SinkCount since(SinkCount earlier) {
		return new SinkCount(this.messages - earlier.messages, this.recipients - earlier.recipients,
				this.bytes - earlier.bytes);
	}

	@Override
	public String toString() {
		return this.messages + " " + this.recipients + " " + this.bytes;
	}

}
