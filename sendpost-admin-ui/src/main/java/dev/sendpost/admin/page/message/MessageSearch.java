package dev.sendpost.admin.page.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.admin.page.ReaderZone;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;

/**
 * What somebody looks for, as it stands in the form.
 */
final class MessageSearch {

	private static final List<String> FIELDS = List.of("address", "subject", "status", "tag", "account", "from",
			"until", ReaderZone.FIELD);

	private static final Pattern ID = Pattern.compile("<?(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})(@.+)?");

	private final AdminRequest request;

	MessageSearch(AdminRequest request) {
		this.request = request;
	}

	/**
	 * The fields of the form.
	 */
	Map<String, String> fields() {
		Map<String, String> fields = new LinkedHashMap<>();
		FIELDS.forEach((name) -> fields.put(name, this.request.field(name).orElse("")));
		return fields;
	}

	/**
	 * The one message that is named by its id or its {@code Message-ID}, which has the id
	 * in it unless the sender gave it one.
	 */
	Optional<EmailRecord> byId(MailGateway gateway) {
		String text = this.request.field("address").orElse("");
		Matcher matcher = ID.matcher(text);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		return gateway.find(UUID.fromString(matcher.group(1)))
			.filter((email) -> matcher.group(2) == null || sameMessageId(email.receipt().messageId(), text));
	}

	private static boolean sameMessageId(String one, String other) {
		return one.replaceAll("[<>]", "").equalsIgnoreCase(other.replaceAll("[<>]", ""));
	}

	EmailSearch search(int size) {
		EmailSearch search = EmailSearch.all()
			.size(size)
			.period(this.request.field("from").map((day) -> day(day, 0)).orElse(null),
					this.request.field("until").map((day) -> day(day, 1)).orElse(null))
			.after(this.request.after())
			.subject(this.request.field("subject").orElse(null));
		Optional<String> status = this.request.field("status");
		if (status.isPresent()) {
			search = search.status(status(status.get()));
		}
		Optional<String> address = this.request.field("address");
		if (address.isPresent()) {
			Matcher id = ID.matcher(address.get());
			if (id.matches() && (id.group(2) == null || address.get().startsWith("<"))) {
				throw AdminProblem.refused("There is no message with this id, or it is no longer kept.");
			}
			search = search.recipient(EmailAddress.parse(address.get()));
		}
		Optional<String> tag = this.request.field("tag");
		if (tag.isPresent()) {
			search = search.tag(tag.get());
		}
		Optional<String> account = this.request.field("account");
		return account.isPresent() ? search.subAccount(account.get()) : search;
	}

	private static EmailStatus status(String name) {
		try {
			return EmailStatus.valueOf(name.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw AdminProblem.refused("There is no such status.");
		}
	}

	private Instant day(String text, int daysLater) {
		try {
			return ReaderZone.of(this.request).day(text, daysLater);
		}
		catch (DateTimeException ex) {
			throw AdminProblem.refused("A day is written as 2026-01-31.");
		}
	}

	/**
	 * When a message was accepted, which its id tells (UUID version 7).
	 */
	static Instant acceptedAt(UUID id) {
		return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
	}

}
