package dev.sendpost.samples.data;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.MailGateway;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.DeliveryLog;
import org.jspecify.annotations.Nullable;

/**
 * Messages, and what a provider might have said of them.
 */
class SampleMessages {

	private static final String SENDER = "Acme <hello@acme.example>";

	private static final int MESSAGES = 120;

	/** Of a hundred. */
	private static final int BOUNCES = 4;

	private static final long SEED = 42;

	private static final String PROVIDER = "sample";

	private static final List<String> PEOPLE = List.of("ada@mail.example", "björn@post.example", "chiara@mail.example",
			"daniel@work.example", "elif@mail.example", "fatima@work.example", "grace@post.example");

	private final Random random = new Random(SEED);

	private final MailGateway gateway;

	private final DeliveryLog log;

	private final Clock clock;

	SampleMessages(MailGateway gateway, DeliveryLog log, Clock clock) {
		this.gateway = gateway;
		this.log = log;
		this.clock = clock;
	}

	void send() {
		for (int number = 1; number <= MESSAGES; number++) {
			int fate = this.random.nextInt(100);
			// Whose mail comes back gets no more, so they are others each time.
			String to = (fate < BOUNCES) ? "closed" + number + "@old.example" : PEOPLE.get(number % PEOPLE.size());
			UUID id = this.gateway.send(email(number).to(to).build()).id();
			this.log.record(reports(id, EmailAddress.parse(to), fate));
		}
		this.gateway.send(email(MESSAGES + 1).to(SampleAccounts.SUPPRESSED).build());
		for (int days = 1; days <= 3; days++) {
			this.gateway.send(Email.builder()
				.from(SENDER)
				.to("grace@post.example")
				.subject("Your appointment in " + days + " days")
				.text("We look forward to seeing you.")
				.tags("reminder")
				.sendAt(this.clock.instant().plus(Duration.ofDays(days)))
				.build());
		}
	}

	private EmailBuilder email(int number) {
		EmailBuilder email = Email.builder().from(SENDER);
		return switch (number % 4) {
			case 0 -> email.subject("Your receipt R-" + (1000 + number))
				.html("<h1>Thank you!</h1><p>Your order " + (1000 + number)
						+ " is on its way. The receipt is attached.</p><p><a href=\"https://shop.acme.example/orders/"
						+ (1000 + number) + "\">Follow your parcel</a></p>")
				.attach(Attachment.of("receipt.txt", ("Receipt R-" + (1000 + number)).getBytes(StandardCharsets.UTF_8)))
				.tags("receipt")
				.metadata("order", String.valueOf(1000 + number));
			case 1 -> email.subject("Reset your password")
				.html("<p>Somebody asked for a new password. <a href=\"https://acme.example/reset\" data-track=\"off\">Choose one</a></p>")
				.tags("password");
			case 2 -> email.subject("Welcome to Acme 🎉")
				.html("<h1>Welcome!</h1><p>It is good to have you here.</p><img src=\"https://acme.example/logo.png\">")
				.tags("welcome");
			default -> email.subject("Daily summary").text("12 orders, 3 returns, 1 question.").tags("summary");
		};
	}

	/**
	 * Most arrive, and of those about half are opened.
	 */
	private List<DeliveryEvent> reports(UUID email, EmailAddress recipient, int fate) {
		Instant at = this.clock.instant().plusMillis(this.random.nextInt(60_000));
		if (fate < BOUNCES) {
			return List.of(report(email, recipient, DeliveryEventType.BOUNCED, at, "552 5.2.2 The mailbox is full"));
		}
		List<DeliveryEvent> reports = new ArrayList<>();
		reports.add(report(email, recipient, DeliveryEventType.DELIVERED, at, "250 2.0.0 Accepted"));
		if (fate > 50) {
			reports.add(report(email, recipient, DeliveryEventType.OPENED, at.plusSeconds(200), null));
		}
		if (fate > 85) {
			reports.add(report(email, recipient, DeliveryEventType.CLICKED, at.plusSeconds(260), null));
		}
		return reports;
	}

	private static DeliveryEvent report(UUID email, EmailAddress recipient, DeliveryEventType type, Instant at,
			@Nullable String words) {
		return new DeliveryEvent(UUID.randomUUID(), email, recipient, type, at, PROVIDER, null, null, words, null,
				false);
	}

}
