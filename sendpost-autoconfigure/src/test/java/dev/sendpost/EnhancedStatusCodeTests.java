package dev.sendpost;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EnhancedStatusCode}.
 */
class EnhancedStatusCodeTests {

	@ParameterizedTest
	@CsvSource({ "5.1.1 No such user, 5, 1, 1", "2.0.0, 2, 0, 0", "4.7.999\tlater, 4, 7, 999", "5.999.0 odd, 5, 999, 0",
			"2.1.5 Ok, 2, 1, 5" })
	void theCodeAtTheStartIsFound(String text, int classCode, int subject, int detail) {
		assertThat(EnhancedStatusCode.atStartOf(text)).isEqualTo(new EnhancedStatusCode(classCode, subject, detail));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "No such user", "3.1.1 odd", "1.0.0 odd", "5.1", "5.1. x", "5.1000.1 x", "5.1.1000 x",
			" 5.1.1 x", "5.1.1.1 x", "5.1.1x", "10.0.0.1 refused", "٥.1.1 x" })
	void textWithoutACodeAtTheStartHasNone(String text) {
		assertThat(EnhancedStatusCode.atStartOf(text)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "0, 0, 0", "1, 0, 0", "3, 0, 0", "6, 0, 0", "5, -1, 0", "5, 1000, 0", "5, 0, -1", "5, 0, 1000" })
	void partsOutsideTheirRangeAreRefused(int classCode, int subject, int detail) {
		assertThatIllegalArgumentException().isThrownBy(() -> new EnhancedStatusCode(classCode, subject, detail))
			.withMessageContaining(classCode + "." + subject + "." + detail);
	}

	@Test
	void itIsWrittenWithDots() {
		assertThat(new EnhancedStatusCode(5, 1, 10)).hasToString("5.1.10");
	}

}
