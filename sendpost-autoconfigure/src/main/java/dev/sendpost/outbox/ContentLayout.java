package dev.sendpost.outbox;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the parts of a content lie: the message without its files, then each file.
 *
 * @param lengths how many octets each part has
 */
record ContentLayout(List<Long> lengths) {

	static ContentLayout parse(String text) {
		try {
			List<Long> lengths = new ArrayList<>();
			for (String length : text.split(",")) {
				lengths.add(Long.parseLong(length));
			}
			return new ContentLayout(lengths);
		}
		catch (NumberFormatException ex) {
			throw new UnreadableContentException("The stored layout of the e-mail cannot be read", ex);
		}
	}

	/**
	 * The layout as text that {@link #parse(String)} reads.
	 */
	String format() {
		return String.join(",", this.lengths.stream().map(String::valueOf).toList());
	}

	long start(int part) {
		return this.lengths.subList(0, part).stream().mapToLong(Long::longValue).sum();
	}

	long length(int part) {
		return this.lengths.get(part);
	}

	int parts() {
		return this.lengths.size();
	}

}
