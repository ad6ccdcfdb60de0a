package dev.sendpost.limit;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConfigurationBuilder;

/**
 * A bucket and what it holds. A rate that is changed makes it another bucket.
 */
record BucketKey(String name, List<Rate> rates) {

	BucketConfiguration configuration() {
		ConfigurationBuilder builder = BucketConfiguration.builder();
		for (Rate rate : this.rates) {
			builder.addLimit(
					Bandwidth.builder().capacity(rate.amount()).refillGreedy(rate.amount(), rate.period()).build());
		}
		return builder.build();
	}

	/**
	 * How long it takes an empty bucket to be full.
	 */
	Duration longest() {
		return this.rates.stream().map(Rate::period).max(Duration::compareTo).orElseThrow();
	}

	@Override
	public String toString() {
		return this.name + this.rates.stream().map((rate) -> ":" + rate).collect(Collectors.joining());
	}

}
