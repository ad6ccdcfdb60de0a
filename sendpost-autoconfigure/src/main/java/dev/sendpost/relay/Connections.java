package dev.sendpost.relay;

import java.io.IOException;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.sendpost.relay.RelayObserver.Cut;
import dev.sendpost.subaccount.ClientNetwork;
import org.jspecify.annotations.Nullable;

/**
 * The open connections: no more than the limits allow, and none for longer than its
 * client deserves.
 */
final class Connections {

	private final RelaySettings settings;

	private final RelayObserver observer;

	private final Set<RelaySocket> open = ConcurrentHashMap.newKeySet();

	private final Map<String, Integer> byNetwork = new HashMap<>();

	private int count;

	Connections(RelaySettings settings, RelayObserver observer) {
		this.settings = settings;
		this.observer = observer;
	}

	/**
	 * Let a connection in that was just accepted.
	 * @return why not, or {@code null} if it is in
	 */
	synchronized @Nullable Cut admit(RelaySocket socket) {
		String network = ClientNetwork.of(socket.getInetAddress());
		int ofNetwork = this.byNetwork.getOrDefault(network, 0);
		Cut refused = (ofNetwork >= this.settings.limits().connectionsPerAddress()) ? Cut.TOO_MANY_FROM_ADDRESS
				: (this.count >= this.settings.limits().connections()) ? Cut.TOO_MANY : null;
		if (refused != null) {
			this.observer.cut(refused);
			return refused;
		}
		this.count++;
		this.byNetwork.put(network, ofNetwork + 1);
		this.open.add(socket);
		socket.admitted(network, this::closed);
		socket.expireAfter(this.settings.timeouts().login());
		this.observer.opened();
		return null;
	}

	private synchronized void closed(RelaySocket socket) {
		if (this.open.remove(socket)) {
			this.count--;
			this.byNetwork.computeIfPresent(socket.network(),
					(network, ofNetwork) -> (ofNetwork > 1) ? ofNetwork - 1 : null);
			this.observer.closed();
		}
	}

	/**
	 * Close the connections whose time is over.
	 */
	void closeExpired() {
		long now = System.nanoTime();
		for (RelaySocket socket : this.open) {
			if (socket.isExpired(now)) {
				this.observer.cut(Cut.TOO_SLOW);
				close(socket);
			}
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// It is as good as closed.
		}
	}

	synchronized int count() {
		return this.count;
	}

}
