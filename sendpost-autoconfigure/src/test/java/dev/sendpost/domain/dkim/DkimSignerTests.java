package dev.sendpost.domain.dkim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.GeneratedContent;
import dev.sendpost.mime.MimeRenderer;
import dev.sendpost.mime.RenderedEmail;
import org.apache.james.jdkim.canon.RelaxedBodyCanonicalizer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link DkimSigner} and its canonicalization.
 */
class DkimSignerTests {

	private static final List<DkimKey> KEYS = List.of(key(DkimAlgorithm.RSA), key(DkimAlgorithm.ED25519));

	private final DkimSigner signer = new DkimSigner(Clock.systemUTC(), null);

	private static DkimKey key(DkimAlgorithm algorithm) {
		return new DkimKey("example.com", "s1", algorithm, DkimKeyPair.generate(algorithm).privateKey());
	}

	@Test
	void aLargeMessageIsNotHeldInMemory() throws IOException {
		GeneratedContent content = new GeneratedContent(25 << 20);
		RenderedEmail message = render(Attachment.of("large.bin", content));
		this.signer.sign(render(Attachment.of("small.bin", new byte[10])), KEYS);
		com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		this.signer.sign(message, KEYS);
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isPositive().isLessThan(2 << 20);
		assertThat(content.open()).isZero();
	}

	@Test
	void theSizeOfASignedMessageIsKnown() throws IOException {
		RenderedEmail signed = this.signer.sign(render(Attachment.of("small.bin", new byte[1000])), KEYS);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		signed.writeTo(out);
		assertThat(signed.size()).isEqualTo(out.size());
		assertThat(out.toString(StandardCharsets.US_ASCII)).startsWith("DKIM-Signature: v=1; a=rsa-sha256;");
	}

	@Test
	void anAttachmentThatCannotBeReadIsTold() {
		RenderedEmail message = render(Attachment.of("gone.bin", () -> {
			throw new IOException("gone");
		}));
		assertThatIOException().isThrownBy(() -> this.signer.sign(message, KEYS)).withMessage("gone");
	}

	@Test
	void keysAreNotAmongWhatIsPrinted() {
		assertThat(KEYS.get(0)).hasToString("DkimKey[RSA, s1._domainkey.example.com]");
		DkimKeyPair pair = DkimKeyPair.generate(DkimAlgorithm.ED25519);
		assertThat(pair.toString()).contains(pair.publicKey()).doesNotContain(pair.encodedPrivateKey());
	}

	@Test
	void aKeyPairFollowsFromItsPrivateKey() {
		for (DkimAlgorithm algorithm : DkimAlgorithm.values()) {
			DkimKeyPair pair = DkimKeyPair.generate(algorithm);
			DkimKeyPair read = DkimKeyPair.of(DkimKeyPair.decodePrivateKey(algorithm, pair.encodedPrivateKey()));
			assertThat(read.publicKey()).isEqualTo(pair.publicKey());
			assertThat(read.algorithm()).isEqualTo(algorithm);
		}
	}

	/**
	 * Whatever the body, and however it comes in pieces.
	 */
	@Test
	void bodiesAreCanonicalizedAsJdkimDoes() throws Exception {
		Random random = new Random(6376);
		String[] pieces = { " ", "\t", "\r\n", "\r\n", "a", "bc", ".", "  ", "\u00e9" };
		for (int round = 0; round < 2000; round++) {
			StringBuilder body = new StringBuilder();
			int length = random.nextInt(30);
			for (int i = 0; i < length; i++) {
				body.append(pieces[random.nextInt(pieces.length)]);
			}
			body.append("x\r\n").append("\r\n".repeat(random.nextInt(3)));
			byte[] octets = body.toString().getBytes(StandardCharsets.UTF_8);
			assertThat(ours(octets, random)).as(body.toString()).isEqualTo(jdkims(octets));
		}
	}

	private static byte[] ours(byte[] octets, Random random) {
		RelaxedBody relaxed = new RelaxedBody();
		int start = 0;
		while (start < octets.length) {
			int count = Math.min(octets.length - start, 1 + random.nextInt(5));
			relaxed.update(octets, start, count);
			start += count;
		}
		return relaxed.digest();
	}

	private static byte[] jdkims(byte[] octets) throws Exception {
		ByteArrayOutputStream canonical = new ByteArrayOutputStream();
		try (RelaxedBodyCanonicalizer out = new RelaxedBodyCanonicalizer(canonical)) {
			out.write(octets, 0, octets.length);
		}
		return MessageDigest.getInstance("SHA-256").digest(canonical.toByteArray());
	}

	private static RenderedEmail render(Attachment attachment) {
		Email email = Email.builder()
			.from("ann@example.com")
			.to("bob@example.net")
			.subject("Hello")
			.text("World")
			.attach(attachment)
			.build();
		return new MimeRenderer().render(email, "<1@example.com>", Instant.EPOCH);
	}

}
