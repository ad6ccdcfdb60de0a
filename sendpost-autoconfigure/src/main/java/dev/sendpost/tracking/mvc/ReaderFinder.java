package dev.sendpost.tracking.mvc;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.sendpost.EmailAddress;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.AudienceException;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.Contact;
import dev.sendpost.audience.ContactStatus;
import dev.sendpost.audience.Preferences;
import dev.sendpost.tracking.Client;
import dev.sendpost.tracking.Reader;
import dev.sendpost.tracking.TrackingLinks;
import dev.sendpost.tracking.Unsubscriptions;
import org.jspecify.annotations.Nullable;

/**
 * Finds the reader whom a link is for: one in a message, or one that an application made
 * for a contact by {@link Audience#preferenceToken}.
 */
public final class ReaderFinder {

	private final TrackingLinks links;

	private final Unsubscriptions unsubscriptions;

	private final @Nullable Audiences audiences;

	/**
	 * Create a finder.
	 * @param links reads links in messages
	 * @param unsubscriptions takes what readers decide
	 * @param audiences the contacts, or {@code null} if there are none
	 */
	public ReaderFinder(TrackingLinks links, Unsubscriptions unsubscriptions, @Nullable Audiences audiences) {
		this.links = links;
		this.unsubscriptions = unsubscriptions;
		this.audiences = audiences;
	}

	/**
	 * Find the reader of a link in a message.
	 */
	Optional<ReaderChoices> inMessage(String token) {
		return this.links.reader(token).map((reader) -> new OfReader(reader, contactToken(reader)));
	}

	/**
	 * Find the reader of a link in a message, or to the preferences of a contact.
	 */
	Optional<ReaderChoices> any(String token) {
		Optional<ReaderChoices> reader = inMessage(token);
		if (reader.isPresent() || this.audiences == null) {
			return reader;
		}
		try {
			return Optional.of(new OfContact(this.audiences, token, this.audiences.preferences(token)));
		}
		catch (AudienceException ex) {
			return Optional.empty();
		}
	}

	private @Nullable String contactToken(Reader reader) {
		if (this.audiences == null) {
			return null;
		}
		Audience audience = this.audiences.forSubAccount(reader.subAccount());
		return audience.contacts().find(reader.address()).map(Contact::id).map(audience::preferenceToken).orElse(null);
	}

	private final class OfReader implements ReaderChoices {

		private final Reader reader;

		private final @Nullable String contactToken;

		OfReader(Reader reader, @Nullable String contactToken) {
			this.reader = reader;
			this.contactToken = contactToken;
		}

		@Override
		public EmailAddress address() {
			return this.reader.address();
		}

		@Override
		public @Nullable EmailAddress sender() {
			return ReaderFinder.this.unsubscriptions.sender(this.reader).orElse(null);
		}

		@Override
		public boolean receives() {
			return ReaderFinder.this.unsubscriptions.receives(this.reader);
		}

		@Override
		public List<Preferences.Choice> topics() {
			Audiences audiences = ReaderFinder.this.audiences;
			return (audiences != null && this.contactToken != null) ? audiences.preferences(this.contactToken).topics()
					: List.of();
		}

		@Override
		public void choose(Map<String, Boolean> choices) {
			Audiences audiences = ReaderFinder.this.audiences;
			if (audiences != null && this.contactToken != null) {
				audiences.change(this.contactToken, choices);
			}
		}

		@Override
		public void unsubscribe(Client client) {
			ReaderFinder.this.unsubscriptions.unsubscribe(this.reader, client);
		}

		@Override
		public void resubscribe() {
			ReaderFinder.this.unsubscriptions.resubscribe(this.reader);
		}

	}

	private static final class OfContact implements ReaderChoices {

		private final Audiences audiences;

		private final String token;

		private Preferences preferences;

		OfContact(Audiences audiences, String token, Preferences preferences) {
			this.audiences = audiences;
			this.token = token;
			this.preferences = preferences;
		}

		@Override
		public EmailAddress address() {
			return this.preferences.contact().address();
		}

		@Override
		public @Nullable EmailAddress sender() {
			return null;
		}

		@Override
		public boolean receives() {
			ContactStatus status = this.preferences.contact().status();
			return status == ContactStatus.SUBSCRIBED || status == ContactStatus.PENDING;
		}

		@Override
		public List<Preferences.Choice> topics() {
			return this.preferences.topics();
		}

		@Override
		public void choose(Map<String, Boolean> choices) {
			this.preferences = this.audiences.change(this.token, choices);
		}

		@Override
		public void unsubscribe(Client client) {
			this.preferences = this.audiences.unsubscribe(this.token);
		}

		@Override
		public void resubscribe() {
			this.preferences = this.audiences.resubscribe(this.token);
		}

	}

}
