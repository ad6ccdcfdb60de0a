package dev.sendpost.relay;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A connection with a client, which is counted and has an end.
 */
final class RelaySocket extends Socket {

	private volatile String network = "";

	private volatile Consumer<RelaySocket> whenClosed = (socket) -> {
	};

	private volatile long end;

	void admitted(String network, Consumer<RelaySocket> whenClosed) {
		this.network = network;
		this.whenClosed = whenClosed;
	}

	/**
	 * What the connection is counted by.
	 */
	String network() {
		return this.network;
	}

	/**
	 * Let the connection last so long from now on.
	 */
	void expireAfter(Duration time) {
		this.end = System.nanoTime() + time.toNanos();
	}

	boolean isExpired(long now) {
		return now - this.end > 0;
	}

	@Override
	public void close() throws IOException {
		try {
			super.close();
		}
		finally {
			this.whenClosed.accept(this);
		}
	}

}
