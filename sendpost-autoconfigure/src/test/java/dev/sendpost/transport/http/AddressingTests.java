package dev.sendpost.transport.http;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.transport.OutgoingEmail;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Addressing}.
 */
class AddressingTests {

	private static final Email EMAIL = Email.builder()
		.from("shop@example.com")
		.to("Ann <ann@example.com>", "al@example.com")
		.cc("carl@example.com", "cem@example.com")
		.bcc("bob@example.com", "ben@example.com")
		.text("Hello")
		.build();

	@Test
	void everybodyIsNamedWhereTheMessageNamesThem() {
		assertThat(Addressing.of(outgoing(EMAIL.recipients())))
			.containsExactly(new Addressing(addresses("Ann <ann@example.com>", "al@example.com"),
					addresses("carl@example.com", "cem@example.com"), addresses("bob@example.com", "ben@example.com")));
	}

	@Test
	void whoeverIsNotToBeReachedAnyMoreIsNotNamed() {
		assertThat(Addressing.of(outgoing(addresses("al@example.com", "ben@example.com"))))
			.containsExactly(new Addressing(addresses("al@example.com"), List.of(), addresses("ben@example.com")));
	}

	@Test
	void copiesAreForThoseCopiedInWhereNobodyElseIsLeft() {
		assertThat(Addressing.of(outgoing(addresses("carl@example.com", "cem@example.com", "bob@example.com"))))
			.containsExactly(new Addressing(addresses("carl@example.com", "cem@example.com"), List.of(),
					addresses("bob@example.com")));
	}

	@Test
	void hiddenRecipientsDoNotSeeEachOther() {
		assertThat(Addressing.of(outgoing(addresses("bob@example.com", "ben@example.com")))).containsExactly(
				new Addressing(addresses("bob@example.com"), List.of(), List.of()),
				new Addressing(addresses("ben@example.com"), List.of(), List.of()));
	}

	@Test
	void whoeverTheMessageDoesNotNameStaysHidden() {
		assertThat(Addressing.of(outgoing(addresses("ann@example.com", "eve@example.com"))))
			.containsExactly(new Addressing(addresses("ann@example.com"), List.of(), addresses("eve@example.com")));
	}

	private static OutgoingEmail outgoing(List<EmailAddress> recipients) {
		return new OutgoingEmail(UUID.randomUUID(), "<1@example.com>", Instant.EPOCH, EMAIL, recipients);
	}

	private static List<EmailAddress> addresses(String... addresses) {
		return Stream.of(addresses).map(EmailAddress::parse).toList();
	}

}
