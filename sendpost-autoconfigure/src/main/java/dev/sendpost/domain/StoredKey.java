package dev.sendpost.domain;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.sendpost.domain.dkim.DkimAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * A key in the store.
 *
 * @param id the id, in the order of which keys were made
 * @param selector the selector
 * @param algorithm what the key is for
 * @param publicKey the public key in base64
 * @param encrypted the private key, encrypted
 * @param publishedAt since when its record is found, by the database's clock, or
 * {@code null} if it was not found yet, or is gone
 */
record StoredKey(UUID id, String selector, DkimAlgorithm algorithm, String publicKey, String encrypted,
		@Nullable Long publishedAt) {

	/** For how long mail may be under way that an old key signed. */
	private static final long OVERLAP = Duration.ofDays(14).toMillis();

	private static final Comparator<StoredKey> NEWEST_FIRST = Comparator.comparing(StoredKey::id).reversed();

	/**
	 * The key of an algorithm that signs: the newest that is published.
	 */
	static Optional<StoredKey> signing(List<StoredKey> keys, DkimAlgorithm algorithm) {
		return keys.stream().filter((key) -> key.algorithm == algorithm && key.publishedAt != null).min(NEWEST_FIRST);
	}

	/**
	 * Whether a record publishes this key.
	 */
	boolean isSubjectOf(DomainRecord record) {
		return record.kind() == DomainRecordKind.DKIM && record.host().startsWith(this.selector + ".");
	}

	/**
	 * Whether the domain is verified only with this key: it signs by RSA, or would if it
	 * was published.
	 */
	boolean isRequired(List<StoredKey> keys) {
		if (this.algorithm != DkimAlgorithm.RSA) {
			return false;
		}
		return signing(keys, DkimAlgorithm.RSA)
			.or(() -> keys.stream().filter((key) -> key.algorithm == DkimAlgorithm.RSA).min(NEWEST_FIRST))
			.filter(this::equals)
			.isPresent();
	}

	/**
	 * Whether another key has signed instead for so long that nothing needs this one.
	 */
	boolean isOutdated(List<StoredKey> keys, long now) {
		return signing(keys, this.algorithm).filter((key) -> NEWEST_FIRST.compare(key, this) < 0)
			.filter((key) -> key.publishedAt != null && now - key.publishedAt > OVERLAP)
			.isPresent();
	}

	@Override
	public String toString() {
		return "StoredKey[" + this.selector + ", " + this.algorithm + "]";
	}

}
