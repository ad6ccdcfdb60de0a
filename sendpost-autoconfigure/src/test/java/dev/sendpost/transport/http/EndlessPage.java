package dev.sendpost.transport.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sendpost.testhttp.HttpAction;
import dev.sendpost.testhttp.ReceivedRequest;

/**
 * Answers with a page of more octets than anybody wants, and counts those that the client
 * and the buffers on the way to it took.
 */
final class EndlessPage implements HttpAction {

	static final long SIZE = 128L * 1024 * 1024;

	private final int status;

	private final CompletableFuture<Long> written = new CompletableFuture<>();

	EndlessPage(int status) {
		this.status = status;
	}

	@Override
	public void act(ReceivedRequest request, Socket socket) throws IOException {
		long octets = 0;
		try {
			OutputStream out = socket.getOutputStream();
			out.write(("HTTP/1.1 " + this.status + " Status\r\nContent-Type: text/html\r\nContent-Length: " + SIZE
					+ "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
			byte[] chunk = new byte[64 * 1024];
			while (octets < SIZE) {
				out.write(chunk);
				octets += chunk.length;
			}
		}
		finally {
			this.written.complete(octets);
		}
	}

	/**
	 * How much of the page was written by the time the client had enough.
	 */
	long written() {
		return this.written.orTimeout(20, TimeUnit.SECONDS).join();
	}

}
