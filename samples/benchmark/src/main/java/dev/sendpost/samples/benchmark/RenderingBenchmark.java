package dev.sendpost.samples.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import dev.sendpost.mime.MimeRenderer;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * What it costs to build the 2 KB message and write it as MIME, without a network.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RenderingBenchmark {

	private final BenchmarkMessages messages = new BenchmarkMessages(4242);

	private final JavaMailSenderImpl mailSender = new JavaMailSenderImpl();

	private final MimeRenderer renderer = new MimeRenderer();

	/**
	 * Jakarta Mail as it comes.
	 */
	@Benchmark
	public long jakartaMail() throws MessagingException, IOException {
		return buildAndWrite();
	}

	/**
	 * Jakarta Mail, spared the look-up of its stream provider.
	 */
	@Benchmark
	@Fork(value = 2,
			jvmArgsAppend = "-Djakarta.mail.util.StreamProvider=org.eclipse.angus.mail.util.MailStreamProvider")
	public long jakartaMailStreamProviderNamed() throws MessagingException, IOException {
		return buildAndWrite();
	}

	/**
	 * sendpost's own renderer, building the value included.
	 */
	@Benchmark
	public long sendpost() throws IOException {
		CountingOutputStream output = new CountingOutputStream();
		this.renderer
			.render(GatewaySender.email(this.messages.next()), "<01a1fe13-5181-74fb-ad32-deb5d984ff7e@example.com>",
					Instant.EPOCH)
			.writeTo(output);
		return output.count;
	}

	private long buildAndWrite() throws MessagingException, IOException {
		MimeMessage message = SpringMailSender.build(this.mailSender.createMimeMessage(), this.messages.next());
		CountingOutputStream output = new CountingOutputStream();
		message.saveChanges();
		message.writeTo(output);
		return output.count;
	}

	/**
	 * Takes the bytes as a buffered socket stream would, and drops them.
	 */
	private static final class CountingOutputStream extends OutputStream {

		private long count;

		@Override
		public void write(int value) {
			this.count++;
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			this.count += length;
		}

	}

}
