package dev.sendpost.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.sendpost.mime.MailSigner;
import dev.sendpost.transport.Circuit;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.QuickRetry;
import dev.sendpost.transport.ReturnPath;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.Transports;
import dev.sendpost.transport.capture.CaptureTransport;
import dev.sendpost.transport.capture.CapturedMailbox;
import dev.sendpost.transport.smtp.SmtpTransport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.util.ClassUtils;

/**
 * Gathers the transports of the application: those in properties and those that are
 * beans; if there are none, the server of {@code spring.mail}; if there is none either,
 * the capture transport. That one is always there, for mail that must not leave.
 */
final class TransportsFactory {

	private static final Log logger = LogFactory.getLog(TransportsFactory.class);

	/** The transport to the server that Spring's own sender is set up for. */
	private static final String SPRING_MAIL = "spring-mail";

	private final List<TransportFactory> factories;

	private final CapturedMailbox mailbox;

	private final MailSigner signer;

	private final ReturnPath returnPath;

	private final TransportCredentials credentials;

	TransportsFactory(List<TransportFactory> factories, CapturedMailbox mailbox, MailSigner signer,
			ReturnPath returnPath, TransportCredentials credentials) {
		this.factories = factories;
		this.mailbox = mailbox;
		this.signer = signer;
		this.returnPath = returnPath;
		this.credentials = credentials;
	}

	Transports create(Environment environment, List<MailTransport> beans, @Nullable JavaMailSenderImpl sender,
			MailSafetyProperties safety, MailRoutingProperties routing) {
		List<MailTransport> transports = new ArrayList<>();
		List<String> descriptions = new ArrayList<>();
		for (TransportDefinition definition : TransportDefinition.allOf(environment)) {
			MailTransport transport = create(definition);
			requireNotReserved(transport, definition.property("type"));
			transports.add(transport);
			descriptions.add(transport.toString());
		}
		for (MailTransport transport : beans) {
			requireFreeName(transport.name(), transports);
			requireNotReserved(transport, "sendpost.transports." + transport.name());
			transports.add(transport);
			descriptions.add(transport.name() + " (" + ClassUtils.getShortName(transport.getClass()) + ")");
		}
		if (transports.isEmpty() && sender != null) {
			MailTransport transport = new SmtpTransport(SPRING_MAIL, sender, this.signer, this.returnPath,
					this.credentials);
			transports.add(transport);
			descriptions.add(transport.toString());
		}
		log(descriptions, safety);
		if (safety.capture()) {
			transports.replaceAll(this::captureInsteadOf);
		}
		if (transports.isEmpty()) {
			transports.add(new CaptureTransport(Transports.CAPTURE, this.mailbox));
		}
		return new Transports(transports, reserved(transports), retry(routing.retry()), circuit(routing.circuit()));
	}

	private MailTransport create(TransportDefinition definition) {
		List<String> types = this.factories.stream().map(TransportFactory::type).toList();
		String type = definition.type();
		if (type == null) {
			throw new InvalidSendpostPropertyException(definition.property("type"), "it is missing",
					"Set it to one of " + types + ", or set '" + definition.property("preset")
							+ "' to a known service: " + SmtpTransportFactory.PRESETS + ".");
		}
		return this.factories.stream()
			.filter((factory) -> factory.type().equals(type))
			.findFirst()
			.orElseThrow(() -> new InvalidSendpostPropertyException(definition.property("type"),
					"there is no transport type '" + type + "'", "Set it to one of " + types + "."))
			.create(definition);
	}

	/**
	 * A transport of the same name, so that routes stay valid, that sends nothing.
	 */
	private MailTransport captureInsteadOf(MailTransport transport) {
		return new CaptureTransport(transport.name(), this.mailbox);
	}

	private static void log(List<String> transports, MailSafetyProperties safety) {
		String described = String.join(", ", transports);
		if (transports.isEmpty() && !safety.capture()) {
			logger.warn(
					"No mail leaves this application: no transport is configured, so all e-mail is captured in memory. "
							+ "Set 'sendpost.transports.<name>.type' or 'spring.mail.host' to send it.");
		}
		else if (safety.capture() && !transports.isEmpty()) {
			logger.warn("No mail leaves this application: 'sendpost.safety.capture' is true, so all e-mail is captured "
					+ "in memory instead of " + described + ".");
		}
		else if (!transports.isEmpty()) {
			logger.info("E-mail leaves through " + described);
		}
	}

	private List<MailTransport> reserved(List<MailTransport> transports) {
		boolean named = transports.stream().anyMatch((transport) -> transport.name().equals(Transports.CAPTURE));
		return named ? List.of() : List.of(new CaptureTransport(Transports.CAPTURE, this.mailbox));
	}

	private static void requireNotReserved(MailTransport transport, String property) {
		if (transport.name().equals(Transports.CAPTURE) && !(transport instanceof CaptureTransport)) {
			throw new InvalidSendpostPropertyException(property,
					"the name '" + Transports.CAPTURE + "' is that of the transport that keeps the mail of test keys",
					"Give the transport another name.");
		}
	}

	private static void requireFreeName(String name, List<MailTransport> transports) {
		if (transports.stream().anyMatch((transport) -> transport.name().equals(name))) {
			throw new InvalidSendpostPropertyException("sendpost.transports." + name,
					"a MailTransport bean has the same name", "Rename one of them.");
		}
	}

	private static QuickRetry retry(MailRoutingProperties.Retry retry) {
		try {
			return new QuickRetry(retry.maxAttempts(), retry.initialDelay(), retry.maxDelay());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSendpostPropertyException("sendpost.routing.retry", ex.getMessage(),
					"Correct the value, or leave it out for its default.");
		}
	}

	private static Circuit circuit(MailRoutingProperties.CircuitProperties circuit) {
		try {
			return new Circuit(circuit.failureRate(), circuit.minimumAttempts(), circuit.openFor());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSendpostPropertyException("sendpost.routing.circuit", ex.getMessage(),
					"Correct the value, or leave it out for its default.");
		}
	}

}
