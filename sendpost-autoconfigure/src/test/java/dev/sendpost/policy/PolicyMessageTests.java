package dev.sendpost.policy;

import java.util.List;
import java.util.Map;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.RecipientOutcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PolicyMessage}.
 */
class PolicyMessageTests {

	private static final EmailAddress ANN = EmailAddress.parse("Ann <ann@example.com>");

	private static final EmailAddress BOB = EmailAddress.parse("bob@example.com");

	private static final EmailAddress EVE = EmailAddress.parse("eve@example.com");

	private static final Email EMAIL = Email.builder().to(ANN).cc(BOB).bcc(EVE).subject("Hello").text("World").build();

	private final PolicyMessage message = new PolicyMessage(EMAIL);

	@Test
	void severalRecipientsAreDroppedAtOnceWhateverTheirNamesAre() {
		PolicyMessage message = new PolicyMessage(Email.builder()
			.from("shop@acme.example")
			.to("Ann <ann@example.com>", "bob@example.com")
			.cc("cid@example.com")
			.bcc("dan@example.com")
			.subject("Hello")
			.text("World")
			.build());
		message.drop(Map.of(EmailAddress.parse("ann@example.com"), "one", EmailAddress.parse("Dan <dan@example.com>"),
				"two", EmailAddress.parse("stranger@example.com"), "three"));
		assertThat(message.recipients()).extracting(EmailAddress::address)
			.containsExactly("bob@example.com", "cid@example.com");
		assertThat(message.dropped()).extracting(RecipientOutcome::reason).containsExactlyInAnyOrder("one", "two");
	}

	@Test
	void untouchedItIsTheEmail() {
		assertThat(this.message.email()).isSameAs(EMAIL);
		assertThat(this.message.recipients()).containsExactly(ANN, BOB, EVE);
		assertThat(this.message.dropped()).isEmpty();
		assertThat(this.message.refusal()).isNull();
	}

	@Test
	void aDroppedRecipientIsTakenOutOfTheEmail() {
		this.message.drop(EmailAddress.parse("ann@EXAMPLE.com"), "unsubscribed");
		assertThat(this.message.recipients()).containsExactly(BOB, EVE);
		assertThat(this.message.email().to()).isEmpty();
		assertThat(this.message.email().cc()).containsExactly(BOB);
		assertThat(this.message.email().bcc()).containsExactly(EVE);
		assertThat(this.message.email().subject()).isEqualTo("Hello");
		assertThat(this.message.dropped()).singleElement().satisfies((outcome) -> {
			assertThat(outcome.recipient().isSameMailbox(ANN)).isTrue();
			assertThat(outcome.status()).isEqualTo(EmailStatus.DROPPED);
			assertThat(outcome.reason()).isEqualTo("unsubscribed");
			assertThat(outcome.transport()).isNull();
		});
	}

	@Test
	void aMailboxThatIsNamedTwiceIsDroppedOnceAndWhole() {
		PolicyMessage message = new PolicyMessage(
				EMAIL.toBuilder().cc(EmailAddress.of("Annie", "ann@example.com")).build());
		message.drop(ANN, "unsubscribed");
		assertThat(message.recipients()).containsExactly(BOB, EVE);
		assertThat(message.email().cc()).containsExactly(BOB);
		assertThat(message.dropped()).hasSize(1);
	}

	@Test
	void allRecipientsCanBeDropped() {
		List.of(ANN, BOB, EVE).forEach((recipient) -> this.message.drop(recipient, "no"));
		assertThat(this.message.recipients()).isEmpty();
		assertThat(this.message.dropped()).extracting(RecipientOutcome::recipient).containsExactly(ANN, BOB, EVE);
	}

	@Test
	void droppingTwiceIsDroppingOnce() {
		List.of(ANN, ANN, BOB, EVE, EVE).forEach((recipient) -> this.message.drop(recipient, "no"));
		assertThat(this.message.dropped()).hasSize(3);
	}

	@Test
	void whoIsNoRecipientCannotBeDropped() {
		this.message.drop(EmailAddress.parse("stranger@example.com"), "no");
		assertThat(this.message.dropped()).isEmpty();
		assertThat(this.message.email()).isSameAs(EMAIL);
	}

	@Test
	void anotherEmailTakesThePlaceOfTheFirst() {
		Email other = EMAIL.toBuilder().header("X-Footer", "added").build();
		this.message.replace(other);
		assertThat(this.message.email()).isEqualTo(other);
		assertThat(this.message.recipients()).containsExactly(ANN, BOB, EVE);
	}

	@Test
	void itCanBeRefusedWithAReason() {
		this.message.refuse("quota exceeded");
		assertThat(this.message.refusal()).isEqualTo("quota exceeded");
	}

	@Test
	void anotherEmailDoesNotBringBackWhoWasDropped() {
		this.message.drop(ANN, "unsubscribed");
		this.message.replace(EMAIL.toBuilder().header("X-Footer", "added").build());
		assertThat(this.message.recipients()).containsExactly(BOB, EVE);
		assertThat(this.message.email().headers()).hasSize(1);
		assertThat(this.message.dropped()).hasSize(1);
	}

	@Test
	void anotherEmailDoesNotBringBackTheLastWhoWasDropped() {
		List.of(ANN, BOB, EVE).forEach((recipient) -> this.message.drop(recipient, "unsubscribed"));
		this.message.replace(this.message.email().toBuilder().header("X-Footer", "added").build());
		assertThat(this.message.recipients()).isEmpty();
		assertThat(this.message.dropped()).hasSize(3);
	}

	@Test
	void anotherEmailMayReachOthersWhereAllWereDropped() {
		EmailAddress archive = EmailAddress.parse("archive@example.com");
		List.of(ANN, BOB, EVE).forEach((recipient) -> this.message.drop(recipient, "unsubscribed"));
		this.message.replace(EMAIL.toBuilder().bcc(archive).build());
		assertThat(this.message.recipients()).containsExactly(archive);
	}

}
