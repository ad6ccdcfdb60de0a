package dev.sendpost.domain;

import dev.sendpost.testdns.TestDnsServer;

/**
 * Publishes what a domain asks for.
 */
public final class Zone {

	private Zone() {
	}

	/**
	 * Publish all records of a domain.
	 */
	public static void publish(SendingDomain domain, TestDnsServer server) {
		domain.records().forEach((record) -> publish(record, server));
	}

	/**
	 * Publish a record, in place of what is there.
	 */
	public static void publish(DomainRecord record, TestDnsServer server) {
		if (!record.value().isEmpty()) {
			String value = switch (record.type()) {
				case "TXT" -> strings(record.value());
				default -> record.value() + ".";
			};
			server.remove(record.host() + ".").add(record.host() + ". " + record.type() + " " + value);
		}
	}

	/**
	 * A text as strings that are no longer than they may be.
	 */
	static String strings(String text) {
		return "\"" + String.join("\" \"", text.split("(?<=\\G.{200})")) + "\"";
	}

}
