package dev.sendpost.transport.smtp;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/**
 * Ends a conversation, whatever it waits for, by closing its connection.
 */
final class Deadline implements AutoCloseable {

	private @Nullable Socket socket;

	private @Nullable Future<?> expiry;

	private boolean expired;

	synchronized void endedBy(Future<?> expiry) {
		this.expiry = expiry;
	}

	synchronized void watch(Socket socket) {
		this.socket = socket;
		if (this.expired) {
			end();
		}
	}

	synchronized void expire() {
		this.expired = true;
		end();
	}

	synchronized boolean isExpired() {
		return this.expired;
	}

	private void end() {
		if (this.socket != null) {
			try {
				this.socket.close();
			}
			catch (IOException ex) {
				// It is of no use any more either way.
			}
		}
	}

	/**
	 * Close the connection and forget about it.
	 */
	@Override
	public synchronized void close() {
		if (this.expiry != null) {
			this.expiry.cancel(false);
		}
		end();
	}

}
