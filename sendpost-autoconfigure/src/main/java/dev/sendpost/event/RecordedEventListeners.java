package dev.sendpost.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import dev.sendpost.EmailStream;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Tells each listener what it wants to know. Messages are looked up only for facts that
 * somebody waits for.
 */
final class RecordedEventListeners {

	private final Store store;

	private final List<RecordedEventListener> listeners;

	RecordedEventListeners(Store store, List<RecordedEventListener> listeners) {
		this.store = store;
		this.listeners = List.copyOf(listeners);
	}

	void recorded(List<DeliveryEvent> events) {
		List<DeliveryEvent> awaited = events.stream().filter(this::isAwaited).toList();
		if (awaited.isEmpty()) {
			return;
		}
		Map<UUID, Message> messages = messages(awaited.stream().map(DeliveryEvent::emailId).distinct().toList());
		tell(awaited.stream().map((event) -> recorded(event, messages)).filter(Objects::nonNull).toList());
	}

	/**
	 * Tell of facts whose messages are known.
	 */
	void tell(List<RecordedEvent> events) {
		for (RecordedEventListener listener : this.listeners) {
			Set<DeliveryEventType> types = listener.types();
			List<RecordedEvent> recorded = events.stream()
				.filter((event) -> types.contains(event.event().type()))
				.toList();
			if (!recorded.isEmpty()) {
				listener.recorded(recorded);
			}
		}
	}

	private boolean isAwaited(DeliveryEvent event) {
		return isAwaited(event.type());
	}

	/**
	 * Whether a listener waits for facts of a kind.
	 */
	boolean isAwaited(DeliveryEventType type) {
		return this.listeners.stream().anyMatch((listener) -> listener.types().contains(type));
	}

	private static @Nullable RecordedEvent recorded(DeliveryEvent event, Map<UUID, Message> messages) {
		Message message = messages.get(event.emailId());
		return (message != null) ? new RecordedEvent(event, message.subAccount(), message.stream()) : null;
	}

	private Map<UUID, Message> messages(List<UUID> ids) {
		Map<UUID, Message> messages = new HashMap<>();
		List<Object> parameters = new ArrayList<>();
		ids.forEach((id) -> parameters.add(this.store.platform().parameter(id)));
		this.store.jdbc()
			.query("select id, sub_account, stream from sendpost_email where id in ("
					+ String.join(", ", Collections.nCopies(ids.size(), "?")) + ")", (row) -> {
						messages.put(this.store.platform().requiredUuid(row, "id"), new Message(
								row.getString("sub_account"), EmailStream.valueOf(row.getString("stream"))));
					}, parameters.toArray());
		return messages;
	}

	/**
	 * What facts do not say of their message.
	 */
	private record Message(String subAccount, EmailStream stream) {

	}

}
