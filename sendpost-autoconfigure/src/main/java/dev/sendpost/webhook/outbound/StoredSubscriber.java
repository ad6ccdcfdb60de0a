package dev.sendpost.webhook.outbound;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.sendpost.secret.SecretCipher;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber with its secrets, encrypted.
 *
 * @param subscriber the subscriber
 * @param secret the current secret
 * @param previousSecret the secret before it, or {@code null}
 * @param failures how many attempts failed since the last that did not
 */
record StoredSubscriber(WebhookSubscriber subscriber, String secret, @Nullable String previousSecret, int failures) {

	UUID id() {
		return this.subscriber.id();
	}

	boolean isActive() {
		return this.subscriber.state() == WebhookSubscriber.State.ACTIVE;
	}

	/**
	 * Whether facts are noted for it.
	 */
	boolean isEnabled() {
		return this.subscriber.state() != WebhookSubscriber.State.DISABLED;
	}

	/**
	 * The secrets that count: the current one first.
	 */
	List<WebhookSecret> secrets(SecretCipher cipher, Instant now) {
		WebhookSecret current = decrypt(this.secret, cipher);
		Instant until = this.subscriber.rotatingUntil();
		return (this.previousSecret != null && until != null && now.isBefore(until))
				? List.of(current, decrypt(this.previousSecret, cipher)) : List.of(current);
	}

	private WebhookSecret decrypt(String encrypted, SecretCipher cipher) {
		return new WebhookSecret(cipher.decrypt(encrypted, context(id())));
	}

	/**
	 * What its secrets are bound to.
	 */
	static String context(UUID id) {
		return "sendpost_webhook_subscriber:" + id;
	}

	@Override
	public String toString() {
		return "StoredSubscriber[" + this.subscriber + "]";
	}

}
