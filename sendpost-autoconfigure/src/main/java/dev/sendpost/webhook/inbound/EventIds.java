package dev.sendpost.webhook.inbound;

import java.util.UUID;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import dev.sendpost.webhook.inbound.format.ReportedEvent;

/**
 * Makes ids of events that are the same each time an event is reported: UUIDs of version
 * 5 (RFC 9562), whose name is the provider's id of the event with what it means, or else
 * its content. Some providers do not document what their ids identify: under the id of a
 * message, its delivery is not lost because its sending is known.
 */
final class EventIds {

	private static final UUID NAMESPACE = UUID.fromString("6f1b6f5e-52a4-5d64-9d3b-0f5b7b6c2f4e");

	private final NameBasedGenerator generator = Generators.nameBasedGenerator(NAMESPACE);

	UUID of(String source, ReportedEvent event) {
		String recipient = (event.recipient() != null) ? event.recipient().mailbox() : "";
		String name = (event.id() != null) ? "id\n" + event.id() + "\n" + event.meaning() + "\n" + recipient
				: "content\n" + event;
		return this.generator.generate(source + "\n" + name);
	}

}
