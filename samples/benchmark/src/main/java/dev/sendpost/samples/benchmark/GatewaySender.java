package dev.sendpost.samples.benchmark;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import dev.sendpost.Email;
import dev.sendpost.Submitter;
import dev.sendpost.gateway.DefaultMailGateway;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.transport.Circuit;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.QuickRetry;
import dev.sendpost.transport.Route;
import dev.sendpost.transport.RoutingTable;
import dev.sendpost.transport.Transports;
import dev.sendpost.transport.smtp.SmtpEncryption;
import dev.sendpost.transport.smtp.SmtpSettings;
import dev.sendpost.transport.smtp.SmtpTransport;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The whole way of a message through sendpost: gateway, router, circuit, transport.
 */
public class GatewaySender implements Sender {

	private @Nullable Transports transports;

	private @Nullable DefaultMailGateway gateway;

	@Override
	public void start(int port, int connections) {
		SmtpTransport transport = new SmtpTransport("smtp", SmtpSettings.of("127.0.0.1", port, SmtpEncryption.NONE)
			.withPool(new SmtpSettings.Pool(connections, Duration.ofSeconds(30), Duration.ofSeconds(60))));
		this.transports = new Transports(List.of(transport),
				new QuickRetry(3, Duration.ofMillis(200), Duration.ofSeconds(2)),
				new Circuit(50, 5, Duration.ofSeconds(30)));
		RoutingTable table = new RoutingTable(List.of(), List.of(), Route.inOrder("default", List.of("smtp")),
				List.of("smtp"));
		this.gateway = new DefaultMailGateway(MailDefaults.from(null), List.of(), Submitter::account,
				new MailRouter(this.transports, table, new Random()), connections, Duration.ofSeconds(30),
				new EmailIds(Clock.systemUTC()), Clock.systemUTC(), ObservationRegistry.NOOP, null);
	}

	@Override
	public void send(BenchmarkMessage message) {
		Objects.requireNonNull(this.gateway).send(email(message));
	}

	public static Email email(BenchmarkMessage message) {
		return Email.builder()
			.from(message.from())
			.to(message.to())
			.subject(message.subject())
			.text(message.text())
			.html(message.html())
			.build();
	}

	@Override
	public void close() {
		if (this.gateway != null) {
			this.gateway.close();
		}
		if (this.transports != null) {
			this.transports.close();
		}
	}

}
