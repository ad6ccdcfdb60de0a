package dev.sendpost.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the outbox does while the database, or a clock, lets it down.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class OutboxOutageTests {

	private final List<AutoCloseable> nodes = new ArrayList<>();

	private final FreshDatabase database;

	OutboxOutageTests(TestDatabase kind) {
		this.database = kind.fresh();
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable node : this.nodes) {
			node.close();
		}
		this.database.close();
	}

	@Test
	void contentThatCannotBeReadForNowIsSentLater() {
		byte[] random = new byte[300_000];
		new Random(1).nextBytes(random);
		OutboxNode node = node(OutboxNode.on(this.database.dataSource()).transports(readingTransport()));
		Receipt file = node.gateway().send(email().attach(Attachment.of("a.bin", random)).build());
		Receipt text = node.gateway().send(email().text("text ".repeat(100_000)).build());
		rename(node, "sendpost_content_chunk", "away");
		node.start();
		await(node, file, EmailStatus.DEFERRED);
		await(node, text, EmailStatus.DEFERRED);
		rename(node, "away", "sendpost_content_chunk");
		await(node, file, EmailStatus.SENT);
		await(node, text, EmailStatus.SENT);
	}

	/**
	 * A transport that meets what it cannot read as those do that write the message while
	 * they read it.
	 */
	private static FakeTransport readingTransport() {
		return FakeTransport.behaving("a", (outgoing) -> {
			for (Attachment file : outgoing.email().attachments()) {
				try (InputStream stream = file.content().getInputStream()) {
					stream.readAllBytes();
				}
				catch (IOException | RuntimeException ex) {
					throw new TransportException(Kind.UNSUPPORTED, "It cannot be read: " + ex, ex);
				}
			}
			return outgoing.recipients()
				.stream()
				.map((recipient) -> RecipientOutcome.sent(recipient, "a", "250 2.0.0 Ok"))
				.toList();
		});
	}

	private static void rename(OutboxNode node, String table, String name) {
		node.store().jdbc().execute("alter table " + table + " rename to " + name);
	}

	private OutboxNode node(OutboxNode.Builder builder) {
		OutboxNode node = builder.build();
		this.nodes.add(node);
		return node;
	}

	private static EmailBuilder email() {
		return Email.builder().from("shop@example.com").to("ann@example.com").subject("Hello").text("Hello there");
	}

	private static EmailRecord await(OutboxNode node, Receipt receipt, EmailStatus status) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(5))
			.until(() -> node.gateway().find(receipt.id()).orElse(null),
					(found) -> found != null && found.status() == status);
	}

}
