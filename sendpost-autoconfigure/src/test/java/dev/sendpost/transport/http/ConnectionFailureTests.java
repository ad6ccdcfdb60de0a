package dev.sendpost.transport.http;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import dev.sendpost.transport.TransportException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionFailure}.
 */
class ConnectionFailureTests {

	@Test
	void aCertificateThatIsNotTrustedIsAMistakeOfTheConfiguration() {
		assertThat(unwritten(new SSLPeerUnverifiedException("other host"))).isEqualTo(Kind.MISCONFIGURED);
		assertThat(unwritten(caused(new CertificateException("expired")))).isEqualTo(Kind.MISCONFIGURED);
		assertThat(unwritten(caused(new RuntimeException(new CertPathValidatorException("unknown")))))
			.isEqualTo(Kind.MISCONFIGURED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "bad_certificate", "certificate_unknown", "certificate_required", "unknown_ca" })
	void soIsOneThatTheServiceDoesNotTrust(String alert) {
		assertThat(unwritten(new SSLHandshakeException("Received fatal alert: " + alert)))
			.isEqualTo(Kind.MISCONFIGURED);
	}

	@Test
	void otherTroubleWithASecureConnectionMayPass() {
		assertThat(unwritten(new SSLException("Connection reset"))).isEqualTo(Kind.UNAVAILABLE);
		assertThat(unwritten(new SSLHandshakeException("Remote host terminated the handshake")))
			.isEqualTo(Kind.UNAVAILABLE);
		assertThat(unwritten(new SSLHandshakeException("Received fatal alert: internal_error")))
			.isEqualTo(Kind.UNAVAILABLE);
	}

	@Test
	void aTimeOutBeforeAllWasWrittenIsNoReasonToTryAgainAtOnce() {
		HttpTimeoutException timeout = new HttpTimeoutException("request timed out");
		assertThat(unwritten(timeout)).isEqualTo(Kind.TIMED_OUT);
		assertThat(ConnectionFailure.of("Transport 'api'", timeout, true).getKind()).isEqualTo(Kind.PERHAPS_SENT);
	}

	@Test
	void whatWasHandedToAConnectionThatWasNeverSecuredWasNotWritten() {
		assertThat(ConnectionFailure
			.of("Transport 'api'", new SSLHandshakeException("Remote host terminated the handshake"), true)
			.getKind()).isEqualTo(Kind.UNAVAILABLE);
	}

	@Test
	void aConnectionLostAfterAllWasWrittenMayHaveSentTheMessage() {
		assertThat(ConnectionFailure.of("Transport 'api'", new SSLException("Connection reset"), true).getKind())
			.isEqualTo(Kind.PERHAPS_SENT);
		assertThat(unwritten(new IOException("Connection reset"))).isEqualTo(Kind.UNAVAILABLE);
	}

	private static Kind unwritten(Throwable cause) {
		return ConnectionFailure.of("Transport 'api'", cause, false).getKind();
	}

	private static SSLHandshakeException caused(Throwable cause) {
		SSLHandshakeException failure = new SSLHandshakeException("no trust");
		failure.initCause(cause);
		return failure;
	}

}
