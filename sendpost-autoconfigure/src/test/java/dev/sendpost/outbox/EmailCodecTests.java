package dev.sendpost.outbox;

import java.util.List;
import java.util.Map;

import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.HostedTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EmailCodec}.
 */
class EmailCodecTests {

	@ParameterizedTest
	@CsvSource({ ",", "true, false", "false, true", ", true", "false," })
	void theSwitchesOfTrackingAreReadBackAsTheyWereSet(Boolean opens, Boolean clicks) {
		Email email = roundTrip(email().text("Hi").trackOpens(opens).trackClicks(clicks));
		assertThat(email.trackOpens()).isEqualTo(opens);
		assertThat(email.trackClicks()).isEqualTo(clicks);
		assertThat(email.hostedTemplate()).isNull();
	}

	@Test
	void aTemplateIsReadBackWithItsVariables() {
		HostedTemplate template = new HostedTemplate("tmpl/\u00fc", Map.of("a", "", "b c", "1\n2", "\u00e9", "=:;"));
		assertThat(roundTrip(email().hostedTemplate(template)).hostedTemplate()).isEqualTo(template);
		HostedTemplate plain = new HostedTemplate("1", Map.of());
		assertThat(roundTrip(email().hostedTemplate(plain)).hostedTemplate()).isEqualTo(plain);
	}

	@Test
	void whateverTheOrderOfItsVariablesATemplateIsWrittenTheSame() {
		assertThat(
				EmailCodec.encode(email().hostedTemplate(new HostedTemplate("1", Map.of("a", "1", "b", "2"))).build()))
			.isEqualTo(EmailCodec
				.encode(email().hostedTemplate(new HostedTemplate("1", Map.of("b", "2", "a", "1"))).build()));
	}

	@Test
	void twoMessagesThatDifferInTheirTemplateOrTrackingAreNotTheSame() {
		assertThat(List.of(email().text("Hi"), email().text("Hi").trackOpens(true),
				email().text("Hi").trackOpens(false), email().text("Hi").trackClicks(true),
				email().text("Hi").hostedTemplate(new HostedTemplate("1", Map.of())),
				email().text("Hi").hostedTemplate(new HostedTemplate("1", Map.of("a", "1")))))
			.extracting((email) -> Fingerprint.of(email.build()))
			.doesNotHaveDuplicates();
	}

	private static EmailBuilder email() {
		return Email.builder().from("shop@example.com").to("ann@example.com");
	}

	private static Email roundTrip(EmailBuilder email) {
		return EmailCodec.decode(EmailCodec.encode(email.build()), List.of()).to("ann@example.com").build();
	}

}
