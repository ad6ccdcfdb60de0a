package dev.sendpost.webhook.outbound;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.sendpost.Submitter;
import dev.sendpost.egress.EgressGuard;
import dev.sendpost.egress.EgressRefusedException;
import dev.sendpost.secret.EncryptionKeyRequiredException;
import dev.sendpost.webhook.outbound.WebhookException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of facts: subscribers of the account hear of the mail of all sub-accounts,
 * those of a sub-account of its own. Changes take part in the caller's transaction, and
 * count from its end; other nodes see them within seconds. An {@link EgressGuard} decides
 * which URLs are allowed.
 */
public final class WebhookSubscribers {

	/** How many subscribers a sub-account has at most, and the account for itself. */
	public static final int MAX_SUBSCRIBERS = 50;

	/** For how long two secrets count side by side at most. */
	public static final Duration MAX_OVERLAP = Duration.ofDays(30);

	private static final int MAX_PAGE = 1000;

	private final JdbcWebhookSubscribers stored;

	private final WebhookDeliveries deliveries;

	private final EgressGuard guard;

	private final Predicate<String> subAccounts;

	private final Supplier<UUID> ids;

	private final SecureRandom random;

	private final Submitter submitter;

	/**
	 * Create the set of subscribers.
	 * @param stored keeps them
	 * @param deliveries what they are told
	 * @param guard decides which URLs are allowed
	 * @param subAccounts tells whether there is a sub-account of a name
	 * @param ids makes ids, UUIDs of version 7
	 */
	public WebhookSubscribers(JdbcWebhookSubscribers stored, WebhookDeliveries deliveries, EgressGuard guard,
			Predicate<String> subAccounts, Supplier<UUID> ids) {
		this(stored, deliveries, guard, subAccounts, ids, new SecureRandom(), Submitter.account());
	}

	private WebhookSubscribers(JdbcWebhookSubscribers stored, WebhookDeliveries deliveries, EgressGuard guard,
			Predicate<String> subAccounts, Supplier<UUID> ids, SecureRandom random, Submitter submitter) {
		this.stored = stored;
		this.deliveries = deliveries;
		this.guard = guard;
		this.subAccounts = subAccounts;
		this.ids = ids;
		this.random = random;
		this.submitter = submitter;
	}

	/**
	 * The subscribers as a submitter may see them: a sub-account sees and changes its own
	 * only, and makes none for others.
	 * @param submitter who asks
	 * @return what it may see
	 */
	public WebhookSubscribers forSubmitter(Submitter submitter) {
		return new WebhookSubscribers(this.stored, this.deliveries, this.guard, this.subAccounts, this.ids, this.random,
				submitter);
	}

	/**
	 * Make a subscriber of the submitter: of the account, or of its sub-account.
	 * @param settings what is set about it
	 * @return the subscriber with its secret
	 * @throws WebhookException if the URL is not allowed or there are too many
	 * subscribers
	 * @throws EncryptionKeyRequiredException if there is no key to encrypt the secret
	 * with
	 */
	public IssuedWebhookSubscriber create(WebhookSettings settings) {
		return create(this.submitter.wholeAccount() ? null : this.submitter.subAccount(), settings, null);
	}

	/**
	 * Make a subscriber.
	 * @param subAccount the sub-account whose mail it hears of, or {@code null} for that
	 * of all
	 * @param settings what is set about it
	 * @param secret what to sign with, or {@code null} for a random secret: subscribers
	 * of SendPost know the API key of the account
	 * @return the subscriber with its secret
	 * @throws WebhookException if the URL or the secret is not allowed, there is no such
	 * sub-account as far as the submitter may know, or there are too many subscribers
	 * @throws EncryptionKeyRequiredException if there is no key to encrypt the secret
	 * with
	 */
	public IssuedWebhookSubscriber create(@Nullable String subAccount, WebhookSettings settings,
			@Nullable String secret) {
		requireOwner(subAccount);
		requireUrl(settings);
		WebhookSecret used = (secret != null) ? WebhookSecret.chosen(secret, settings.form())
				: WebhookSecret.random(this.random);
		if (this.stored.of(subAccount).size() >= MAX_SUBSCRIBERS) {
			throw new WebhookException(Reason.TOO_MANY,
					"There are " + MAX_SUBSCRIBERS + " webhooks already, which is as many as there can be");
		}
		StoredSubscriber made = this.stored.insert(this.ids.get(), subAccount, settings, used);
		return new IssuedWebhookSubscriber(made.subscriber(), used.text());
	}

	private void requireOwner(@Nullable String subAccount) {
		if (subAccount == null && !this.submitter.wholeAccount()) {
			throw new WebhookException(Reason.NOT_ALLOWED, "Only the account may hear of the mail of all sub-accounts");
		}
		if (subAccount != null && !(this.submitter.maySee(subAccount) && this.subAccounts.test(subAccount))) {
			throw new WebhookException(Reason.UNKNOWN, "There is no such sub-account");
		}
	}

	private void requireUrl(WebhookSettings settings) {
		try {
			this.guard.require(settings.url());
		}
		catch (EgressRefusedException ex) {
			throw new WebhookException(Reason.INVALID, String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Find a subscriber.
	 * @param id its id
	 * @return the subscriber, or nothing if there is none or the submitter may not see it
	 */
	public Optional<WebhookSubscriber> find(UUID id) {
		return visible(this.stored.find(id)).map(StoredSubscriber::subscriber);
	}

	/**
	 * Find a subscriber by its number.
	 * @param number its number
	 * @return the subscriber, or nothing if there is none or the submitter may not see it
	 */
	public Optional<WebhookSubscriber> find(long number) {
		return visible(this.stored.find(number)).map(StoredSubscriber::subscriber);
	}

	/**
	 * All subscribers that the submitter may see.
	 * @return the subscribers, those of the account first, each in the order in which
	 * they were made
	 */
	public List<WebhookSubscriber> list() {
		List<StoredSubscriber> found = this.submitter.wholeAccount() ? this.stored.all()
				: this.stored.of(this.submitter.subAccount());
		return found.stream().map(StoredSubscriber::subscriber).toList();
	}

	/**
	 * List subscribers, the oldest first, a page at a time.
	 * @param subAccount of which sub-account, or {@code null} for all that may be seen
	 * @param after the id of the last one before, or {@code null} to begin at the start
	 * @param size how many to list at most, up to 1,000
	 * @return the subscribers, none if there are no more
	 */
	public List<WebhookSubscriber> list(@Nullable String subAccount, @Nullable UUID after, int size) {
		String owner = (subAccount != null || this.submitter.wholeAccount()) ? subAccount : this.submitter.subAccount();
		if (owner != null && !this.submitter.maySee(owner)) {
			return List.of();
		}
		return this.stored.page(owner, after, Math.max(1, Math.min(MAX_PAGE, size)))
			.stream()
			.map(StoredSubscriber::subscriber)
			.toList();
	}

	/**
	 * The secret that signatures are made with, for whoever owns the subscriber.
	 * @param id the id of the subscriber
	 * @return the secret
	 * @throws WebhookException if there is no such subscriber
	 * @throws EncryptionKeyRequiredException if the key it was encrypted with is missing
	 */
	public String secret(UUID id) {
		return require(id).secrets(this.stored.cipher(), this.stored.now()).get(0).text();
	}

	/**
	 * Change what is set about a subscriber. One that is enabled anew is no longer
	 * paused.
	 * @param id the id of the subscriber
	 * @param settings what is set from now on
	 * @return the subscriber
	 * @throws WebhookException if there is no such subscriber, the URL is not allowed, or
	 * the secret is none for the form
	 */
	public WebhookSubscriber change(UUID id, WebhookSettings settings) {
		StoredSubscriber before = require(id);
		WebhookSettings old = before.subscriber().settings();
		if (!old.url().equals(settings.url())) {
			requireUrl(settings);
		}
		if (old.form() != settings.form()) {
			before.secrets(this.stored.cipher(), this.stored.now())
				.forEach((secret) -> secret.requireFor(settings.form()));
		}
		this.stored.update(id, settings, settings.enabled() && !old.enabled());
		return require(id).subscriber();
	}

	/**
	 * Replace the secret by a random one.
	 * @param id the id of the subscriber
	 * @param overlap for how long the old one counts too; zero if it is known to others
	 * @return the subscriber with its new secret
	 * @throws WebhookException if there is no such subscriber, or the overlap is negative
	 * or longer than {@link #MAX_OVERLAP}
	 * @throws EncryptionKeyRequiredException if there is no key to encrypt the secret
	 * with
	 */
	public IssuedWebhookSubscriber rotateSecret(UUID id, Duration overlap) {
		return replaceSecret(id, WebhookSecret.random(this.random), overlap);
	}

	/**
	 * Replace the secret.
	 * @param id the id of the subscriber
	 * @param secret the new secret
	 * @param overlap for how long the old one counts too; zero if it is known to others
	 * @return the subscriber with its new secret
	 * @throws WebhookException if there is no such subscriber, the secret is not allowed,
	 * or the overlap is negative or longer than {@link #MAX_OVERLAP}
	 * @throws EncryptionKeyRequiredException if there is no key to encrypt the secret
	 * with
	 */
	public IssuedWebhookSubscriber replaceSecret(UUID id, String secret, Duration overlap) {
		return replaceSecret(id, WebhookSecret.chosen(secret, require(id).subscriber().settings().form()), overlap);
	}

	private IssuedWebhookSubscriber replaceSecret(UUID id, WebhookSecret secret, Duration overlap) {
		require(id);
		if (overlap.isNegative() || overlap.compareTo(MAX_OVERLAP) > 0) {
			throw new WebhookException(Reason.INVALID,
					"Two secrets can count side by side for up to " + MAX_OVERLAP.toDays() + " days");
		}
		Instant until = overlap.isZero() ? null : this.stored.now().plus(overlap);
		this.stored.replaceSecret(id, secret, until);
		return new IssuedWebhookSubscriber(require(id).subscriber(), secret.text());
	}

	/**
	 * Tell a subscriber nothing for now. What it is to be told waits until it is
	 * {@link #resume resumed}, for as long as deliveries are kept.
	 * @param id the id of the subscriber
	 * @param reason why, for people
	 * @return the subscriber
	 * @throws WebhookException if there is no such subscriber, or it is disabled
	 */
	public WebhookSubscriber pause(UUID id, String reason) {
		if (require(id).subscriber().state() == WebhookSubscriber.State.DISABLED) {
			throw new WebhookException(Reason.INVALID, "The webhook is switched off, so there is nothing to pause");
		}
		this.stored.pauseOnRequest(id, reason);
		return require(id).subscriber();
	}

	/**
	 * Tell a subscriber again that was paused, beginning with what waited meanwhile.
	 * @param id the id of the subscriber
	 * @return the subscriber
	 * @throws WebhookException if there is no such subscriber
	 */
	public WebhookSubscriber resume(UUID id) {
		require(id);
		this.stored.resume(id);
		this.deliveries.hasten(id);
		return require(id).subscriber();
	}

	/**
	 * Remove a subscriber, with all that it was told and was to be told.
	 * @param id the id of the subscriber
	 * @throws WebhookException if there is no such subscriber
	 */
	public void remove(UUID id) {
		require(id);
		this.stored.delete(id);
	}

	/**
	 * What a subscriber was told and is to be told.
	 * @param id the id of the subscriber
	 * @param search which of it
	 * @return a page of deliveries
	 * @throws WebhookException if there is no such subscriber
	 */
	public WebhookDeliveryPage deliveries(UUID id, WebhookDeliverySearch search) {
		return this.deliveries.search(require(id).id(), search);
	}

	/**
	 * Find a delivery.
	 * @param deliveryId its id
	 * @return the delivery, or nothing if there is none or the submitter may not see it
	 */
	public Optional<WebhookDelivery> delivery(UUID deliveryId) {
		return this.deliveries.find(deliveryId)
			.filter((delivery) -> visible(this.stored.find(delivery.subscriberId())).isPresent());
	}

	/**
	 * How many deliveries of a period there are, some of which may be being made.
	 * @param id the id of the subscriber
	 * @param from when the period begins
	 * @param until when it is over
	 * @param failedOnly whether to count only those that were given up
	 * @param most up to how many are counted
	 * @return how many, {@code most} if there are more
	 * @throws WebhookException if there is no such subscriber
	 */
	public int count(UUID id, Instant from, Instant until, boolean failedOnly, int most) {
		return this.deliveries.count(require(id).id(), from, until, failedOnly, most);
	}

	/**
	 * The attempts to make a delivery.
	 * @param deliveryId the id of the delivery
	 * @return the attempts, in order
	 * @throws WebhookException if there is no such delivery
	 */
	public List<WebhookAttempt> attempts(UUID deliveryId) {
		return this.deliveries.attempts(requireDelivery(deliveryId).id());
	}

	/**
	 * Make a delivery again, with the same id, whatever became of it.
	 * @param deliveryId the id of the delivery
	 * @throws WebhookException if there is no such delivery
	 */
	public void resend(UUID deliveryId) {
		this.deliveries.resend(requireDelivery(deliveryId).id());
	}

	/**
	 * Make all deliveries again whose facts were recorded in a period, each with the same
	 * id, and whatever became of it.
	 * @param id the id of the subscriber
	 * @param from when the period begins
	 * @param until when it is over
	 * @param failedOnly whether only those that were given up
	 * @return how many are made again
	 * @throws WebhookException if there is no such subscriber
	 */
	public int resend(UUID id, Instant from, Instant until, boolean failedOnly) {
		return this.deliveries.resend(require(id).id(), from, until, failedOnly);
	}

	private WebhookDelivery requireDelivery(UUID id) {
		return delivery(id).orElseThrow(() -> new WebhookException(Reason.UNKNOWN, "There is no such delivery"));
	}

	private StoredSubscriber require(UUID id) {
		return visible(this.stored.find(id))
			.orElseThrow(() -> new WebhookException(Reason.UNKNOWN, "There is no such webhook"));
	}

	private Optional<StoredSubscriber> visible(Optional<StoredSubscriber> stored) {
		return stored.filter((found) -> {
			String subAccount = found.subscriber().subAccount();
			return (subAccount != null) ? this.submitter.maySee(subAccount) : this.submitter.wholeAccount();
		});
	}

}
