package dev.sendpost.webhook.inbound.mvc;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Bodies that come in drops, by a clock that the test moves.
 */
class SlowBodyTests {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);

	private final WebhookReader reader = new WebhookReader(1024, this.now::get);

	@Test
	void aBodyMayTakeHalfAMinute() throws Exception {
		assertThat(this.reader.read(dripping(30, Duration.ofSeconds(1))).body()).hasSize(30);
	}

	@Test
	void aBodyThatTakesLongerIsRefusedWhileItStillComes() {
		MockHttpServletRequest request = dripping(1000, Duration.ofSeconds(4));
		assertThatExceptionOfType(WebhookBodyTooSlowException.class).isThrownBy(() -> this.reader.read(request));
		assertThat(((Dripping) inputStream(request)).octets).isEqualTo(8);
		WebhookProblem problem = WebhookProblem.of(new WebhookBodyTooSlowException());
		assertThat(problem.reason()).isEqualTo("too-slow");
	}

	private static ServletInputStream inputStream(MockHttpServletRequest request) {
		return request.getInputStream();
	}

	private MockHttpServletRequest dripping(int octets, Duration each) {
		Dripping body = new Dripping(octets, each);
		return new MockHttpServletRequest("POST", "/hooks") {

			@Override
			public ServletInputStream getInputStream() {
				return body;
			}

		};
	}

	/**
	 * Gives an octet at a time, after a while.
	 */
	private final class Dripping extends ServletInputStream {

		private final int size;

		private final Duration each;

		private int octets;

		Dripping(int size, Duration each) {
			this.size = size;
			this.each = each;
		}

		@Override
		public int read() {
			if (this.octets == this.size) {
				return -1;
			}
			SlowBodyTests.this.now.addAndGet(this.each.toNanos());
			this.octets++;
			return 'x';
		}

		@Override
		public int read(byte[] buffer, int offset, int length) {
			int octet = read();
			if (octet < 0) {
				return -1;
			}
			buffer[offset] = (byte) octet;
			return 1;
		}

		@Override
		public boolean isFinished() {
			return this.octets == this.size;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setReadListener(ReadListener listener) {
			throw new IllegalStateException();
		}

	}

}
