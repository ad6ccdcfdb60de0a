package dev.sendpost.samples.benchmark;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Options}.
 */
class OptionsTests {

	@Test
	void readsWhatIsGivenAndPresetsTheRest() {
		Options options = Options.parse("--connections=2,8", "--seconds=3");
		assertThat(options.connections()).containsExactly(2, 8);
		assertThat(options.measured()).isEqualTo(Duration.ofSeconds(3));
		assertThat(options.roundTrip()).isEqualTo(Duration.ofMillis(5));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--connections=0", "--connections=1,65", "--rounds=0", "--seconds=61", "--delay=-1",
			"--conections=1" })
	void refusesWhatIsOutOfBoundsOrUnknown(String argument) {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(argument));
	}

}
