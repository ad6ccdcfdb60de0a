package dev.sendpost.audience;

import java.net.URI;

import dev.sendpost.Email;

/**
 * Composes the mail that asks a contact to confirm that it wants to be on a list. Declare
 * a bean to have it in your words, and in the contact's language.
 */
@FunctionalInterface
public interface ConfirmationMail {

	/**
	 * Compose the mail.
	 * @param contact whom to ask
	 * @param list the list
	 * @param link the link that confirms; only the contact may get it
	 * @return a mail to the contact alone, in the transactional stream
	 */
	Email compose(Contact contact, ContactList list, URI link);

	/**
	 * A short text in English.
	 * @return the mail
	 */
	static ConfirmationMail inEnglish() {
		return (contact, list,
				link) -> Email.builder().to(contact.address()).subject("Please confirm: " + list.name()).text("""
						Somebody, probably you, asked to receive "%s" at this address.

						To confirm that, follow this link:

						%s

						If it was not you, do nothing: you will not be written to again.
						""".formatted(list.name(), link)).build();
	}

}
