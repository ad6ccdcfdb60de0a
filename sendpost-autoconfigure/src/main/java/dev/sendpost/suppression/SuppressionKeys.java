package dev.sendpost.suppression;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.SecretKey;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Turns targets into the keys they are found by, 16 octets each: the one place that says
 * which addresses are the same. A key is the start of a SHA-256 digest. Where only a hash
 * of an address is kept, it is an HMAC-SHA-256 under the secret (RFC 2104, truncated as
 * in section 5), so that nobody without the secret can try addresses against it.
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
		return keepsHashOnly(target) ? hash(folded(target.value())) : plain(target);
	}

	/**
	 * The key of a target that is kept as text.
	 */
	UUID plain(SuppressionTarget target) {
		return switch (target.kind()) {
			case ADDRESS -> digest("address", folded(target.value()));
			case DOMAIN -> digest("domain", target.value());
			case SUBDOMAINS -> digest("below", target.value());
		};
	}

	/**
	 * The key of an address that was kept as text before tags were folded.
	 */
	UUID unfolded(EmailAddress address) {
		return digest("address", composed(address.mailbox()));
	}

	/**
	 * The key of an address of which only a hash is kept.
	 */
	UUID hashed(SuppressionTarget target) {
		return hash(folded(target.value()));
	}

	/**
	 * All keys under which an entry about just this target may be kept.
	 */
	List<UUID> own(SuppressionTarget target) {
		List<UUID> keys = new ArrayList<>(4);
		if (target.kind() == SuppressionTarget.Kind.ADDRESS) {
			addMailbox(keys, target.value());
		}
		else {
			keys.add(plain(target));
		}
		return keys;
	}

	/**
	 * All keys under which an entry may be kept that keeps mail from an address: its own,
	 * its domain's and those above that.
	 */
	List<UUID> candidates(EmailAddress address) {
		List<UUID> keys = new ArrayList<>(6);
		addMailbox(keys, address.mailbox());
		addDomains(keys, address.domain());
		return keys;
	}

	private void addMailbox(List<UUID> keys, String mailbox) {
		String composed = composed(mailbox);
		addAddress(keys, composed);
		String folded = folded(composed);
		if (!folded.equals(composed)) {
			// Entries from before tags were folded are kept with their tag.
			addAddress(keys, folded);
		}
	}

	private void addAddress(List<UUID> keys, String mailbox) {
		keys.add(digest("address", mailbox));
		if (this.mac != null) {
			keys.add(hash(mailbox));
		}
	}

	/**
	 * Add the keys of the entries about whole domains that an address of a domain is
	 * under.
	 */
	void addDomains(List<UUID> keys, String domain) {
		keys.add(digest("domain", domain));
		for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
			keys.add(digest("below", domain.substring(dot + 1)));
		}
	}

	/**
	 * The mailbox without what follows a plus sign, if that is folded.
	 */
	private String folded(String mailbox) {
		String composed = composed(mailbox);
		int plus = composed.indexOf('+');
		if (!this.foldPlusTags || plus < 1 || composed.charAt(0) == '"') {
			return composed;
		}
		int at = composed.lastIndexOf('@');
		return (plus < at) ? composed.substring(0, plus) + composed.substring(at) : composed;
	}

	/*
	 * The same letters, however they were typed.
	 */
	private static String composed(String mailbox) {
		return Normalizer.isNormalized(mailbox, Normalizer.Form.NFC) ? mailbox
				: Normalizer.normalize(mailbox, Normalizer.Form.NFC);
	}

	private UUID digest(String kind, String value) {
		try {
			MessageDigest digest = (MessageDigest) this.digest.clone();
			return key(digest.digest((kind + ':' + value).getBytes(StandardCharsets.UTF_8)));
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private UUID hash(String mailbox) {
		try {
			Mac mac = (Mac) Objects.requireNonNull(this.mac, "there is no secret to hash with").clone();
			return key(mac.doFinal(mailbox.getBytes(StandardCharsets.UTF_8)));
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static UUID key(byte[] digest) {
		ByteBuffer buffer = ByteBuffer.wrap(digest);
		return new UUID(buffer.getLong(), buffer.getLong());
	}

}
