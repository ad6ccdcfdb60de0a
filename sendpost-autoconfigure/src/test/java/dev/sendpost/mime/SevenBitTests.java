package dev.sendpost.mime;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SevenBitTests {

	@Test
	void writesWhatIsSafeAndNothingElse() {
		Random random = new Random(20260203);
		String rare = "\t\r\n \u0000\u001f\u007f\u00e9\u00ffF-";
		int written = 0;
		for (int i = 0; i < 20_000; i++) {
			StringBuilder text = new StringBuilder();
			random.ints(random.nextInt(40), ' ', 127).forEach((c) -> text.append((char) c));
			for (int j = random.nextInt(4); j > 0; j--) {
				char c = rare.charAt((random.nextInt(3) == 0) ? random.nextInt(rare.length()) : random.nextInt(3));
				text.insert(random.nextInt(text.length() + 1), c);
			}
			if (random.nextInt(10) == 0) {
				text.insert(random.nextInt(text.length() + 1), random.nextBoolean() ? "From " : "--=_");
			}
			written += assertWritten(text.toString());
		}
		assertThat(written).isBetween(5_000, 15_000);
	}

	private static int assertWritten(String text) {
		boolean safe = text.lines()
			.allMatch((line) -> line.matches("[\t -~]*") && !line.matches("(From |--=_).*|.*[ \t]"));
		OctetBuffer out = new OctetBuffer(1);
		out.ascii("before ");
		boolean written = SevenBit.write(text.getBytes(StandardCharsets.ISO_8859_1), out);
		assertThat(written).describedAs(text).isEqualTo(safe);
		String all = new String(out.array(), 0, out.length(), StandardCharsets.ISO_8859_1);
		assertThat(all).isEqualTo("before " + (safe ? text.replaceAll("\r\n|\r|\n", "\r\n") : ""));
		return written ? 1 : 0;
	}

}
