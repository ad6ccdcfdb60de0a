package dev.sendpost.samples.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.domain.dkim.DkimAlgorithm;
import dev.sendpost.domain.dkim.DkimKey;
import dev.sendpost.domain.dkim.DkimKeyPair;
import dev.sendpost.domain.dkim.DkimSigner;
import dev.sendpost.mime.MimeRenderer;
import dev.sendpost.mime.RenderedEmail;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a DKIM signature adds to the cost of a message: of the 2 KB message, and of one
 * with an attachment of 25 MB.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SigningBenchmark {

	private static final int LARGE = 25 * 1024 * 1024;

	private final DkimKey rsa = key(DkimAlgorithm.RSA);

	private final DkimKey ed25519 = key(DkimAlgorithm.ED25519);

	private final DkimSigner signer = new DkimSigner(Clock.systemUTC(), null);

	private final RenderedEmail small = render(GatewaySender.email(new BenchmarkMessages(4242).next()));

	private final RenderedEmail large = render(GatewaySender.email(new BenchmarkMessages(4242).next())
		.toBuilder()
		.attach(Attachment.of("large.bin", new byte[LARGE]))
		.build());

	private static DkimKey key(DkimAlgorithm algorithm) {
		return new DkimKey("example.com", "s1", algorithm, DkimKeyPair.generate(algorithm).privateKey());
	}

	private static RenderedEmail render(Email email) {
		return new MimeRenderer().render(email, "<01a1fe13-5181-74fb-ad32-deb5d984ff7e@example.com>", Instant.EPOCH);
	}

	/**
	 * RSA with 2,048 bits.
	 */
	@Benchmark
	public long rsa() throws IOException {
		return this.signer.sign(this.small, List.of(this.rsa)).size();
	}

	/**
	 * Ed25519.
	 */
	@Benchmark
	public long ed25519() throws IOException {
		return this.signer.sign(this.small, List.of(this.ed25519)).size();
	}

	/**
	 * Both signatures.
	 */
	@Benchmark
	public long both() throws IOException {
		return this.signer.sign(this.small, List.of(this.rsa, this.ed25519)).size();
	}

	/**
	 * Both signatures of the large message.
	 */
	@Benchmark
	public long bothOfLarge() throws IOException {
		return this.signer.sign(this.large, List.of(this.rsa, this.ed25519)).size();
	}

	/**
	 * The large message written without a signature, to compare.
	 */
	@Benchmark
	public void writeLarge() throws IOException {
		this.large.writeTo(OutputStream.nullOutputStream());
	}

}
