package dev.sendpost.api.emailapi;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.sendpost.EmailRecord;
import dev.sendpost.event.EngagementCounts;

/**
 * A message in the log.
 *
 * @param id its id
 * @param to its recipients, separated by commas
 * @param from who it is from
 * @param subject its subject
 * @param status where it stands
 * @param messageId its {@code Message-ID}
 * @param tags what it is found by
 * @param opens how often people opened it
 * @param clicks how often people followed its links
 * @param createdAt when it was accepted
 */
record EmailEntry(UUID id, String to, String from, String subject, String status, String messageId,
		Map<String, String> tags, long opens, long clicks, Instant createdAt) {

	static EmailEntry of(EmailRecord email, EngagementCounts counts) {
		String to = email.outcomes()
			.stream()
			.map((outcome) -> outcome.recipient().address())
			.collect(Collectors.joining(", "));
		Map<String, String> tags = new TreeMap<>(email.metadata());
		email.tags().forEach((tag) -> tags.put(tag, "true"));
		return new EmailEntry(email.id(), to, email.from().toString(), email.subject(), name(email.status()),
				email.receipt().messageId(), tags, counts.opens(), counts.clicks(), email.acceptedAt());
	}

	/**
	 * What a value of ours is called in the API.
	 */
	static String name(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
