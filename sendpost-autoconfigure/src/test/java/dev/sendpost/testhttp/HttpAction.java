package dev.sendpost.testhttp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a {@link StandInServer} does about a request that it has read.
 */
@FunctionalInterface
public interface HttpAction {

	/**
	 * Act.
	 * @param request the request
	 * @param socket the connection, which is closed afterwards
	 */
	void act(ReceivedRequest request, Socket socket) throws IOException;

	/**
	 * Answer with JSON.
	 */
	static HttpAction json(int status, String body, String... headers) {
		return answer(status, "application/json", body.getBytes(StandardCharsets.UTF_8), headers);
	}

	/**
	 * Answer with a page, as proxies do that are in the way.
	 */
	static HttpAction html(int status) {
		return answer(status, "text/html; charset=utf-8",
				"<html><body><h1>It works!</h1></body></html>".getBytes(StandardCharsets.UTF_8));
	}

	static HttpAction answer(int status, String contentType, byte[] body, String... headers) {
		return (request, socket) -> {
			OutputStream out = socket.getOutputStream();
			out.write(head(status, contentType, body.length, headers));
			out.write(body);
			out.flush();
		};
	}

	/**
	 * Promise a body and end the connection in its middle.
	 */
	static HttpAction truncated(int status, String body) {
		return (request, socket) -> {
			byte[] octets = body.getBytes(StandardCharsets.UTF_8);
			OutputStream out = socket.getOutputStream();
			out.write(head(status, "application/json", octets.length));
			out.write(Arrays.copyOf(octets, octets.length / 2));
			out.flush();
		};
	}

	/**
	 * A JSON string without end: as much of it as the client takes, up to a size.
	 */
	static HttpAction endless(int status, long octets) {
		return (request, socket) -> {
			OutputStream out = socket.getOutputStream();
			out.write(head(status, "application/json", octets));
			out.write("{\"message\":\"".getBytes(StandardCharsets.US_ASCII));
			byte[] chunk = new byte[64 * 1024];
			Arrays.fill(chunk, (byte) 'x');
			for (long written = 0; written < octets; written += chunk.length) {
				out.write(chunk);
			}
		};
	}

	/**
	 * Begin the answer and send an octet now and then, until the client has had enough.
	 */
	static HttpAction dripping(int status) {
		return (request, socket) -> {
			OutputStream out = socket.getOutputStream();
			out.write(head(status, "application/json", 1000));
			socket.setSoTimeout(20);
			InputStream in = socket.getInputStream();
			for (int i = 0; i < 1000; i++) {
				out.write(' ');
				out.flush();
				if (StandInServer.isClosed(in)) {
					return;
				}
			}
		};
	}

	/**
	 * Say nothing until the client has had enough.
	 */
	static HttpAction silence() {
		return (request, socket) -> {
			socket.setSoTimeout(30_000);
			StandInServer.isClosed(socket.getInputStream());
		};
	}

	/**
	 * End the connection without an answer.
	 */
	static HttpAction hangUp() {
		return (request, socket) -> {
		};
	}

	private static byte[] head(int status, String contentType, long length, String... headers) {
		StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\nContent-Type: " + contentType
				+ "\r\nContent-Length: " + length + "\r\nConnection: close\r\n");
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
	}

}
