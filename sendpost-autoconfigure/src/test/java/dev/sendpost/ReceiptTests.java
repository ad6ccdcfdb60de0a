package dev.sendpost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Receipt}, its {@linkplain RecipientOutcome outcomes} and the
 * exceptions that carry it.
 */
class ReceiptTests {

	private static final EmailAddress ANN = EmailAddress.parse("ann@example.com");

	private static final EmailAddress BOB = EmailAddress.parse("bob@example.com");

	private static final EmailAddress EVE = EmailAddress.parse("eve@example.com");

	@ParameterizedTest
	@CsvSource({ "SENT, SENT", "SENT BOUNCED, SENT", "BOUNCED SENT DROPPED, SENT", "SENT DELIVERED, DELIVERED",
			"BOUNCED DEFERRED, DEFERRED", "FAILED BOUNCED, FAILED", "DROPPED BOUNCED, BOUNCED", "DROPPED, DROPPED",
			"DEFERRED FAILED, DEFERRED", "QUEUED DEFERRED, QUEUED", "SCHEDULED QUEUED, QUEUED",
			"CANCELLED DROPPED, CANCELLED", "SENDING QUEUED, SENDING" })
	void aMessageStandsAsWellAsItsBestOffRecipient(String statuses, EmailStatus status) {
		List<RecipientOutcome> outcomes = Arrays.stream(statuses.split(" "))
			.map((name) -> RecipientOutcome.failed(ANN, EmailStatus.valueOf(name), null, null, null, false))
			.toList();
		assertThat(receipt(outcomes).status()).isEqualTo(status);
	}

	@Test
	void everyStatusHasItsPlaceInTheOrder() {
		for (EmailStatus status : EmailStatus.values()) {
			assertThat(receipt(List.of(RecipientOutcome.failed(ANN, status, null, null, null, false))).status())
				.isEqualTo(status);
		}
	}

	@Test
	void recipientsAreFoundByTheirStatus() {
		Receipt receipt = receipt(RecipientOutcome.sent(ANN, "a", null),
				RecipientOutcome.bounced(BOB, "a", "550 5.1.1 No such user"), RecipientOutcome.sent(EVE, "b", null));
		assertThat(receipt.recipients(EmailStatus.SENT)).containsExactly(ANN, EVE);
		assertThat(receipt.recipients(EmailStatus.BOUNCED)).containsExactly(BOB);
		assertThat(receipt.recipients(EmailStatus.DROPPED)).isEmpty();
	}

	@Test
	void anOutcomeIsFoundByItsMailbox() {
		Receipt receipt = receipt(RecipientOutcome.sent(ANN, "a", null));
		assertThat(receipt.outcome(EmailAddress.parse("Ann <ann@EXAMPLE.com>"))).isEqualTo(receipt.outcomes().get(0));
		assertThat(receipt.outcome(BOB)).isNull();
	}

	@Test
	void outcomesAreCopied() {
		List<RecipientOutcome> outcomes = new ArrayList<>(List.of(RecipientOutcome.sent(ANN, "a", null)));
		Receipt receipt = receipt(outcomes);
		outcomes.clear();
		assertThat(receipt.outcomes()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			550 5.1.1 No such user,       5.1.1
			450-4.7.1 Greylisted,         4.7.1
			250 2.0.0,                    2.0.0
			550 No such user,             -
			550,                          -
			'',                           -
			-,                            -
			""")
	void theEnhancedCodeIsTakenFromTheReply(String reply, String code) {
		RecipientOutcome outcome = RecipientOutcome.bounced(ANN, "a", reply);
		assertThat((outcome.statusCode() != null) ? outcome.statusCode().toString() : null).isEqualTo(code);
		assertThat(outcome.serverText()).isEqualTo(reply);
	}

	@Test
	void anExceptionCarriesTheFirstRefusalInAServersWords() {
		Receipt receipt = receipt(RecipientOutcome.dropped(ANN, "on the list"),
				RecipientOutcome.bounced(BOB, "a", "550 5.1.1 No such user"),
				RecipientOutcome.bounced(EVE, "a", "552 5.2.2 Full"));
		Throwable cause = new IllegalStateException();
		for (MailGatewayException exception : List.of(new MailRejectedException("No", receipt, cause),
				new MailTemporarilyUnavailableException("No", receipt, cause),
				new MailMisconfiguredException("No", receipt, cause))) {
			assertThat(exception).hasMessage("No").hasCause(cause);
			assertThat(exception.getReceipt()).isSameAs(receipt);
			assertThat(exception.getServerText()).isEqualTo("550 5.1.1 No such user");
			assertThat(exception.getStatusCode()).isEqualTo(new EnhancedStatusCode(5, 1, 1));
		}
	}

	@Test
	void anExceptionWithoutAServersWordsHasNoCode() {
		MailGatewayException exception = new MailRejectedException("No",
				receipt(RecipientOutcome.dropped(ANN, "on the list")), null);
		assertThat(exception.getServerText()).isNull();
		assertThat(exception.getStatusCode()).isNull();
		assertThat(new MailRejectedException("No", receipt(), null).getServerText()).isNull();
	}

	@Test
	void anAcceptedRecipientExplainsNoRefusal() {
		MailGatewayException exception = new MailRejectedException("No",
				receipt(RecipientOutcome.sent(ANN, "a", "250 2.0.0 Ok")), null);
		assertThat(exception.getServerText()).isNull();
	}

	private static Receipt receipt(RecipientOutcome... outcomes) {
		return receipt(List.of(outcomes));
	}

	private static Receipt receipt(List<RecipientOutcome> outcomes) {
		return new Receipt(new UUID(0, 1), "<1@example.com>", outcomes);
	}

}
