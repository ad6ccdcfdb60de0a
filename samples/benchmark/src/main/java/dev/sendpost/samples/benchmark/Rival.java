package dev.sendpost.samples.benchmark;

import java.util.List;
import java.util.function.Supplier;

/**
 * The mail clients that are compared: a row of the report each, and a JVM each.
 */
enum Rival {

	SPRING("JavaMailSenderImpl", List.of(), SpringMailSender::new),

	/**
	 * The honest rival: a system property spares it a {@code ServiceLoader} look-up for
	 * each part of each message (mail-api issue 861).
	 */
	SPRING_TUNED("JavaMailSenderImpl, stream provider named",
			List.of("-Djakarta.mail.util.StreamProvider=org.eclipse.angus.mail.util.MailStreamProvider"),
			SpringMailSender::new),

	/**
	 * What an application that takes Jakarta Mail into its own hands can have.
	 */
	KEPT_OPEN("Jakarta Mail transport kept open, stream provider named",
			List.of("-Djakarta.mail.util.StreamProvider=org.eclipse.angus.mail.util.MailStreamProvider"),
			KeptOpenTransportSender::new),

	VERTX("Vert.x mail client, pooled", List.of(), VertxMailSender::new),

	SENDPOST("sendpost MailGateway", List.of(), GatewaySender::new);

	private final String label;

	private final List<String> jvmOptions;

	private final Supplier<Sender> sender;

	Rival(String label, List<String> jvmOptions, Supplier<Sender> sender) {
		this.label = label;
		this.jvmOptions = jvmOptions;
		this.sender = sender;
	}

	String label() {
		return this.label;
	}

	/**
	 * What this client's JVM is started with beyond what all have.
	 */
	List<String> jvmOptions() {
		return this.jvmOptions;
	}

	Sender newSender() {
		return this.sender.get();
	}

}
