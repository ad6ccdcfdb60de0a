package dev.sendpost.admin.page.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.EmailStream;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Explanations}.
 */
class ExplanationsTests {

	private static final EmailAddress ANN = EmailAddress.parse("ann@example.com");

	private static List<Explanation> explain(RecipientOutcome... outcomes) {
		Receipt receipt = new Receipt(new UUID(0, 1), "<1@acme.example>", List.of(outcomes));
		return Explanations
			.of(new EmailRecord(receipt, receipt.status(), "default", EmailAddress.parse("me@acme.example"), "Hi",
					EmailStream.TRANSACTIONAL, null, List.of(), Map.of(), null, Instant.EPOCH, null, 1));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					suppressed: hard bounce (550 5.1.1 Gone)         | a server refused mail to it for good
					suppressed: spam complaint                       | its owner reported mail as spam
					suppressed: unsubscribe                          | wants no more broadcast mail
					suppressed: manual of the domain example.com     | Somebody put it on the suppression list
					not among sendpost.safety.allowed-recipients     | sends only to those
					a policy sent the e-mail to someone else instead | went to somebody else
					the sub-account 'shop' is blocked: abuse         | may not send
					the word casino is in it                         | A policy of this application kept it back: the word casino
					""")
	void aDroppedMessageSaysWhichPolicyDroppedIt(String reason, String words) {
		assertThat(explain(RecipientOutcome.dropped(ANN, reason))).singleElement()
			.satisfies((explanation) -> assertThat(explanation.words()).contains(words))
			.satisfies((explanation) -> assertThat(explanation.advice()).isNotBlank());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			550 5.1.1 No such user | There is no such mailbox
			552 5.2.2 Quota        | The mailbox is full
			550 5.7.26 Unauthentic | Neither SPF nor DKIM
			550 5.7.99 Odd         | A rule of the recipient's side forbids it
			550 5.99.1 Odd         | The server does not say more
			554 Go away            | The server said: 554 Go away
			""")
	void whatAServerSaysIsPutInPlainWords(String reply, String words) {
		assertThat(explain(RecipientOutcome.bounced(ANN, "a", reply))).singleElement()
			.satisfies((explanation) -> assertThat(explanation.words()).contains("refused for good", words));
	}

	@Test
	void thoseWhomTheSameKeptItFromAreTogether() {
		RecipientOutcome[] outcomes = new RecipientOutcome[6];
		for (int i = 0; i < 5; i++) {
			outcomes[i] = RecipientOutcome.bounced(EmailAddress.parse("user" + i + "@example.com"), "a",
					"550 5.1.1 No user" + i);
		}
		outcomes[5] = RecipientOutcome.sent(ANN, "a", "250 Ok");
		assertThat(explain(outcomes)).singleElement()
			.satisfies((explanation) -> assertThat(explanation.whom())
				.isEqualTo("user0@example.com, user1@example.com, user2@example.com and 2 more"));
	}

	@Test
	void whoeverMayHaveGotItIsAskedFirst() {
		RecipientOutcome outcome = RecipientOutcome.failed(ANN, EmailStatus.FAILED, "a", null, "it broke off", true);
		assertThat(explain(outcome)).singleElement()
			.satisfies((explanation) -> assertThat(explanation.advice()).contains("may have arrived"));
	}

	@Test
	void whatArrivedNeedsNoExplanation() {
		assertThat(explain(RecipientOutcome.sent(ANN, "a", "250 Ok"))).isEmpty();
	}

}
