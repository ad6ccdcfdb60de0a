package dev.sendpost.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Ticker;

/**
 * Time that goes on when it is told to: what a clock shows, and apart from that how much
 * of it has gone by.
 */
public final class TestTime implements InstantSource, Ticker {

	private final AtomicLong elapsed = new AtomicLong();

	private volatile Instant shown = Instant.parse("2026-02-03T04:05:06Z");

	/**
	 * Time goes by.
	 */
	public void pass(Duration duration) {
		this.elapsed.addAndGet(duration.toNanos());
		set(duration);
	}

	/**
	 * Somebody sets the clock, or it jumps.
	 */
	public void set(Duration change) {
		this.shown = this.shown.plus(change);
	}

	@Override
	public Instant instant() {
		return this.shown;
	}

	@Override
	public long read() {
		return this.elapsed.get();
	}

}
