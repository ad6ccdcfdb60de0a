package dev.sendpost.webhook.outbound;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

import dev.sendpost.EmailAddress;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.JdbcDeliveryLog;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Reads facts when they are told, so that nothing is kept of a person but what the
 * delivery log keeps: what was erased there is told no more.
 */
public final class WebhookFacts {

	private final Store store;

	private final JdbcDeliveryLog log;

	private final ToIntFunction<String> subAccountNumbers;

	/**
	 * Create a reader of facts.
	 * @param store where messages are
	 * @param log where facts are
	 * @param subAccountNumbers tells the number of a sub-account by its name
	 */
	public WebhookFacts(Store store, JdbcDeliveryLog log, ToIntFunction<String> subAccountNumbers) {
		this.store = store;
		this.log = log;
		this.subAccountNumbers = subAccountNumbers;
	}

	/**
	 * Read the fact of a delivery.
	 * @return the fact, or nothing if it is no longer known
	 */
	Optional<WebhookFact> find(WebhookDelivery delivery) {
		return this.log.find(delivery.emailId(), delivery.eventId()).flatMap((event) -> find(delivery, event));
	}

	private Optional<WebhookFact> find(WebhookDelivery delivery, DeliveryEvent event) {
		Object id = this.store.platform().parameter(delivery.emailId());
		List<EmailAddress> recipients = (event.recipient() != null) ? List.of(event.recipient())
				: this.store.jdbc()
					.query("select address from sendpost_recipient where email_id = ? order by number limit "
							+ WebhookFact.MAX_RECIPIENTS, (row, number) -> EmailAddress.parse(row.getString(1)), id);
		return this.store.jdbc()
			.query("select stream, sender, subject, tags, metadata, created_at from sendpost_email where id = ?",
					(row, number) -> fact(delivery, event, recipients, row), id)
			.stream()
			.findFirst();
	}

	private WebhookFact fact(WebhookDelivery delivery, DeliveryEvent event, List<EmailAddress> recipients,
			ResultSet row) throws SQLException {
		return new WebhookFact(delivery, event, row.getString("stream").toLowerCase(Locale.ROOT),
				EmailAddress.parse(row.getString("sender")), row.getString("subject"), recipients,
				lines(row.getString("tags")), pairs(lines(row.getString("metadata"))),
				Instant.ofEpochMilli(row.getLong("created_at")),
				this.subAccountNumbers.applyAsInt(delivery.subAccount()));
	}

	/*
	 * As the outbox writes them: a line for each tag, and two for each entry of the
	 * metadata.
	 */
	private static List<String> lines(@Nullable String text) {
		return (text != null) ? Arrays.asList(text.split("\n", -1)) : List.of();
	}

	private static Map<String, String> pairs(List<String> lines) {
		Map<String, String> pairs = new LinkedHashMap<>();
		for (int i = 0; i + 1 < lines.size(); i += 2) {
			pairs.put(lines.get(i), lines.get(i + 1));
		}
		return pairs;
	}

}
