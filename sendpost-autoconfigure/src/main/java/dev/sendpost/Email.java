package dev.sendpost;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * One message as the application composes it. Immutable; made by {@link #builder()},
 * which refuses whatever would corrupt the message.
 */
public final class Email {

	private final @Nullable EmailAddress from;

	private final List<EmailAddress> to;

	private final List<EmailAddress> cc;

	private final List<EmailAddress> bcc;

	private final List<EmailAddress> replyTo;

	private final String subject;

	private final @Nullable String preheader;

	private final @Nullable String text;

	private final @Nullable String html;

	private final @Nullable String amp;

	private final List<EmailHeader> headers;

	private final @Nullable ListUnsubscribe listUnsubscribe;

	private final EmailPriority priority;

	private final @Nullable EmailTemplate template;

	private final @Nullable Map<String, @Nullable Object> variables;

	private final @Nullable HostedTemplate hostedTemplate;

	private final @Nullable Boolean trackOpens;

	private final @Nullable Boolean trackClicks;

	private final List<Attachment> attachments;

	private final List<String> tags;

	private final Map<String, String> metadata;

	private final EmailStream stream;

	private final @Nullable EmailCampaign campaign;

	private final @Nullable String route;

	private final @Nullable Instant sendAt;

	private final @Nullable String idempotencyKey;

	private final @Nullable String messageId;

	private final @Nullable Instant date;

	private final @Nullable VerbatimMessage verbatim;

	Email(EmailBuilder builder) {
		this.from = builder.from;
		this.to = List.copyOf(builder.to);
		this.cc = List.copyOf(builder.cc);
		this.bcc = List.copyOf(builder.bcc);
		this.replyTo = List.copyOf(builder.replyTo);
		this.subject = builder.subject;
		this.preheader = builder.preheader;
		this.text = builder.text;
		this.html = builder.html;
		this.amp = builder.amp;
		this.headers = List.copyOf(builder.headers);
		this.listUnsubscribe = builder.listUnsubscribe;
		this.priority = builder.priority;
		this.template = builder.template;
		this.variables = (builder.variables != null)
				? Collections.unmodifiableMap(new LinkedHashMap<>(builder.variables)) : null;
		this.hostedTemplate = builder.hostedTemplate;
		this.trackOpens = builder.trackOpens;
		this.trackClicks = builder.trackClicks;
		this.attachments = List.copyOf(builder.attachments);
		this.tags = List.copyOf(builder.tags);
		this.metadata = Map.copyOf(builder.metadata);
		this.stream = builder.stream;
		this.campaign = builder.campaign;
		this.route = builder.route;
		this.sendAt = builder.sendAt;
		this.idempotencyKey = builder.idempotencyKey;
		this.messageId = builder.messageId;
		this.date = builder.date;
		this.verbatim = builder.verbatim;
	}

	/**
	 * Start a message.
	 * @return a builder without any content
	 */
	public static EmailBuilder builder() {
		return new EmailBuilder();
	}

	/**
	 * Start from this message.
	 * @return a builder with the content of this message
	 */
	public EmailBuilder toBuilder() {
		return new EmailBuilder(this);
	}

	/**
	 * Who the message is from.
	 * @return the address, or {@code null} if the gateway's default is to be used
	 */
	public @Nullable EmailAddress from() {
		return this.from;
	}

	/**
	 * Whom the message addresses.
	 * @return the visible recipients, possibly none if there are others
	 */
	public List<EmailAddress> to() {
		return this.to;
	}

	/**
	 * Who gets a copy for everybody to see.
	 * @return the visible recipients of copies, possibly none
	 */
	public List<EmailAddress> cc() {
		return this.cc;
	}

	/**
	 * Who gets a copy unseen. Never appears in the message.
	 * @return the hidden recipients, possibly none
	 */
	public List<EmailAddress> bcc() {
		return this.bcc;
	}

	/**
	 * Everyone the message goes to.
	 * @return to, cc and bcc in this order, each mailbox once
	 */
	public List<EmailAddress> recipients() {
		return EmailAddresses.distinctMailboxes(Stream.of(this.to, this.cc, this.bcc).flatMap(List::stream).toList());
	}

	/**
	 * Where answers go.
	 * @return the addresses; none if answers go to the sender
	 */
	public List<EmailAddress> replyTo() {
		return this.replyTo;
	}

	/**
	 * The subject.
	 * @return the subject, possibly empty
	 */
	public String subject() {
		return this.subject;
	}

	/**
	 * The line that mail clients show behind the subject in a list.
	 * @return the preheader, or {@code null} if clients are to take the start of the body
	 */
	public @Nullable String preheader() {
		return this.preheader;
	}

	/**
	 * The plain text body.
	 * @return the text, or {@code null} if there is only HTML; the gateway derives one
	 * from it
	 */
	public @Nullable String text() {
		return this.text;
	}

	/**
	 * The HTML body.
	 * @return the HTML, or {@code null} if there is only text
	 */
	public @Nullable String html() {
		return this.html;
	}

	/**
	 * The AMP for Email body, an alternative to the HTML for clients that know it.
	 * @return the AMP HTML, or {@code null} if there is none
	 */
	public @Nullable String amp() {
		return this.amp;
	}

	/**
	 * Header fields beyond those that have a property here.
	 * @return the headers in order; a name may repeat
	 */
	public List<EmailHeader> headers() {
		return this.headers;
	}

	/**
	 * How a recipient leaves the list.
	 * @return the way out, or {@code null} if the message offers none in its header
	 */
	public @Nullable ListUnsubscribe listUnsubscribe() {
		return this.listUnsubscribe;
	}

	/**
	 * How urgent the sender calls the message.
	 * @return the priority; {@link EmailPriority#NORMAL} unless set
	 */
	public EmailPriority priority() {
		return this.priority;
	}

	/**
	 * The template that the message is made from.
	 * @return the template, or {@code null} if there is none
	 */
	public @Nullable EmailTemplate template() {
		return this.template;
	}

	/**
	 * What is filled in where the subject and the bodies, or the template, name a
	 * variable.
	 * @return the values by names; or {@code null} if nothing is filled in, so that
	 * {@code {{name}}} stands for itself
	 */
	public @Nullable Map<String, @Nullable Object> variables() {
		return this.variables;
	}

	/**
	 * The template of the service that carries the message, which takes the place of a
	 * body.
	 * @return the template, or {@code null} if there is none
	 */
	public @Nullable HostedTemplate hostedTemplate() {
		return this.hostedTemplate;
	}

	/**
	 * Whether opens are tracked.
	 * @return {@code null} if whoever tracks decides
	 */
	public @Nullable Boolean trackOpens() {
		return this.trackOpens;
	}

	/**
	 * Whether clicks are tracked.
	 * @return {@code null} if whoever tracks decides
	 */
	public @Nullable Boolean trackClicks() {
		return this.trackClicks;
	}

	/**
	 * The files that travel with the message, inline ones included.
	 * @return the attachments in order
	 */
	public List<Attachment> attachments() {
		return this.attachments;
	}

	/**
	 * Words to find and count messages by. They stay with us and with providers that know
	 * tags; the recipient does not see them.
	 * @return the tags in order, each once
	 */
	public List<String> tags() {
		return this.tags;
	}

	/**
	 * What the application wants to find again with the message. The recipient does not
	 * see it.
	 * @return names and values
	 */
	public Map<String, String> metadata() {
		return this.metadata;
	}

	/**
	 * What kind of mail it is.
	 * @return the stream; {@link EmailStream#TRANSACTIONAL} unless set
	 */
	public EmailStream stream() {
		return this.stream;
	}

	/**
	 * The campaign that the message belongs to.
	 * @return the campaign, or {@code null} if there is none
	 */
	public @Nullable EmailCampaign campaign() {
		return this.campaign;
	}

	/**
	 * The route that the application chose.
	 * @return the route's name, or {@code null} if the rules choose
	 */
	public @Nullable String route() {
		return this.route;
	}

	/**
	 * When the message is to go out.
	 * @return the time, or {@code null} for at once
	 */
	public @Nullable Instant sendAt() {
		return this.sendAt;
	}

	/**
	 * What keeps the message from being accepted twice.
	 * @return the key, or {@code null} if there is none
	 */
	public @Nullable String idempotencyKey() {
		return this.idempotencyKey;
	}

	/**
	 * The {@code Message-ID} header that the message has brought with it.
	 * @return the id with its angle brackets, or {@code null} if the gateway gives one
	 */
	public @Nullable String messageId() {
		return this.messageId;
	}

	/**
	 * What the {@code Date} header says.
	 * @return the time, or {@code null} for when the gateway accepts the message
	 */
	public @Nullable Instant date() {
		return this.date;
	}

	/**
	 * The message as it goes out, octet by octet. It then has neither bodies nor
	 * attachments here, and who is named in its header is up to it; the recipients are
	 * those of the envelope.
	 * @return the message, or {@code null} if it is made from the properties
	 */
	public @Nullable VerbatimMessage verbatim() {
		return this.verbatim;
	}

	private List<@Nullable Object> values() {
		return Arrays.asList(this.from, this.to, this.cc, this.bcc, this.replyTo, this.subject, this.preheader,
				this.text, this.html, this.amp, this.headers, this.listUnsubscribe, this.priority, this.hostedTemplate,
				this.trackOpens, this.trackClicks, this.attachments, this.tags, this.metadata, this.stream,
				this.campaign, this.route, this.sendAt, this.idempotencyKey, this.messageId, this.date, this.verbatim);
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return obj instanceof Email other && values().equals(other.values());
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.from, this.to, this.subject);
	}

	/**
	 * Enough to recognise the message in a log, and nothing of what it says.
	 */
	@Override
	public String toString() {
		return "Email[from=" + this.from + ", recipients=" + recipients().size() + ", attachments="
				+ this.attachments.size() + ", tags=" + this.tags + "]";
	}

}
