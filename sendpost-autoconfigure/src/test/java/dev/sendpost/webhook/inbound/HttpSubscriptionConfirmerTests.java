package dev.sendpost.webhook.inbound;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

import dev.sendpost.testhttp.HttpAction;
import dev.sendpost.testhttp.StandInServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HttpSubscriptionConfirmer}.
 */
class HttpSubscriptionConfirmerTests {

	private final StandInServer server = StandInServer.start();

	private final HttpSubscriptionConfirmer confirmer = new HttpSubscriptionConfirmer(Duration.ofSeconds(20));

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void theUrlIsCalled() throws IOException {
		this.confirmer.confirm(url());
		assertThat(this.server.request().method()).isEqualTo("GET");
		assertThat(this.server.request().path()).isEqualTo("/?Action=ConfirmSubscription&Token=abc");
	}

	@Test
	void anEndlessAnswerIsNotRead() throws IOException {
		this.server.will(HttpAction.endless(200, 1L << 40));
		this.confirmer.confirm(url());
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void anythingButAYesIsTriedAgain() {
		StandInServer other = StandInServer.start();
		for (HttpAction action : new HttpAction[] { HttpAction.json(500, "{}"), HttpAction.hangUp(),
				HttpAction.json(302, "{}", "Location: " + other.uri()) }) {
			this.server.will(action);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.confirmer.confirm(url()));
		}
		this.server.will(HttpAction.silence());
		HttpSubscriptionConfirmer impatient = new HttpSubscriptionConfirmer(Duration.ofSeconds(2));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> impatient.confirm(url()));
		assertThat(other.requests()).as("redirects are not followed").isEmpty();
		other.close();
	}

	private URI url() {
		return URI.create(this.server.uri() + "/?Action=ConfirmSubscription&Token=abc");
	}

}
