package dev.sendpost.webhook.inbound.signature;

import java.io.IOException;
import java.net.URI;

/**
 * Fetches certificates that webhooks name. It is asked only for those at Amazon's SNS.
 */
@FunctionalInterface
public interface CertificateSource {

	/**
	 * Fetch a certificate.
	 * @param url where it is
	 * @return its text, in PEM
	 * @throws IOException if it cannot be had
	 */
	byte[] fetch(URI url) throws IOException;

}
