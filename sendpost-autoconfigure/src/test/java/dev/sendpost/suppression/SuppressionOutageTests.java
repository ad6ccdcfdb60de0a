package dev.sendpost.suppression;

import java.util.List;

import dev.sendpost.Email;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailTemporarilyUnavailableException;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.store.Store;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Nobody gets mail of whom it cannot be told that they may.
 */
class SuppressionOutageTests {

	private static final Email EMAIL = Email.builder()
		.from("shop@acme.example")
		.to("ann@example.com")
		.subject("Hello")
		.text("World")
		.build();

	@Test
	void mailThatCannotBeCheckedIsNotAcceptedAndWaitsAtDispatch() throws Exception {
		FakeTransport transport = FakeTransport.accepting("a");
		try (FreshDatabase database = TestDatabase.H2.fresh()) {
			Store store = OutboxNode.store(database.dataSource());
			Suppressions suppressions = new Suppressions(SuppressionSettings.DEFAULT, List.of(), store, List::of);
			try (OutboxNode node = OutboxNode.on(store)
				.policies(new SuppressionPolicy(suppressions))
				.recordedEventListeners(new SuppressionEventListener(suppressions))
				.transports(transport)
				.build()) {
				Receipt waiting = node.gateway().send(EMAIL);
				store.jdbc().execute("alter table sendpost_suppression rename to elsewhere");
				node.start();
				Awaitility.await().until(() -> status(node, waiting) == EmailStatus.DEFERRED);
				assertThat(node.gateway().find(waiting.id()).orElseThrow().outcomes())
					.extracting(RecipientOutcome::reason)
					.first()
					.asString()
					.startsWith("it cannot be looked up who must not get mail");
				assertThat(transport.attempts()).isEmpty();
				Suppressions fresh = new Suppressions(SuppressionSettings.DEFAULT, List.of(), store, List::of);
				try (OutboxNode other = OutboxNode.on(store)
					.policies(new SuppressionPolicy(fresh))
					.transports(FakeTransport.accepting("b"))
					.build()) {
					assertThatExceptionOfType(MailTemporarilyUnavailableException.class)
						.isThrownBy(() -> other.gateway().send(EMAIL))
						.withMessageContaining("it cannot be looked up who must not get mail")
						.satisfies((ex) -> assertThat(ex.getReceipt().status()).isEqualTo(EmailStatus.FAILED));
					assertThatExceptionOfType(MailTemporarilyUnavailableException.class)
						.isThrownBy(() -> other.gateway().send(List.of(EMAIL, EMAIL)));
				}
				store.jdbc().execute("alter table elsewhere rename to sendpost_suppression");
				Awaitility.await().until(() -> status(node, waiting) == EmailStatus.SENT);
			}
			suppressions.destroy();
		}
	}

	private static EmailStatus status(OutboxNode node, Receipt receipt) {
		return node.gateway().find(receipt.id()).map(EmailRecord::status).orElseThrow();
	}

}
