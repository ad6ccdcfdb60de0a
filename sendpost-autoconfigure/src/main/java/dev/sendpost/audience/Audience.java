package dev.sendpost.audience;

import java.util.UUID;

import dev.sendpost.secret.EncryptionKeyRequiredException;

/**
 * Whom a sub-account writes to. What belongs to another sub-account does not exist here.
 */
public final class Audience {

	private final AudienceStore store;

	private final String subAccount;

	private final LinkTokens tokens;

	private final Contacts contacts;

	private final ContactLists lists;

	private final Topics topics;

	Audience(AudienceStore store, String subAccount, LinkTokens tokens, DoubleOptIn doubleOptIn) {
		this.store = store;
		this.subAccount = subAccount;
		this.tokens = tokens;
		this.lists = new ContactLists(store, subAccount, doubleOptIn);
		this.contacts = new Contacts(store, subAccount, this.lists);
		this.topics = new Topics(store, subAccount);
	}

	/**
	 * Whose audience it is.
	 * @return the name of the sub-account
	 */
	public String subAccount() {
		return this.subAccount;
	}

	/**
	 * The contacts.
	 * @return the contacts
	 */
	public Contacts contacts() {
		return this.contacts;
	}

	/**
	 * The lists.
	 * @return the lists
	 */
	public ContactLists lists() {
		return this.lists;
	}

	/**
	 * The topics.
	 * @return the topics
	 */
	public Topics topics() {
		return this.topics;
	}

	/**
	 * What lets the holder see and change the preferences of a contact, for a link in
	 * mail to that contact alone. It does not expire, and is void once the contact is
	 * removed.
	 * @param contact the id of the contact
	 * @return the token, of characters that need no encoding in a URL
	 * @throws AudienceException if there is no such contact
	 * @throws EncryptionKeyRequiredException if there is no key to sign it with
	 */
	public String preferenceToken(UUID contact) {
		this.store.contacts().find(this.subAccount, contact).orElseThrow(() -> AudienceStore.unknownContact(contact));
		return this.tokens.preferences(contact);
	}

}
