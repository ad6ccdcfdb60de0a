package dev.sendpost.transport.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

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
	 * @param handedOver whether the last octets of the request were handed to the
	 * connection. It takes some also while it is being secured, but sends none of them
	 * before it is
	 */
	static TransportException of(String transport, Throwable cause, boolean handedOver) {
		boolean written = handedOver && !(cause instanceof SSLHandshakeException);
		if (!written && isCertificateTrouble(cause)) {
			return new TransportException(Kind.MISCONFIGURED,
					transport + " cannot make a secure connection: " + cause.getMessage(), cause);
		}
		if (cause instanceof HttpConnectTimeoutException) {
			return new TransportException(Kind.TIMED_OUT, transport + " cannot be reached in time", cause);
		}
		if (!written && isTimeout(cause)) {
			return new TransportException(Kind.TIMED_OUT, transport + " did not take the request in time", cause);
		}
		if (cause instanceof ConnectException || !written) {
			return new TransportException(Kind.UNAVAILABLE, transport + " cannot be reached: " + reason(cause), cause);
		}
		String what = isTimeout(cause) ? " gave no answer in time" : " lost the connection: " + reason(cause);
		return new TransportException(Kind.PERHAPS_SENT,
				transport + what + ". The request was written, so the message may have been taken", cause);
	}

	/**
	 * Whether one side does not trust the certificate of the other, which does not pass
	 * by itself as a connection does that broke while it was being secured.
	 */
	private static boolean isCertificateTrouble(Throwable failure) {
		if (!(failure instanceof SSLException)) {
			return false;
		}
		if (failure instanceof SSLPeerUnverifiedException || isAlertAboutCertificate(failure)) {
			return true;
		}
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof CertificateException || cause instanceof CertPathValidatorException
					|| cause instanceof CertPathBuilderException) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The JDK gives an alert (RFC 8446, 6.2) of the other side in words only.
	 */
	private static boolean isAlertAboutCertificate(Throwable failure) {
		String message = failure.getMessage();
		return failure instanceof SSLHandshakeException && message != null && message.contains("fatal alert")
				&& (message.contains("certificate") || message.contains("unknown_ca"));
	}

	/**
	 * Whether the server allows no more streams at a time. The JDK says so in words only,
	 * and before it sends anything.
	 */
	static boolean isTooManyStreams(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof IOException && "too many concurrent streams".equals(cause.getMessage())) {
				return true;
			}
		}
		return false;
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
