package dev.sendpost.transport.http;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;

import javax.net.ssl.SSLException;

import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;

/**
 * Says what a request without an answer means.
 */
final class ConnectionFailure {

	private ConnectionFailure() {
	}

	/**
	 * What it means.
	 * @param transport what the transport is called in messages
	 * @param cause what happened
	 * @param written whether the whole request was written
	 */
	static TransportException of(String transport, Throwable cause, boolean written) {
		if (cause instanceof SSLException && !written) {
			return new TransportException(Kind.MISCONFIGURED,
					transport + " cannot make a secure connection: " + cause.getMessage(), cause);
		}
		if (cause instanceof HttpConnectTimeoutException) {
			return new TransportException(Kind.TIMED_OUT, transport + " cannot be reached in time", cause);
		}
		if (cause instanceof ConnectException || !written) {
			return new TransportException(Kind.UNAVAILABLE, transport + " cannot be reached: " + reason(cause), cause);
		}
		String what = isTimeout(cause) ? " gave no answer in time" : " lost the connection: " + reason(cause);
		return new TransportException(Kind.PERHAPS_SENT,
				transport + what + ". The request was written, so the message may have been taken", cause);
	}

	private static boolean isTimeout(Throwable cause) {
		return cause instanceof HttpTimeoutException
				|| (cause.getCause() != null && cause.getCause() instanceof HttpTimeoutException);
	}

	private static String reason(Throwable cause) {
		if (cause.getCause() instanceof UnresolvedAddressException) {
			return "there is no such host";
		}
		return (cause.getMessage() != null) ? cause.getMessage() : cause.toString();
	}

}
