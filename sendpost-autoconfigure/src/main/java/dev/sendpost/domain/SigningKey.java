package dev.sendpost.domain;

import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.domain.dkim.DkimKey;

/**
 * A key that signs the mail of a domain.
 *
 * @param id identifies the key for good
 * @param key gives what the signature is made with; may have to decrypt it, and throws an
 * {@link IllegalStateException} if it cannot
 */
record SigningKey(UUID id, Supplier<DkimKey> key) {

}
