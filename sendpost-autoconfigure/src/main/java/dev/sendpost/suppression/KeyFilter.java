package dev.sendpost.suppression;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells of a key that it is surely not among many, in three octets for each of them (a
 * Bloom filter). One key in 25,000 that is not there seems to be. The keys are digests,
 * so that their own bits are random enough. Used by many threads.
 */
final class KeyFilter {

	/** Octets of heap for each key it has room for. */
	private static final int OCTETS_PER_KEY = 3;

	private static final int PROBES = 8;

	private static final int SMALLEST = 1 << 12;

	private final AtomicLongArray words;

	private final long bits;

	private final long capacity;

	KeyFilter(long capacity) {
		this.capacity = Math.max(capacity, SMALLEST);
		this.words = new AtomicLongArray(Math.toIntExact(this.capacity * OCTETS_PER_KEY / Long.BYTES + 1));
		this.bits = this.words.length() * (long) Long.SIZE;
	}

	/**
	 * How many keys it has room for before it errs more often.
	 */
	long capacity() {
		return this.capacity;
	}

	void add(UUID key) {
		for (int probe = 0; probe < PROBES; probe++) {
			long bit = bit(key, probe);
			long mask = 1L << bit;
			int word = (int) (bit >>> 6);
			if ((this.words.get(word) & mask) == 0) {
				this.words.accumulateAndGet(word, mask, (current, added) -> current | added);
			}
		}
	}

	/**
	 * Whether a key may have been added; if not, it was not.
	 */
	boolean mayContain(UUID key) {
		for (int probe = 0; probe < PROBES; probe++) {
			long bit = bit(key, probe);
			if ((this.words.get((int) (bit >>> 6)) & (1L << bit)) == 0) {
				return false;
			}
		}
		return true;
	}

	private long bit(UUID key, int probe) {
		long hash = key.getMostSignificantBits() + probe * (key.getLeastSignificantBits() | 1);
		return Math.floorMod(hash, this.bits);
	}

}
