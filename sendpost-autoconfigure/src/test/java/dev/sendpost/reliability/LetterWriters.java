package dev.sendpost.reliability;

import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.sendpost.Email;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;

/**
 * Threads that send one message after the other, and print the {@code Message-ID} of each
 * as soon as it is sent.
 */
final class LetterWriters implements MailNode.Work {

	private static final int THREADS = 4;

	private final MailGateway gateway;

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	private volatile boolean stopping;

	LetterWriters(MailGateway gateway) {
		this.gateway = gateway;
	}

	@Override
	public void start() {
		for (int i = 0; i < THREADS; i++) {
			this.threads.execute(this::write);
		}
	}

	@SuppressWarnings("SystemOut")
	private void write() {
		while (!this.stopping) {
			Receipt receipt = this.gateway.send(Email.builder()
				.from("writer@example.com")
				.to(UUID.randomUUID() + "@example.org")
				.subject("A letter")
				.text("text")
				.build());
			System.out.println(receipt.messageId());
		}
	}

	@Override
	public void stop() {
		this.stopping = true;
		this.threads.shutdown();
		try {
			this.threads.awaitTermination(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
