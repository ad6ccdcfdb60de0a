package dev.sendpost.transport;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailPriority;

/**
 * Something about an {@link Email} that not every transport can carry.
 */
public enum TransportFeature {

	/** Copies that all can see. */
	CC("cc", (email) -> !email.cc().isEmpty()),

	/** Copies that only those who get them can see. */
	BCC("bcc", (email) -> !email.bcc().isEmpty()),

	/** More than one recipient in one message. */
	MULTIPLE_RECIPIENTS("to", (email) -> email.recipients().size() > 1),

	/** Answers go somewhere else. */
	REPLY_TO("replyTo", (email) -> !email.replyTo().isEmpty()),

	/** Answers go to more than one address. */
	MULTIPLE_REPLY_TO("replyTo", (email) -> email.replyTo().size() > 1),

	/** An HTML body. */
	HTML("html", (email) -> email.html() != null),

	/** An AMP body. */
	AMP("amp", (email) -> email.amp() != null),

	/** Custom header fields. */
	HEADERS("headers", (email) -> !email.headers().isEmpty()),

	/** A custom header field that is there more than once. */
	REPEATED_HEADERS("headers",
			(email) -> email.headers().size() > 1 && email.headers()
				.stream()
				.map((header) -> header.name().toLowerCase(Locale.ROOT))
				.distinct()
				.count() < email.headers().size()),

	/** The {@code List-Unsubscribe} header. */
	LIST_UNSUBSCRIBE("listUnsubscribe", (email) -> email.listUnsubscribe() != null),

	/** A priority other than normal. */
	PRIORITY("priority", (email) -> email.priority() != EmailPriority.NORMAL),

	/** Attached files. */
	ATTACHMENTS("attachments", (email) -> email.attachments().stream().anyMatch((file) -> !file.isInline())),

	/** Files shown inside the HTML. */
	INLINE_ATTACHMENTS("attachments", (email) -> email.attachments().stream().anyMatch(Attachment::isInline)),

	/** A template that the service keeps. */
	HOSTED_TEMPLATE("hostedTemplate", (email) -> email.hostedTemplate() != null),

	/**
	 * Leaving it to the service to send later. A gateway with a store keeps the message
	 * itself until it is due, and asks for this of no transport.
	 */
	SCHEDULING("sendAt", (email) -> email.sendAt() != null),

	/** Going out octet by octet as it was given. */
	VERBATIM("verbatim", (email) -> email.verbatim() != null),

	/** An address, of whomever, whose local part is beyond ASCII (RFC 6531). */
	INTERNATIONAL_ADDRESSES("to",
			(email) -> (email.from() != null && email.from().needsSmtpUtf8())
					|| Stream.concat(email.recipients().stream(), email.replyTo().stream())
						.anyMatch(EmailAddress::needsSmtpUtf8));

	private final String field;

	private final Predicate<Email> needed;

	TransportFeature(String field, Predicate<Email> needed) {
		this.field = field;
		this.needed = needed;
	}

	/**
	 * The property of an {@link Email} that asks for the feature.
	 * @return its name, such as {@code attachments}
	 */
	public String field() {
		return this.field;
	}

	/**
	 * Find what a message asks for.
	 * @param email the message
	 * @return the features it needs, possibly none
	 */
	public static Set<TransportFeature> neededBy(Email email) {
		Set<TransportFeature> features = EnumSet.noneOf(TransportFeature.class);
		for (TransportFeature feature : values()) {
			if (feature.needed.test(email)) {
				features.add(feature);
			}
		}
		return features;
	}

}
