package dev.sendpost.webhook.inbound;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.RecordedEventListener;
import dev.sendpost.event.SentMessages;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.store.Store;
import dev.sendpost.suppression.SuppressionEventListener;
import dev.sendpost.suppression.SuppressionSettings;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.webhook.inbound.format.WebhookExample;
import dev.sendpost.webhook.inbound.format.WebhookFormat;
import dev.sendpost.webhook.inbound.signature.JdbcReplayGuard;
import dev.sendpost.webhook.inbound.signature.Verification;
import dev.sendpost.webhook.inbound.signature.WebhookRequest;
import dev.sendpost.webhook.inbound.signature.WebhookSource;
import dev.sendpost.webhook.inbound.signature.WebhookSources;
import dev.sendpost.webhook.inbound.signature.WebhookVerifier;
import org.awaitility.Awaitility;

/**
 * A node that sends mail and receives webhooks about it, wired by hand. Its provider
 * gives the mail to {@code x@example.com} the id {@code p-x-example-com}. Webhooks are
 * believed, and are copies of each other if they have the same header {@code id}.
 */
final class WebhookNode implements AutoCloseable {

	private static final WebhookVerifier BY_ID = (request) -> new Verification(List.of(request.requiredHeader("id")),
			null, request.headers("confirm").stream().findFirst().map(URI::create).orElse(null));

	final Store store;

	final OutboxNode outbox;

	final Suppressions suppressions;

	final WebhookDeliveries deliveries;

	final ReceivedWebhooks received;

	final WebhookReceiver receiver;

	final WebhookProcessor processor;

	final List<String> settled = new CopyOnWriteArrayList<>();

	final List<URI> confirmed = new CopyOnWriteArrayList<>();

	volatile boolean confirming = true;

	/** What happens besides when something is confirmed or settled. */
	volatile Runnable besides = () -> {
	};

	WebhookNode(Store store, RecordedEventListener... listeners) {
		this(store, Map.of(), listeners);
	}

	WebhookNode(Store store, Map<String, WebhookFormat> formats, RecordedEventListener... listeners) {
		this(store,
				formats.entrySet()
					.stream()
					.map((format) -> new ReceivingSource(format.getKey(), format.getValue()))
					.toList(),
				listeners);
	}

	WebhookNode(Store store, List<ReceivingSource> sourcesOfItsOwn, RecordedEventListener... listeners) {
		this.store = store;
		this.suppressions = new Suppressions(SuppressionSettings.DEFAULT, List.of(), store, List::of);
		List<RecordedEventListener> all = new ArrayList<>(List.of(listeners));
		all.add(new SuppressionEventListener(this.suppressions));
		this.outbox = OutboxNode.on(store)
			.transports(FakeTransport.answering("fake",
					(recipient) -> RecipientOutcome.sent(recipient, "fake", "200 ok", id(recipient.mailbox()))))
			.recordedEventListeners(all.toArray(RecordedEventListener[]::new))
			.build();
		this.deliveries = new WebhookDeliveries(store);
		List<ReceivingSource> receiving = new ArrayList<>(sourcesOfItsOwn);
		for (String provider : List.of("sendpost", "email-api", "sendry", "resend", "mailgun", "sendgrid", "ses",
				"postmark", "mailersend", "brevo", "generic")) {
			receiving.add(new ReceivingSource(provider, WebhookExample.format(provider)));
		}
		ReceivingSources sources = new ReceivingSources(receiving);
		JdbcReplayGuard guard = new JdbcReplayGuard(store, Clock.systemUTC());
		this.processor = new WebhookProcessor(this.deliveries, sources, this.outbox.log(), new SentMessages(store),
				this::confirm, (source, state, events) -> {
					this.settled.add(source + " " + state + " " + events.recorded() + "/" + events.unmatched() + "/"
							+ events.unknownType());
					this.besides.run();
				});
		this.received = new ReceivedWebhooks(store, this.processor::signal);
		this.receiver = new WebhookReceiver(new WebhookSources(sources.names()
			.stream()
			.map((name) -> new WebhookSource(name, BY_ID, guard, Clock.systemUTC()))
			.toList()), sources, this.deliveries, this.processor::signal);
	}

	/**
	 * The id that the provider gives the mail to somebody.
	 */
	static String id(String recipient) {
		return "p-" + recipient.replaceAll("[^a-z0-9]", "-");
	}

	private void confirm(URI url) throws IOException {
		this.besides.run();
		if (!this.confirming) {
			throw new IOException("not now");
		}
		this.confirmed.add(url);
	}

	/**
	 * Send a message, and wait until the provider has it.
	 */
	UUID send(String... recipients) {
		return send(this.outbox.gateway(), recipients);
	}

	UUID send(MailGateway gateway, String... recipients) {
		Receipt receipt = gateway.send(email(recipients));
		this.outbox.start();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> this.outbox.gateway().find(receipt.id()).orElseThrow().status() == EmailStatus.SENT);
		return receipt.id();
	}

	static Email email(String... recipients) {
		return Email.builder().from("shop@acme.example").to(recipients).subject("Hello").text("World").build();
	}

	boolean receive(String source, String id, String body) {
		return receive(source, id, body.getBytes(StandardCharsets.UTF_8));
	}

	boolean receive(String source, String id, byte[] body) {
		return this.receiver.receive(source,
				new WebhookRequest(URI.create("http://localhost/x"), Map.of("id", List.of(id)), body));
	}

	boolean receive(WebhookExample example, String recipient) {
		return receive(example.provider(), UUID.randomUUID().toString(), example.body(id(recipient), recipient));
	}

	void receiveAndProcess(String source, String id, String body) {
		receive(source, id, body);
		this.processor.processDue();
	}

	/**
	 * The events about a message that webhooks reported.
	 */
	List<DeliveryEvent> reported(UUID email) {
		return this.outbox.log()
			.find(email)
			.stream()
			.filter((event) -> !event.source().equals(DeliveryEvent.GATEWAY))
			.toList();
	}

	EmailStatus status(UUID email, String recipient) {
		return this.outbox.gateway()
			.find(email)
			.orElseThrow()
			.receipt()
			.outcomes()
			.stream()
			.filter((outcome) -> outcome.recipient().mailbox().equals(EmailAddress.parse(recipient).mailbox()))
			.findFirst()
			.orElseThrow()
			.status();
	}

	/**
	 * Let everything that waits be due now, and have been received so long ago.
	 */
	void elapse(Duration age) {
		Instant now = this.store.now();
		this.store.inOwnTransaction(() -> this.store.jdbc()
			.update("update sendpost_received_webhook set due_at = ?, received_at = received_at - ? where due_at is not null",
					now.toEpochMilli() - 1, age.toMillis()));
	}

	long kept(WebhookDeliveryState state) {
		return this.deliveries.count().getOrDefault(state, 0L);
	}

	@Override
	public void close() {
		this.processor.stop();
		this.outbox.close();
	}

}
