package dev.sendpost.samples.benchmark;

import java.util.Arrays;

/**
 * What a report says of repeated measurements.
 */
public final class Statistics {

	private Statistics() {
	}

	public static double median(double... values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return (sorted.length % 2 != 0) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	static double min(double... values) {
		return Arrays.stream(values).min().orElseThrow();
	}

	static double max(double... values) {
		return Arrays.stream(values).max().orElseThrow();
	}

}
