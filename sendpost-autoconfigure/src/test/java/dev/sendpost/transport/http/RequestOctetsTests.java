package dev.sendpost.transport.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestOctets}.
 */
class RequestOctetsTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 1023, 1024, 1025, 3072, 1_000_000 })
	void itTellsBeforeTheLastOctetsGoOut(int size) throws IOException {
		byte[] octets = new byte[size];
		Arrays.fill(octets, (byte) 'x');
		RequestOctets body = new RequestOctets();
		body.write(octets, 0, size);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		AtomicInteger before = new AtomicInteger(-1);
		body.writeTo(out, () -> before.set(out.size()));
		assertThat(before.get()).isBetween(0, size - 1);
		assertThat(out.toByteArray()).isEqualTo(octets);
	}

}
