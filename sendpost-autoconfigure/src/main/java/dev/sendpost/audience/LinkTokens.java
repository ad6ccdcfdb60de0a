package dev.sendpost.audience;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

import dev.sendpost.audience.AudienceException.Reason;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.secret.TokenSigner;

/**
 * Tokens of the links that readers get. Ids are never given again, so that a token is
 * void once what it is about was removed.
 */
final class LinkTokens {

	private static final int ID_LENGTH = 16;

	private final TokenSigner confirmations;

	private final TokenSigner preferences;

	LinkTokens(SecretCipher cipher) {
		this.confirmations = cipher.tokenSigner("confirm a membership");
		this.preferences = cipher.tokenSigner("change preferences");
	}

	boolean canSign() {
		return this.confirmations.canSign();
	}

	String confirmation(UUID list, UUID contact, Instant expiresAt) {
		ByteBuffer content = ByteBuffer.allocate(2 * ID_LENGTH + Long.BYTES);
		put(content, list);
		put(content, contact);
		return this.confirmations.sign(content.putLong(expiresAt.toEpochMilli()).array());
	}

	/**
	 * Read the token of a confirmation.
	 * @throws AudienceException if it was not signed here, or is too old
	 */
	Confirmation confirmation(String token, Instant now) {
		ByteBuffer content = content(this.confirmations, token, 2 * ID_LENGTH + Long.BYTES);
		Confirmation confirmation = new Confirmation(id(content), id(content));
		Instant expiresAt = Instant.ofEpochMilli(content.getLong());
		if (now.isAfter(expiresAt)) {
			throw new AudienceException(Reason.LINK_EXPIRED,
					"the link was good until " + expiresAt + "; ask for a new one");
		}
		return confirmation;
	}

	String preferences(UUID contact) {
		ByteBuffer content = ByteBuffer.allocate(ID_LENGTH);
		put(content, contact);
		return this.preferences.sign(content.array());
	}

	/**
	 * Read the token of a preference page.
	 * @return the contact
	 * @throws AudienceException if it was not signed here
	 */
	UUID preferences(String token) {
		return id(content(this.preferences, token, ID_LENGTH));
	}

	private static ByteBuffer content(TokenSigner signer, String token, int length) {
		return signer.verify(token)
			.filter((content) -> content.length == length)
			.map(ByteBuffer::wrap)
			.orElseThrow(LinkTokens::invalid);
	}

	static AudienceException invalid() {
		return new AudienceException(Reason.LINK_INVALID,
				"the link is not complete, or what it is about is gone; copy it as a whole, or ask for a new one");
	}

	private static void put(ByteBuffer content, UUID id) {
		content.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
	}

	private static UUID id(ByteBuffer content) {
		return new UUID(content.getLong(), content.getLong());
	}

	/**
	 * What is confirmed.
	 */
	record Confirmation(UUID list, UUID contact) {

	}

}
