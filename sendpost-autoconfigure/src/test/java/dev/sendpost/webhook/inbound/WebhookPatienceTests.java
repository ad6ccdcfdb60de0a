package dev.sendpost.webhook.inbound;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often a webhook is looked at.
 */
class WebhookPatienceTests {

	@Test
	void aWebhookAboutMailOfSomebodyElseIsLookedAtSevenTimes() {
		Duration age = Duration.ZERO;
		int looks = 1;
		while (age.compareTo(WebhookProcessor.PATIENCE) < 0) {
			age = age.plus(WebhookProcessor.delay(looks, WebhookProcessor.PATIENCE_FACTOR));
			looks++;
		}
		assertThat(looks).isEqualTo(7);
	}

	@Test
	void aWebhookThatFailsIsLookedAtEveryTenMinutesInTheEnd() {
		assertThat(WebhookProcessor.delay(1, 2)).isEqualTo(Duration.ofSeconds(1));
		assertThat(WebhookProcessor.delay(2, 2)).isEqualTo(Duration.ofSeconds(2));
		assertThat(WebhookProcessor.delay(1_000_000, 2)).isEqualTo(Duration.ofMinutes(10));
	}

}
