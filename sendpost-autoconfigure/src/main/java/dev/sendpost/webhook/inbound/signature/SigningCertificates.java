package dev.sendpost.webhook.inbound.signature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.Semaphore;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Certificates that were fetched, and failures to fetch one, so that whoever names many
 * does not make this application ask for them all.
 */
final class SigningCertificates {

	private static final int MAX_CERTIFICATES = 100;

	private static final int FETCHES_AT_ONCE = 2;

	private static final Duration VALIDITY = Duration.ofDays(1);

	private static final Duration VALIDITY_OF_FAILURE = Duration.ofMinutes(1);

	private final Cache<URI, Fetched> fetched = Caffeine.newBuilder()
		.maximumSize(MAX_CERTIFICATES)
		.expireAfter(Expiry
			.creating((URI url, Fetched value) -> (value.certificate() != null) ? VALIDITY : VALIDITY_OF_FAILURE))
		.build();

	private final Semaphore fetching = new Semaphore(FETCHES_AT_ONCE);

	private final CertificateSource source;

	private final Clock clock;

	SigningCertificates(CertificateSource source, Clock clock) {
		this.source = source;
		this.clock = clock;
	}

	/**
	 * The key of a certificate that is valid now.
	 * @throws WebhookVerificationException if it cannot be had or is not valid
	 */
	PublicKey get(URI url) {
		Fetched known = this.fetched.get(url, (absent) -> {
			if (!this.fetching.tryAcquire()) {
				throw unavailable();
			}
			try {
				return fetch(absent);
			}
			finally {
				this.fetching.release();
			}
		});
		X509Certificate certificate = known.certificate();
		if (certificate == null) {
			throw unavailable();
		}
		try {
			certificate.checkValidity(Date.from(this.clock.instant()));
			return certificate.getPublicKey();
		}
		catch (CertificateExpiredException | CertificateNotYetValidException ex) {
			throw new WebhookVerificationException(Reason.NOT_ALLOWED,
					"the certificate it is signed with is not valid");
		}
	}

	private Fetched fetch(URI url) {
		try {
			byte[] text = this.source.fetch(url);
			return new Fetched((X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(text)));
		}
		catch (IOException | CertificateException ex) {
			return new Fetched(null);
		}
	}

	private static WebhookVerificationException unavailable() {
		return new WebhookVerificationException(Reason.UNAVAILABLE,
				"the certificate it is signed with could not be fetched from Amazon");
	}

	private record Fetched(@Nullable X509Certificate certificate) {

	}

}
