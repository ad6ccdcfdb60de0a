package dev.sendpost.outbox;

import java.util.List;
import java.util.stream.IntStream;

import dev.sendpost.Email;
import dev.sendpost.EmailPage;
import dev.sendpost.EmailSearch;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the search by subject among more messages than a page of it looks at.
 */
class SubjectSearchTests {

	@Test
	void aPageLooksAtSoManyMessagesAndTheNextGoesOn() throws Exception {
		try (FreshDatabase database = TestDatabase.H2.clean();
				OutboxNode node = OutboxNode.on(database.dataSource())
					.transports(FakeTransport.accepting("a"))
					.build()) {
			node.gateway().send(email("The needle"));
			List<Email> hay = IntStream.range(0, EmailSearch.SUBJECT_WINDOW)
				.mapToObj((number) -> email("Hay " + number))
				.toList();
			node.gateway().send(hay);
			EmailSearch search = EmailSearch.all().subject("needle");
			EmailPage first = node.gateway().search(search);
			assertThat(first.emails()).isEmpty();
			assertThat(first.next()).isNotNull();
			assertThat(node.gateway().count(search, 10)).isZero();
			EmailPage second = node.gateway().search(search.after(first.next()));
			assertThat(second.emails()).singleElement()
				.satisfies((found) -> assertThat(found.subject()).isEqualTo("The needle"));
			assertThat(second.next()).isNull();
			EmailPage hits = node.gateway().search(EmailSearch.all().subject("HAY 9999").size(1));
			assertThat(hits.emails()).hasSize(1);
		}
	}

	private static Email email(String subject) {
		return Email.builder().from("shop@acme.example").to("ann@example.com").subject(subject).text("x").build();
	}

}
