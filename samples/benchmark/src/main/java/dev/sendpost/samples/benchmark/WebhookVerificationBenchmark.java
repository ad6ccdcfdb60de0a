package dev.sendpost.samples.benchmark;

import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;

import dev.sendpost.webhook.inbound.signature.Verification;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What it costs to verify a webhook of 1 KB, and what of that is the JDK's arithmetic
 * over what is signed, with an object that is made and keyed once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WebhookVerificationBenchmark {

	/** How it is signed. */
	@Param
	public WebhookScheme scheme = WebhookScheme.HEX;

	@SuppressWarnings("NullAway.Init")
	private WebhookSample sample;

	@Setup
	public void sign() throws Exception {
		this.sample = WebhookSample.of(this.scheme);
	}

	/**
	 * The library.
	 */
	@Benchmark
	public Verification verifier() {
		return this.sample.verify();
	}

	/**
	 * The JDK.
	 */
	@Benchmark
	public boolean primitive() throws GeneralSecurityException {
		return this.sample.primitive();
	}

	/**
	 * The JDK, after the bare reading of the body where what is signed is inside: tokens
	 * of JSON that are not looked at, or a form that is decoded.
	 */
	@Benchmark
	public boolean primitiveAfterReading(Blackhole read) throws GeneralSecurityException {
		this.sample.read(read);
		return this.sample.primitive();
	}

}
