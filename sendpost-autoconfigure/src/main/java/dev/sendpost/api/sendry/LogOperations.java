package dev.sendpost.api.sendry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailPage;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.MailGateway;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.DeliveryLog;
import org.jspecify.annotations.Nullable;

/**
 * Shows what became known about messages: those of the newest message first, and of each
 * message the latest first.
 */
final class LogOperations {

	private static final int MESSAGES_AT_ONCE = 100;

	/**
	 * How many messages one page looks at: what is rare may be on a later page, though
	 * those before it are empty.
	 */
	private static final int MAX_LOOKED_AT = 1000;

	private final MailGateway gateway;

	private final Supplier<DeliveryLog> log;

	LogOperations(MailGateway gateway, Supplier<DeliveryLog> log) {
		this.gateway = gateway;
		this.log = log;
	}

	void addTo(ApiRoutes routes) {
		routes.get("/logs", this::list);
	}

	private ApiAnswer list(ApiCall call) {
		Filter filter = Filter.of(call);
		MailGateway own = this.gateway.forSubmitter(call.submitter());
		Cursor after = call.query("cursor").map(Cursor::parse).orElse(null);
		Found found = new Found(filter, Page.size(call));
		UUID email = filter.email();
		if (email != null) {
			own.find(email).ifPresent((record) -> found.add(record, this.log.get().find(email), after));
			return found.page(null);
		}
		if (after != null) {
			own.find(after.email()).ifPresent((record) -> found.add(record, this.log.get().find(after.email()), after));
		}
		EmailSearch search = filter.search();
		UUID last = (after != null) ? after.email() : null;
		for (int looked = 0; looked < MAX_LOOKED_AT && !found.isFull(); looked += MESSAGES_AT_ONCE) {
			EmailPage page = own.search(search.after(last).size(MESSAGES_AT_ONCE));
			Map<UUID, List<DeliveryEvent>> events = this.log.get()
				.findAll(page.emails().stream().map(EmailRecord::id).toList());
			page.emails().forEach((record) -> found.add(record, events.getOrDefault(record.id(), List.of()), null));
			last = page.next();
			if (last == null) {
				return found.page(null);
			}
		}
		return found.page(last);
	}

	/**
	 * What a client looks for.
	 *
	 * @param email the id of the one message that it is about, or {@code null}
	 * @param type what happened, or {@code null}
	 * @param to whom it is about, or {@code null}
	 * @param from when it happened at the earliest, or {@code null}
	 * @param until before when it happened, or {@code null}
	 */
	private record Filter(@Nullable UUID email, @Nullable DeliveryEventType type, @Nullable EmailAddress to,
			@Nullable Instant from, @Nullable Instant until) {

		static Filter of(ApiCall call) {
			return new Filter(call.query("email_id").map(Filter::id).orElse(null),
					call.query("type").map(Statuses::parseEvent).orElse(null),
					call.query("to").map(EmailAddress::parse).orElse(null),
					call.query("from_date").map((text) -> Times.parse("from_date", text, 0)).orElse(null),
					call.query("to_date").map((text) -> Times.parse("to_date", text, 1)).orElse(null));
		}

		private static UUID id(String text) {
			try {
				return UUID.fromString(text);
			}
			catch (IllegalArgumentException ex) {
				throw ApiProblem.notFound("email", text);
			}
		}

		EmailSearch search() {
			EmailSearch search = EmailSearch.all().period(null, this.until);
			return (this.to != null) ? search.recipient(this.to) : search;
		}

		boolean accepts(DeliveryEvent event) {
			EmailAddress recipient = event.recipient();
			return (this.type == null || this.type == event.type())
					&& (this.to == null || recipient == null || this.to.isSameMailbox(recipient))
					&& (this.from == null || !event.occurredAt().isBefore(this.from))
					&& (this.until == null || event.occurredAt().isBefore(this.until));
		}

	}

	/**
	 * Where a page ended.
	 *
	 * @param email the message
	 * @param event the fact about it
	 */
	private record Cursor(UUID email, @Nullable UUID event) {

		static Cursor parse(String text) {
			int separator = text.indexOf(':');
			return (separator < 0) ? new Cursor(Page.id(text), null)
					: new Cursor(Page.id(text.substring(0, separator)), Page.id(text.substring(separator + 1)));
		}

		@Override
		public String toString() {
			return this.email + ((this.event != null) ? ":" + this.event : "");
		}

	}

	/**
	 * A page as it fills.
	 */
	private static final class Found {

		private final Filter filter;

		private final int size;

		private final List<Map<String, Object>> entries = new ArrayList<>();

		private @Nullable Cursor last;

		private boolean more;

		Found(Filter filter, int size) {
			this.filter = filter;
			this.size = size;
		}

		/**
		 * Add the facts about a message.
		 * @param events the facts, the earliest first
		 * @param after the fact that the page before ended with, or {@code null} if it
		 * ended with none of this message
		 */
		void add(EmailRecord email, List<DeliveryEvent> events, @Nullable Cursor after) {
			boolean begun = after == null;
			for (int i = events.size() - 1; i >= 0 && !this.more; i--) {
				DeliveryEvent event = events.get(i);
				if (begun && this.filter.accepts(event)) {
					this.more = this.entries.size() == this.size;
					if (!this.more) {
						this.entries.add(entry(email, event));
						this.last = new Cursor(email.id(), event.id());
					}
				}
				begun |= after != null && event.id().equals(after.event());
			}
		}

		boolean isFull() {
			return this.more;
		}

		/**
		 * The page.
		 * @param unseen the last message that was looked at, if there are more of them
		 */
		ApiAnswer page(@Nullable UUID unseen) {
			Cursor next = this.more ? this.last : (unseen != null) ? new Cursor(unseen, null) : null;
			return Page.of(this.entries, (entry) -> entry, next);
		}

		private static Map<String, Object> entry(EmailRecord email, DeliveryEvent event) {
			EmailAddress recipient = event.recipient();
			Map<String, Object> entry = new LinkedHashMap<>();
			entry.put("id", event.id());
			entry.put("email_id", email.id());
			entry.put("type", Statuses.of(event.type()));
			entry.put("recipient",
					(recipient != null) ? recipient.address()
							: email.outcomes()
								.stream()
								.map(RecipientOutcome::recipient)
								.map(EmailAddress::address)
								.collect(Collectors.joining(", ")));
			entry.put("metadata", metadata(event));
			entry.put("created_at", event.occurredAt());
			return entry;
		}

		private static Map<String, String> metadata(DeliveryEvent event) {
			Map<String, @Nullable Object> known = new LinkedHashMap<>();
			known.put("status_code", event.statusCode());
			known.put("response", event.serverText());
			known.put("reason", event.reason());
			if (event.engagement() != null) {
				known.put("url", event.engagement().url());
				known.put("ip_address", event.engagement().ipAddress());
				known.put("user_agent", event.engagement().userAgent());
			}
			Map<String, String> metadata = new LinkedHashMap<>();
			known.forEach((name, value) -> {
				if (value != null) {
					metadata.put(name, Objects.toString(value));
				}
			});
			return metadata;
		}

	}

}
