package dev.sendpost.suppression;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.SecretKey;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Turns targets into the keys they are found by, 16 octets each: with
 * {@link EmailAddress#mailbox()}, this says which addresses are the same. A key is the
 * start of a SHA-256 digest. Where only a hash of an address is kept, it is an
 * HMAC-SHA-256 under the secret (RFC 2104, truncated as in section 5), so that nobody
 * without the secret can try addresses against it.
 */
final class SuppressionKeys {

	private static final String HMAC = "HmacSHA256";

	private final MessageDigest digest;

	private final @Nullable Mac mac;

	private final boolean hashOnly;

	private final boolean foldPlusTags;

	SuppressionKeys(SuppressionSettings settings) {
		try {
			this.digest = MessageDigest.getInstance("SHA-256");
			this.mac = mac(settings.hashSecret());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
		this.hashOnly = settings.hashOnly();
		this.foldPlusTags = settings.foldPlusTags();
	}

	private static @Nullable Mac mac(@Nullable SecretKey secret) throws GeneralSecurityException {
		if (secret == null) {
			return null;
		}
		Mac mac = Mac.getInstance(HMAC);
		mac.init(secret);
		return mac;
	}

	/**
	 * Whether hashes can be made.
	 */
	boolean hasSecret() {
		return this.mac != null;
	}

	/**
	 * Whether what is kept of a target is a hash alone. A domain is nobody's personal
	 * data.
	 */
	boolean keepsHashOnly(SuppressionTarget target) {
		return this.hashOnly && target.kind() == SuppressionTarget.Kind.ADDRESS;
	}

	/**
	 * The key under which a target is kept.
	 */
	UUID key(SuppressionTarget target) {
		return keepsHashOnly(target) ? hashed(target) : plain(target);
	}

	/**
	 * The key of a target that is kept as text.
	 */
	UUID plain(SuppressionTarget target) {
		Digests digests = new Digests();
		return switch (target.kind()) {
			case ADDRESS -> digests.address(folded(target.value()));
			case DOMAIN -> digests.domain(target.value());
			case SUBDOMAINS -> digests.below(target.value());
		};
	}

	/**
	 * The key of an address that was kept as text before tags were folded.
	 */
	UUID unfolded(EmailAddress address) {
		return new Digests().address(address.mailbox());
	}

	/**
	 * The key of an address of which only a hash is kept.
	 */
	UUID hashed(SuppressionTarget target) {
		return new Digests().hash(folded(target.value()));
	}

	/**
	 * The key of an address of which only a hash is to be kept from now on. The hash is
	 * of what the key was of: the address with its tag or without it, as tags were folded
	 * when the entry was added.
	 * @param key the key under which it was kept as text
	 */
	UUID hashed(UUID key, SuppressionTarget target) {
		Digests digests = new Digests();
		String untagged = withoutTag(target.value());
		return digests.hash(digests.address(untagged).equals(key) ? untagged : target.value());
	}

	/**
	 * All keys under which an entry about just this target may be kept.
	 */
	List<UUID> own(SuppressionTarget target) {
		List<UUID> keys = new ArrayList<>(4);
		if (target.kind() == SuppressionTarget.Kind.ADDRESS) {
			addMailbox(keys, target.value(), new Digests());
		}
		else {
			keys.add(plain(target));
		}
		return keys;
	}

	/**
	 * Makes the keys of recipients.
	 * @return for one thread
	 */
	Recipients recipients() {
		return new Recipients();
	}

	private void addMailbox(List<UUID> keys, String mailbox, Digests digests) {
		addAddress(keys, mailbox, digests);
		String folded = folded(mailbox);
		if (!folded.equals(mailbox)) {
			// Entries from before tags were folded are kept with their tag.
			addAddress(keys, folded, digests);
		}
	}

	private static void addAddress(List<UUID> keys, String mailbox, Digests digests) {
		keys.add(digests.address(mailbox));
		if (digests.mac != null) {
			keys.add(digests.hash(mailbox));
		}
	}

	/**
	 * The mailbox without what follows a plus sign, if that is folded.
	 */
	private String folded(String mailbox) {
		return this.foldPlusTags ? withoutTag(mailbox) : mailbox;
	}

	private static String withoutTag(String mailbox) {
		int plus = mailbox.indexOf('+');
		if (plus < 1 || mailbox.charAt(0) == '"') {
			return mailbox;
		}
		int at = mailbox.lastIndexOf('@');
		return (plus < at) ? mailbox.substring(0, plus) + mailbox.substring(at) : mailbox;
	}

	/**
	 * Makes the keys of recipients, one after the other: all those under which an entry
	 * may be kept that keeps mail from them.
	 */
	final class Recipients {

		private final Digests digests = new Digests();

		private final Map<String, UUID> below = new HashMap<>();

		/**
		 * The keys of entries about just this address.
		 */
		List<UUID> mailbox(EmailAddress address) {
			List<UUID> keys = new ArrayList<>(4);
			addMailbox(keys, address.mailbox(), this.digests);
			return keys;
		}

		/**
		 * The keys of entries about a whole domain, or about all below one, that an
		 * address of this domain is under.
		 */
		List<UUID> domain(String domain) {
			List<UUID> keys = new ArrayList<>(4);
			keys.add(this.digests.domain(domain));
			for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
				keys.add(this.below.computeIfAbsent(domain.substring(dot + 1), this.digests::below));
			}
			return keys;
		}

	}

	/**
	 * Makes keys. Used by one thread.
	 */
	private final class Digests {

		private final MessageDigest digest;

		private final @Nullable Mac mac;

		Digests() {
			try {
				this.digest = (MessageDigest) SuppressionKeys.this.digest.clone();
				this.mac = (SuppressionKeys.this.mac != null) ? (Mac) SuppressionKeys.this.mac.clone() : null;
			}
			catch (CloneNotSupportedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		UUID address(String mailbox) {
			return key(this.digest.digest(octets("address:" + mailbox)));
		}

		UUID domain(String domain) {
			return together(this.digest.digest(octets("domain:" + domain)));
		}

		UUID below(String domain) {
			return together(this.digest.digest(octets("below:" + domain)));
		}

		UUID hash(String mailbox) {
			return key(Objects.requireNonNull(this.mac, "there is no secret to hash with").doFinal(octets(mailbox)));
		}

		private static byte[] octets(String value) {
			return value.getBytes(StandardCharsets.UTF_8);
		}

		private static UUID key(byte[] digest) {
			ByteBuffer buffer = ByteBuffer.wrap(digest);
			return new UUID(buffer.getLong(), buffer.getLong());
		}

		/*
		 * Keys of domains begin with four octets of zero, so that they stand side by side
		 * in the index: those of a thousand recipients are looked up on a few pages.
		 */
		private static UUID together(byte[] digest) {
			UUID key = key(digest);
			return new UUID(key.getMostSignificantBits() >>> 32, key.getLeastSignificantBits());
		}

	}

}
