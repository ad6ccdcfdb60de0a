package dev.sendpost.samples.benchmark;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Comparison}.
 */
class ComparisonTests {

	@Test
	void measuresEachRivalInItsOwnJvmAndEndsThem() throws Exception {
		Duration moment = Duration.ofMillis(100);
		String markdown = Comparison.run(new Options(List.of(1, 2), 1, moment, moment, Duration.ofMillis(5)))
			.toMarkdown();
		for (Rival rival : Rival.values()) {
			assertThat(
					markdown.lines().filter((line) -> line.matches("\\| [12] \\| \\Q" + rival.label() + "\\E \\|.*")))
				.hasSize(4);
		}
		assertThat(ProcessHandle.current().children()).isEmpty();
	}

}
