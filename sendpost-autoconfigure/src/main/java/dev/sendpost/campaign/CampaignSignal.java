package dev.sendpost.campaign;

import java.util.UUID;
import java.util.function.Consumer;

/**
 * Tells what runs campaigns on this node that there is something to do for one.
 */
final class CampaignSignal {

	private volatile Consumer<UUID> listener = (id) -> {
	};

	void listen(Consumer<UUID> listener) {
		this.listener = listener;
	}

	void raise(UUID id) {
		this.listener.accept(id);
	}

}
