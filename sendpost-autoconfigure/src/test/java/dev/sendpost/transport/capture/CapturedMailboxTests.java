package dev.sendpost.transport.capture;

import java.time.Instant;
import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CapturedMailbox}.
 */
class CapturedMailboxTests {

	private final CapturedMailbox mailbox = new CapturedMailbox(10);

	@Test
	void whatIsCapturedForAPersonCanBeErased() {
		this.mailbox.add(captured("Ann <Ann@Example.com>", "bob@example.com"));
		this.mailbox.add(captured("bob@example.com"));
		assertThat(this.mailbox.erase(EmailAddress.parse("ann@example.com"))).isZero();
		assertThat(this.mailbox.emails()).singleElement()
			.satisfies((email) -> assertThat(email.recipients()).extracting(EmailAddress::address)
				.containsExactly("bob@example.com"));
	}

	@Test
	void whatIsCapturedIsFoundByItsId() {
		CapturedEmail first = captured("ann@example.com");
		CapturedEmail second = captured("bob@example.com");
		this.mailbox.add(first);
		this.mailbox.add(second);
		assertThat(this.mailbox.find(first.id())).containsSame(first);
		assertThat(this.mailbox.find(UUID.randomUUID())).isEmpty();
		this.mailbox.clear();
		assertThat(this.mailbox.find(second.id())).isEmpty();
	}

	private static CapturedEmail captured(String... to) {
		Email email = Email.builder().from("shop@acme.example").to(to).subject("Hello").text("World").build();
		return new CapturedEmail(UUID.randomUUID(), "<1@acme.example>", Instant.EPOCH, email, email.recipients());
	}

}
