package dev.sendpost.audience;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.audience.JdbcTopics.StoredTopic;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Store;
import dev.sendpost.suppression.SuppressionScope;
import dev.sendpost.suppression.Suppressions;
import org.jspecify.annotations.Nullable;

/**
 * Whom the sub-accounts write to, and what readers say about that by the links they get.
 * Changes are made in the caller's transaction.
 */
public final class Audiences {

	/** What is said of suppressions that readers make themselves. */
	private static final String BY_READER = "reader";

	private final AudienceStore store;

	private final LinkTokens tokens;

	private final DoubleOptIn doubleOptIn;

	/**
	 * Create the audiences.
	 * @param store where they are kept
	 * @param ids makes their ids: UUIDs of version 7
	 * @param suppressions who must not get mail
	 * @param cipher has the keys that links are signed with
	 * @param gateway sends the mail that asks contacts to confirm
	 * @param mail composes that mail
	 * @param settings how memberships are confirmed
	 */
	public Audiences(Store store, Supplier<UUID> ids, Suppressions suppressions, SecretCipher cipher,
			Supplier<MailGateway> gateway, ConfirmationMail mail, AudienceSettings settings) {
		this.store = new AudienceStore(store, ids, suppressions);
		this.tokens = new LinkTokens(cipher);
		this.doubleOptIn = new DoubleOptIn(this.store, this.tokens, gateway, mail, settings);
	}

	/**
	 * The audience of a sub-account.
	 * @param name its name
	 * @return the audience
	 * @throws InvalidEmailException with the field {@code subAccount} if that cannot be
	 * the name of one
	 */
	public Audience forSubAccount(String name) {
		SuppressionScope.subAccount(name);
		return new Audience(this.store, name, this.tokens, this.doubleOptIn);
	}

	/**
	 * Confirm a membership by the link in the mail that asked for it. Let a page call
	 * this when the reader presses its button, not when it is opened: programs that look
	 * at mail open links.
	 * @param token the token of the link
	 * @param from the IP address of the reader, which is kept only if the settings say
	 * so; or {@code null}
	 * @return the membership as it is now; that of a reader who has left the list since
	 * it was asked is not changed
	 * @throws AudienceException if the token was not made here, is too old, or the
	 * contact or the list is gone
	 */
	public Membership confirm(String token, @Nullable InetAddress from) {
		return this.doubleOptIn.confirm(token, from);
	}

	/**
	 * What a reader may choose, and has chosen.
	 * @param token see {@link Audience#preferenceToken(UUID)}
	 * @return the preferences
	 * @throws AudienceException if the token was not made here, or the contact is gone
	 */
	public Preferences preferences(String token) {
		return preferences(find(token));
	}

	/**
	 * Write down what a reader chooses.
	 * @param token see {@link Audience#preferenceToken(UUID)}
	 * @param choices by the keys of topics, whether the reader wants them; others stay as
	 * they are
	 * @return the preferences as they are now
	 * @throws AudienceException if the token was not made here, or the contact or a topic
	 * is gone
	 */
	public Preferences change(String token, Map<String, Boolean> choices) {
		return change(token, (contact) -> {
			forSubAccount(contact.subAccount()).topics().choose(contact.id(), choices);
			return true;
		});
	}

	/**
	 * Keep all broadcast mail of the sub-account from a reader, as
	 * {@link Contacts#unsubscribe} does.
	 * @param token see {@link Audience#preferenceToken(UUID)}
	 * @return the preferences as they are now
	 * @throws AudienceException if the token was not made here, or the contact is gone
	 */
	public Preferences unsubscribe(String token) {
		return change(token,
				(contact) -> forSubAccount(contact.subAccount()).contacts().unsubscribe(contact.id(), BY_READER));
	}

	/**
	 * Let a reader get broadcast mail again, as {@link Contacts#resubscribe} does.
	 * @param token see {@link Audience#preferenceToken(UUID)}
	 * @return the preferences as they are now
	 * @throws AudienceException if the token was not made here, or the contact is gone
	 */
	public Preferences resubscribe(String token) {
		return change(token, (contact) -> forSubAccount(contact.subAccount()).contacts().resubscribe(contact.id()));
	}

	private Preferences change(String token, Function<StoredContact, ?> change) {
		return this.store.change(() -> {
			StoredContact contact = find(token);
			if (this.store.contacts().lock(contact.subAccount(), List.of(contact.id())).isEmpty()) {
				throw LinkTokens.invalid();
			}
			change.apply(contact);
			return preferences(contact);
		});
	}

	private StoredContact find(String token) {
		return this.store.contacts().find(this.tokens.preferences(token)).orElseThrow(LinkTokens::invalid);
	}

	private Preferences preferences(StoredContact contact) {
		Map<UUID, Boolean> choices = this.store.topics().choices(contact.id());
		List<Preferences.Choice> topics = this.store.topics()
			.all(contact.subAccount())
			.stream()
			.map((StoredTopic topic) -> new Preferences.Choice(topic.topic(),
					choices.getOrDefault(topic.id(), topic.topic().receivedByDefault())))
			.toList();
		return new Preferences(this.store.complete(contact.subAccount(), List.of(contact)).get(0), topics);
	}

	AudienceStore store() {
		return this.store;
	}

}
