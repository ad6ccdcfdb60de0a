package dev.sendpost.webhook.inbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.sendpost.webhook.inbound.signature.WebhookVerificationException;
import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebhookRefusals}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WebhookRefusalsTests {

	private final List<String> told = new ArrayList<>();

	private long now = Long.MAX_VALUE - 10;

	private final WebhookRefusals refusals = new WebhookRefusals(new WebhookObserver() {

		@Override
		public void settled(String source, WebhookDeliveryState state, EventCounts events) {
			throw new IllegalStateException();
		}

		@Override
		public void refused(String source, String reason) {
			WebhookRefusalsTests.this.told.add(source + " " + reason);
		}

	}, () -> this.now);

	@Test
	void ofEachSourceAndReasonIsWarnedOnceAMinute(CapturedOutput output) {
		for (int i = 0; i < 5; i++) {
			this.refusals.refused("shop", exception(Reason.WRONG_SIGNATURE));
		}
		this.refusals.refused("shop", exception(Reason.TOO_OLD));
		this.refusals.refused("club", "too-large", "it is too large");
		assertThat(output.getAll().lines().filter((line) -> line.contains("is refused"))).hasSize(3);
		assertThat(output).contains("A webhook of the source 'shop' is refused (wrong-signature): why")
			.contains("'shop' is refused (too-old)")
			.contains("'club' is refused (too-large): it is too large");
		this.now += Duration.ofMinutes(1).toNanos();
		this.refusals.refused("shop", exception(Reason.WRONG_SIGNATURE));
		assertThat(output.getAll().lines().filter((line) -> line.contains("is refused"))).hasSize(4);
		assertThat(output).contains("why. So were 4 others since the last warning");
		assertThat(this.refusals.counts())
			.isEqualTo(Map.of("shop", Map.of("wrong-signature", 6L, "too-old", 1L), "club", Map.of("too-large", 1L)));
		assertThat(this.told).hasSize(8).contains("shop wrong-signature", "shop too-old", "club too-large");
	}

	@Test
	void copiesAreCountedWithoutAWarning(CapturedOutput output) {
		this.refusals.refused("shop", exception(Reason.REPLAYED));
		this.refusals.refused("shop", exception(Reason.IN_PROGRESS));
		assertThat(output).doesNotContain("shop");
		assertThat(this.refusals.counts()).isEqualTo(Map.of("shop", Map.of("replayed", 1L, "in-progress", 1L)));
	}

	private static WebhookVerificationException exception(Reason reason) {
		return new WebhookVerificationException(reason, "why");
	}

}
