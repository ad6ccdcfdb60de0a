package dev.sendpost.policy;

import java.util.List;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.RecipientOutcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecipientSafetyPolicy}.
 */
class RecipientSafetyPolicyTests {

	private static final String CATCHALL = "catchall@acme.example";

	private static final Email EMAIL = Email.builder()
		.to("dev@acme.example", "ann@example.com")
		.cc("bob@example.com", "tester@example.org")
		.bcc("eve@example.com")
		.text("Hello")
		.build();

	@Test
	void withoutSettingsEverybodyGetsMail() {
		PolicyMessage message = apply(EMAIL, null);
		assertThat(message.email()).isSameAs(EMAIL);
		assertThat(message.dropped()).isEmpty();
	}

	@Test
	void onlyAllowedRecipientsGetMail() {
		PolicyMessage message = apply(EMAIL, null, "acme.example", "tester@example.org");
		assertThat(addresses(message.email().to())).containsExactly("dev@acme.example");
		assertThat(addresses(message.email().cc())).containsExactly("tester@example.org");
		assertThat(message.email().bcc()).isEmpty();
		assertThat(message.dropped()).extracting((outcome) -> outcome.recipient().address())
			.containsExactly("ann@example.com", "bob@example.com", "eve@example.com");
		assertThat(message.dropped()).extracting(RecipientOutcome::reason)
			.containsOnly("not among sendpost.safety.allowed-recipients");
	}

	@ParameterizedTest
	@CsvSource({ "ACME.example, dev@acme.example", "Dev@Acme.Example, DEV@acme.EXAMPLE",
			"dev@acme.example, Dev <dEv@acme.example>" })
	void caseDoesNotMatter(String allowed, String recipient) {
		assertThat(apply(email(recipient), null, allowed).recipients()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "acme.example, dev@sub.acme.example", "acme.example, dev@notacme.example",
			"dev@acme.example, other@acme.example", "acme.example, acme.example@example.com" })
	void whatOnlyLooksAlikeIsNotAllowed(String allowed, String recipient) {
		assertThat(apply(email(recipient), null, allowed).recipients()).isEmpty();
	}

	@Test
	void everybodyMayBeDropped() {
		PolicyMessage message = apply(EMAIL, null, "nobody.example");
		assertThat(message.recipients()).isEmpty();
		assertThat(message.dropped()).hasSize(5);
	}

	@Test
	void everybodyIsRedirectedWhereNobodyIsAllowed() {
		PolicyMessage message = apply(EMAIL, CATCHALL);
		assertThat(addresses(message.recipients())).containsExactly(CATCHALL);
		assertThat(message.dropped()).isEmpty();
		assertThat(message.email().headers()).singleElement().satisfies((header) -> {
			assertThat(header.name()).isEqualTo(RecipientSafetyPolicy.ORIGINAL_RECIPIENTS_HEADER);
			assertThat(header.value()).contains("dev@acme.example, ann@example.com, bob@example.com");
		});
	}

	@Test
	void onlyStrangersAreRedirectedWhereSomeAreAllowed() {
		PolicyMessage message = apply(EMAIL, CATCHALL, "dev@acme.example", "example.org");
		assertThat(addresses(message.recipients())).containsExactly("dev@acme.example", CATCHALL, "tester@example.org");
		assertThat(message.email().headers()).singleElement()
			.satisfies((header) -> assertThat(header.value()).contains("ann@example.com", "eve@example.com")
				.doesNotContain("dev@", "tester@"));
	}

	@Test
	void whereAllAreAllowedNothingIsRedirected() {
		PolicyMessage message = apply(email("dev@acme.example"), CATCHALL, "acme.example");
		assertThat(message.email().headers()).isEmpty();
		assertThat(addresses(message.recipients())).containsExactly("dev@acme.example");
	}

	@Test
	void whomAnEarlierPolicyDroppedIsNotRedirected() {
		PolicyMessage message = new PolicyMessage(email("ann@example.com"));
		message.drop(EmailAddress.parse("ann@example.com"), "unsubscribed");
		new RecipientSafetyPolicy(List.of(), EmailAddress.parse(CATCHALL)).atDispatch(message);
		assertThat(message.recipients()).isEmpty();
	}

	@Test
	void itActsLastAndAtDispatch() {
		RecipientSafetyPolicy policy = new RecipientSafetyPolicy(List.of("nobody.example"), null);
		PolicyMessage message = new PolicyMessage(EMAIL);
		policy.atIntake(message);
		assertThat(message.recipients()).hasSize(5);
		assertThat(policy.getOrder()).isEqualTo(Ordered.LOWEST_PRECEDENCE);
	}

	@Test
	void aStrangerNamedTwiceIsRedirectedTwice() {
		PolicyMessage message = apply(Email.builder()
			.to("Ann <ann@example.com>")
			.cc("ann@example.com", "Annie <ann@example.com>")
			.text("Hello")
			.build(), CATCHALL);
		assertThat(addresses(message.recipients())).containsExactly(CATCHALL);
	}

	@Test
	void theMessageNamesTheSubstituteOnce() {
		PolicyMessage message = apply(EMAIL, CATCHALL);
		assertThat(addresses(message.email().to())).containsExactly(CATCHALL);
		assertThat(message.email().cc()).isEmpty();
		assertThat(message.email().bcc()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "bücher.example, dev@xn--bcher-kva.example", "Dev@BÜCHER.example, dev@bücher.example",
			"XN--BCHER-KVA.example, dev@Bücher.example", "\"dev\"@acme.example, dev@acme.example" })
	void anAllowedAddressOrDomainMayBeWrittenAsPeopleDo(String allowed, String recipient) {
		assertThat(apply(email(recipient), null, allowed).recipients()).hasSize(1);
	}

	private static PolicyMessage apply(Email email, @Nullable String redirectTo, String... allowed) {
		PolicyMessage message = new PolicyMessage(email);
		new RecipientSafetyPolicy(List.of(allowed), (redirectTo != null) ? EmailAddress.parse(redirectTo) : null)
			.atDispatch(message);
		return message;
	}

	private static Email email(String... recipients) {
		return Email.builder().to(recipients).text("Hello").build();
	}

	private static List<String> addresses(List<EmailAddress> addresses) {
		return addresses.stream().map(EmailAddress::address).toList();
	}

}
