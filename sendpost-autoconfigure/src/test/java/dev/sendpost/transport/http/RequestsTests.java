package dev.sendpost.transport.http;

import java.util.List;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link Requests}.
 */
class RequestsTests {

	private static final EmailAddress ANN = EmailAddress.parse("ann@example.com");

	private static final EmailAddress BOB = EmailAddress.parse("bob@example.com");

	private static final EmailAddress CAT = EmailAddress.parse("cat@example.com");

	@Test
	void anUnforeseenFailureDoesNotLoseWhatWasSettledBefore() {
		TransportException failure = send(BOB);
		assertThat(failure.getKind()).isEqualTo(Kind.TIMED_OUT);
		assertThat(failure).hasMessageContaining("'api'").hasMessageContaining("unforeseen");
		assertThat(failure.getSettled())
			.extracting(RecipientOutcome::recipient, RecipientOutcome::status, RecipientOutcome::perhapsSent)
			.containsExactly(tuple(ANN, EmailStatus.SENT, false), tuple(BOB, EmailStatus.FAILED, true));
	}

	@Test
	void anUnforeseenFailureOfTheLastRequestMayHaveSentIt() {
		TransportException failure = send(CAT);
		assertThat(failure.getKind()).isEqualTo(Kind.PERHAPS_SENT);
		assertThat(failure.getSettled()).extracting(RecipientOutcome::recipient).containsExactly(ANN, BOB);
	}

	private static TransportException send(EmailAddress unforeseen) {
		return catchThrowableOfType(TransportException.class,
				() -> Requests.each("api", List.of(ANN, BOB, CAT), List::of, (recipient) -> {
					if (recipient.equals(unforeseen)) {
						throw new IllegalStateException("unforeseen");
					}
					return List.of(RecipientOutcome.sent(recipient, "api", "200", null));
				}));
	}

}
