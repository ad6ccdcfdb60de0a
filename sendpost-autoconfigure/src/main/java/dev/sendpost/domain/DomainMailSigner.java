package dev.sendpost.domain;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sendpost.EmailAddress;
import dev.sendpost.domain.dkim.DkimKey;
import dev.sendpost.domain.dkim.DkimSigner;
import dev.sendpost.mime.MailSigner;
import dev.sendpost.mime.MailSigningException;
import dev.sendpost.mime.RenderedEmail;

import org.springframework.util.function.SingletonSupplier;

/**
 * Signs each message with the keys of its sender's domain, or of the closest one that the
 * sender's domain is below of.
 */
public final class DomainMailSigner implements MailSigner {

	private static final int MAX_KEYS = 10_000;

	private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

	private final DomainDirectory directory;

	private final DkimSigner signer;

	/** Keys that were decrypted; those of an id never change. */
	private final SingletonSupplier<Cache<UUID, DkimKey>> keys = SingletonSupplier
		.of(() -> Caffeine.newBuilder().maximumSize(MAX_KEYS).expireAfterAccess(FORGOTTEN_AFTER).build());

	/**
	 * Create a signer.
	 * @param domains the domains
	 * @param signer makes the signatures
	 */
	public DomainMailSigner(SendingDomains domains, DkimSigner signer) {
		this.directory = domains.registry().directory();
		this.signer = signer;
	}

	@Override
	public RenderedEmail sign(RenderedEmail message, EmailAddress from, String subAccount) throws IOException {
		List<DkimKey> found = keys(from.domain(), subAccount);
		return found.isEmpty() ? message : this.signer.sign(message, found);
	}

	private List<DkimKey> keys(String domain, String subAccount) {
		try {
			for (RegisteredDomain registered : this.directory.covering(domain, subAccount)) {
				if (!registered.signing().isEmpty()) {
					List<DkimKey> found = new ArrayList<>(registered.signing().size());
					for (SigningKey key : registered.signing()) {
						found.add(this.keys.obtain().get(key.id(), (id) -> key.key().get()));
					}
					return found;
				}
			}
			return List.of();
		}
		catch (RuntimeException ex) {
			throw new MailSigningException("the keys of " + domain + " cannot be read: " + ex.getMessage(), ex);
		}
	}

}
