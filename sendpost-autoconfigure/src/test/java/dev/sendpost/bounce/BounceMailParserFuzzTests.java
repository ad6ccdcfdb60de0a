package dev.sendpost.bounce;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a parser must not do, whatever it is given: throw anything but the exception it
 * declares, or take memory out of proportion. The inputs are the samples, mutated, and
 * the same in each run. {@code -Dsendpost.fuzz=1000000} tries more of them.
 */
class BounceMailParserFuzzTests {

	private static final int INPUTS = Integer.getInteger("sendpost.fuzz", 4_000);

	/** Octets that parsing may allocate, for each octet of input and in any case. */
	private static final int ALLOCATED_PER_OCTET = 500;

	private static final int ALLOCATED_AT_LEAST = 8_000_000;

	private static final List<String> FRAGMENTS = List.of("\r\n", "\r\n\r\n", "\n", "\r", ":", ";", "<", ">", "@", "=",
			"=\r\n", "=?utf-8?B?", "\\x{110000}", "\\x{F6}", "\u0000", "\u00ff\u00fe", "--b1\r\n", "--b1--\r\n",
			"--\r\n", "Content-Type: multipart/mixed; boundary=b1\r\n", "Content-Type: message/rfc822\r\n",
			"Content-Type: message/delivery-status\r\n", "Content-Type: message/feedback-report\r\n",
			"Content-Type: multipart/report; boundary=\"\"\r\n", "Content-Type: multipart/report; boundary=\"a\\",
			"Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: quoted-printable\r\n",
			"Final-Recipient: rfc822; x@y\r\n", "Action: failed\r\n", "Status: 5.999.999\r\n", "Status: 9.9.9\r\n",
			"X-Failed-Recipients: a@b.example, c@d.example\r\n", "Hi. This is the\r\n\r\n<a@b.example>:\r\n",
			"------ This is a copy of the message\r\n", "Date: Mon, 99 Foo -1 99:99:99 +9999\r\n",
			"Date: Mon, 16 Nov 999999999999 08:12:03 +0000\r\n", "Message-ID: <@>\r\n", "Feedback-Type: abuse\r\n",
			"To: (((((\r\n", "To: \"<\r\n", ",,,,,,,,", "((((((((", "\\\\\\\\", "        ");

	private final Random random = new Random(20261116);

	private final List<byte[]> samples = BounceMailSamples.ALL.stream().map(BounceMailSamples::octets).toList();

	@Test
	void nothingButTheDeclaredExceptionAndMemoryInProportion() {
		BounceMailParser parser = new BounceMailParser(200_000);
		// What classes allocate when they are initialized is not what is measured.
		this.samples.forEach(parser::parse);
		Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
		long most = 0;
		for (int i = 0; i < INPUTS; i++) {
			byte[] input = mutated();
			long before = allocated();
			ReturnedMail mail = parse(parser, input, i);
			long allocated = allocated() - before;
			assertThat(allocated).as("octets allocated for input %s", i)
				.isLessThan(ALLOCATED_AT_LEAST + (long) ALLOCATED_PER_OCTET * input.length);
			most = Math.max(most, allocated);
			kinds.merge(kind(mail), 1, Integer::sum);
		}
		System.out.println(INPUTS + " inputs: " + kinds + ", up to " + most + " octets allocated for one");
		assertThat(kinds).containsKeys(Kind.values());
	}

	private static @Nullable ReturnedMail parse(BounceMailParser parser, byte[] input, int number) {
		try {
			return parser.parse(input);
		}
		catch (UnreadableMailException ex) {
			return null;
		}
		catch (RuntimeException | Error ex) {
			throw new AssertionError("Input " + number + ":\n" + new String(input, StandardCharsets.ISO_8859_1), ex);
		}
	}

	private static Kind kind(@Nullable ReturnedMail mail) {
		if (mail == null) {
			return Kind.UNREADABLE;
		}
		assertThat(mail.header().addressees().size()).isLessThanOrEqualTo(60);
		if (mail instanceof DeliveryReport report) {
			assertThat(report.recipients().size()).isBetween(1, DeliveryStatus.MAX_RECIPIENTS);
			report.recipients().forEach(BounceMailParserFuzzTests::assertBounded);
			return Kind.DELIVERY_REPORT;
		}
		return (mail instanceof FeedbackReport) ? Kind.FEEDBACK_REPORT : Kind.OTHER;
	}

	private static void assertBounded(RecipientReport report) {
		String text = report.serverText();
		if (text != null) {
			assertThat(text.length()).isLessThanOrEqualTo(ReportFields.MAX_FIELD_LENGTH);
			assertThat(text.chars()).noneMatch(Character::isISOControl);
		}
	}

	private byte[] mutated() {
		byte[] input = sample();
		int times = 1 + this.random.nextInt(6);
		for (int i = 0; i < times; i++) {
			input = mutate(input);
		}
		return (input.length > 300_000) ? Arrays.copyOf(input, 300_000) : input;
	}

	private byte[] mutate(byte[] input) {
		int at = this.random.nextInt(input.length + 1);
		int end = at + this.random.nextInt(Math.min(input.length - at, 200) + 1);
		return switch (this.random.nextInt(9)) {
			case 0 -> replaced(input, at, end, new byte[0]);
			case 1 -> replaced(input, end, end, Arrays.copyOfRange(input, at, end));
			case 2 -> replaced(input, at, at, fragment());
			case 3 -> replaced(input, at, end, fragment());
			case 4 -> replaced(input, at, at, repeated(fragment()));
			case 5 -> Arrays.copyOf(input, at);
			case 6 -> replaced(input, at, input.length, tail());
			case 7 -> replaced(input, at, at, repeated(Arrays.copyOfRange(input, at, end)));
			default -> flipped(input);
		};
	}

	private byte[] sample() {
		return this.samples.get(this.random.nextInt(this.samples.size()));
	}

	private byte[] fragment() {
		return FRAGMENTS.get(this.random.nextInt(FRAGMENTS.size())).getBytes(StandardCharsets.ISO_8859_1);
	}

	private byte[] tail() {
		byte[] other = sample();
		return Arrays.copyOfRange(other, this.random.nextInt(other.length), other.length);
	}

	private byte[] repeated(byte[] part) {
		int times = 1 << this.random.nextInt(11);
		byte[] result = new byte[Math.min(part.length * times, 100_000)];
		for (int i = 0; i < result.length; i++) {
			result[i] = part[i % part.length];
		}
		return result;
	}

	private byte[] flipped(byte[] input) {
		byte[] result = input.clone();
		for (int i = 0; i < 1 + this.random.nextInt(20) && result.length > 0; i++) {
			result[this.random.nextInt(result.length)] = (byte) this.random.nextInt(256);
		}
		return result;
	}

	private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
		byte[] result = new byte[input.length - (to - from) + by.length];
		System.arraycopy(input, 0, result, 0, from);
		System.arraycopy(by, 0, result, from, by.length);
		System.arraycopy(input, to, result, from + by.length, input.length - to);
		return result;
	}

	private static long allocated() {
		return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
	}

	/**
	 * What can become of an input.
	 */
	private enum Kind {

		DELIVERY_REPORT, FEEDBACK_REPORT, OTHER, UNREADABLE

	}

}
