package dev.sendpost;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link Email}. Addresses given as text are parsed by
 * {@link EmailAddress#parse(String)}; a wrong value is refused with an
 * {@link InvalidEmailException} that names the field, at the latest by {@link #build()}.
 */
public final class EmailBuilder {

	private static final int MAX_TAG_LENGTH = 100;

	private static final int MAX_IDEMPOTENCY_KEY_LENGTH = 200;

	private static final int MAX_MESSAGE_ID_LENGTH = 320;

	private static final Pattern MESSAGE_ID = Pattern.compile("<[!-;=?-~]+>");

	@Nullable EmailAddress from;

	final List<EmailAddress> to = new ArrayList<>();

	final List<EmailAddress> cc = new ArrayList<>();

	final List<EmailAddress> bcc = new ArrayList<>();

	final List<EmailAddress> replyTo = new ArrayList<>();

	String subject = "";

	@Nullable String preheader;

	@Nullable String text;

	@Nullable String html;

	@Nullable String amp;

	final List<EmailHeader> headers = new ArrayList<>();

	@Nullable ListUnsubscribe listUnsubscribe;

	EmailPriority priority = EmailPriority.NORMAL;

	@Nullable EmailTemplate template;

	@Nullable Map<String, @Nullable Object> variables;

	@Nullable HostedTemplate hostedTemplate;

	@Nullable Boolean trackOpens;

	@Nullable Boolean trackClicks;

	final List<Attachment> attachments = new ArrayList<>();

	final Set<String> tags = new LinkedHashSet<>();

	final Map<String, String> metadata = new LinkedHashMap<>();

	EmailStream stream = EmailStream.TRANSACTIONAL;

	@Nullable EmailCampaign campaign;

	@Nullable String route;

	@Nullable Instant sendAt;

	@Nullable String idempotencyKey;

	@Nullable String messageId;

	@Nullable Instant date;

	@Nullable VerbatimMessage verbatim;

	EmailBuilder() {
	}

	EmailBuilder(Email email) {
		this.from = email.from();
		this.to.addAll(email.to());
		this.cc.addAll(email.cc());
		this.bcc.addAll(email.bcc());
		this.replyTo.addAll(email.replyTo());
		this.subject = email.subject();
		this.preheader = email.preheader();
		this.text = email.text();
		this.html = email.html();
		this.amp = email.amp();
		this.headers.addAll(email.headers());
		this.listUnsubscribe = email.listUnsubscribe();
		this.priority = email.priority();
		this.template = email.template();
		this.variables = (email.variables() != null) ? new LinkedHashMap<>(email.variables()) : null;
		this.hostedTemplate = email.hostedTemplate();
		this.trackOpens = email.trackOpens();
		this.trackClicks = email.trackClicks();
		this.attachments.addAll(email.attachments());
		this.tags.addAll(email.tags());
		this.metadata.putAll(email.metadata());
		this.stream = email.stream();
		this.campaign = email.campaign();
		this.route = email.route();
		this.sendAt = email.sendAt();
		this.idempotencyKey = email.idempotencyKey();
		this.messageId = email.messageId();
		this.date = email.date();
		this.verbatim = email.verbatim();
	}

	/**
	 * Set who the message is from. Left out, {@code sendpost.from} is used.
	 * @param from the address, as text
	 * @return this builder
	 */
	public EmailBuilder from(String from) {
		return from(named("from", () -> EmailAddress.parse(from)));
	}

	/**
	 * Set who the message is from. Left out, {@code sendpost.from} is used.
	 * @param from the address
	 * @return this builder
	 */
	public EmailBuilder from(EmailAddress from) {
		this.from = from;
		return this;
	}

	/**
	 * Add recipients.
	 * @param to the addresses, as text
	 * @return this builder
	 */
	public EmailBuilder to(String... to) {
		return to(parse("to", to));
	}

	/**
	 * Add recipients.
	 * @param to the addresses
	 * @return this builder
	 */
	public EmailBuilder to(EmailAddress... to) {
		return to(List.of(to));
	}

	/**
	 * Add recipients.
	 * @param to the addresses
	 * @return this builder
	 */
	public EmailBuilder to(Collection<EmailAddress> to) {
		this.to.addAll(to);
		return this;
	}

	/**
	 * Add recipients of a copy that all see.
	 * @param cc the addresses, as text
	 * @return this builder
	 */
	public EmailBuilder cc(String... cc) {
		return cc(parse("cc", cc));
	}

	/**
	 * Add recipients of a copy that all see.
	 * @param cc the addresses
	 * @return this builder
	 */
	public EmailBuilder cc(EmailAddress... cc) {
		return cc(List.of(cc));
	}

	/**
	 * Add recipients of a copy that all see.
	 * @param cc the addresses
	 * @return this builder
	 */
	public EmailBuilder cc(Collection<EmailAddress> cc) {
		this.cc.addAll(cc);
		return this;
	}

	/**
	 * Add recipients of a copy that nobody else sees.
	 * @param bcc the addresses, as text
	 * @return this builder
	 */
	public EmailBuilder bcc(String... bcc) {
		return bcc(parse("bcc", bcc));
	}

	/**
	 * Add recipients of a copy that nobody else sees.
	 * @param bcc the addresses
	 * @return this builder
	 */
	public EmailBuilder bcc(EmailAddress... bcc) {
		return bcc(List.of(bcc));
	}

	/**
	 * Add recipients of a copy that nobody else sees.
	 * @param bcc the addresses
	 * @return this builder
	 */
	public EmailBuilder bcc(Collection<EmailAddress> bcc) {
		this.bcc.addAll(bcc);
		return this;
	}

	/**
	 * Forget all recipients given so far: to, cc and bcc.
	 * @return this builder
	 */
	public EmailBuilder clearRecipients() {
		this.to.clear();
		this.cc.clear();
		this.bcc.clear();
		return this;
	}

	/**
	 * Add addresses that answers go to.
	 * @param replyTo the addresses, as text
	 * @return this builder
	 */
	public EmailBuilder replyTo(String... replyTo) {
		return replyTo(parse("replyTo", replyTo));
	}

	/**
	 * Add addresses that answers go to.
	 * @param replyTo the addresses
	 * @return this builder
	 */
	public EmailBuilder replyTo(EmailAddress... replyTo) {
		return replyTo(List.of(replyTo));
	}

	/**
	 * Add addresses that answers go to.
	 * @param replyTo the addresses
	 * @return this builder
	 */
	public EmailBuilder replyTo(Collection<EmailAddress> replyTo) {
		this.replyTo.addAll(replyTo);
		return this;
	}

	/**
	 * Set the subject.
	 * @param subject one line of any length and script
	 * @return this builder
	 */
	public EmailBuilder subject(String subject) {
		this.subject = Text.requireSingleLine("subject", subject);
		return this;
	}

	/**
	 * Set the line that mail clients show behind the subject in a list.
	 * @param preheader one line, plain text
	 * @return this builder
	 */
	public EmailBuilder preheader(@Nullable String preheader) {
		this.preheader = (preheader != null) ? Text.requireSingleLine("preheader", preheader) : null;
		return this;
	}

	/**
	 * Set the plain text body. Left out, it is derived from the HTML.
	 * @param text the text; any line ends
	 * @return this builder
	 */
	public EmailBuilder text(@Nullable String text) {
		this.text = text;
		return this;
	}

	/**
	 * Set the HTML body.
	 * @param html the HTML
	 * @return this builder
	 */
	public EmailBuilder html(@Nullable String html) {
		this.html = html;
		return this;
	}

	/**
	 * Set the AMP for Email body, for clients that know it. It needs an HTML or text body
	 * beside it.
	 * @param amp the AMP HTML
	 * @return this builder
	 */
	public EmailBuilder amp(@Nullable String amp) {
		this.amp = amp;
		return this;
	}

	/**
	 * Add a header field that has no property of its own.
	 * @param name the field name
	 * @param value the value, one line of any length and script
	 * @return this builder
	 */
	public EmailBuilder header(String name, String value) {
		this.headers.add(new EmailHeader(name, value));
		return this;
	}

	/**
	 * Set how a recipient leaves the list.
	 * @param listUnsubscribe the way out
	 * @return this builder
	 */
	public EmailBuilder listUnsubscribe(@Nullable ListUnsubscribe listUnsubscribe) {
		this.listUnsubscribe = listUnsubscribe;
		return this;
	}

	/**
	 * Set where a recipient leaves the list.
	 * @param targets {@code mailto:}, {@code https:} or {@code http:} addresses, the
	 * preferred one first
	 * @return this builder
	 */
	public EmailBuilder listUnsubscribe(URI... targets) {
		return listUnsubscribe(ListUnsubscribe.of(targets));
	}

	/**
	 * Set how urgent the message is called.
	 * @param priority the priority
	 * @return this builder
	 */
	public EmailBuilder priority(EmailPriority priority) {
		this.priority = priority;
		return this;
	}

	/**
	 * Make the message from a template: its subject, unless one is set here, and its
	 * bodies.
	 * @param name the name of the template
	 * @return this builder
	 */
	public EmailBuilder template(String name) {
		return template(new EmailTemplate(name, null));
	}

	/**
	 * Make the message from a template in a language.
	 * @param template the template, or {@code null} for none
	 * @return this builder
	 */
	public EmailBuilder template(@Nullable EmailTemplate template) {
		this.template = template;
		return this;
	}

	/**
	 * Set a variable: {@code {{name}}} in the template, or in the subject and the bodies
	 * if there is none, stands for its value.
	 * @param name up to 100 characters
	 * @param value a text, number, boolean, list or map of these, or {@code null}; for
	 * the application's own templates, any object
	 * @return this builder
	 */
	public EmailBuilder variable(String name, @Nullable Object value) {
		Map<String, @Nullable Object> variables = this.variables;
		if (variables == null) {
			variables = new LinkedHashMap<>();
			this.variables = variables;
		}
		variables.put(name, Variables.copy(name, value));
		return this;
	}

	/**
	 * Fill in variables even though none is set: {@code {{name}}} is then an error where
	 * it has no default.
	 * @return this builder
	 */
	public EmailBuilder personalized() {
		this.variables = (this.variables != null) ? this.variables : new LinkedHashMap<>();
		return this;
	}

	/**
	 * Take back all variables, since they are filled in.
	 * @return this builder
	 */
	public EmailBuilder clearVariables() {
		this.variables = null;
		return this;
	}

	/**
	 * Let the service that carries the message make it from one of its templates. Neither
	 * text nor HTML is needed then.
	 * @param hostedTemplate the template and what to fill in, or {@code null} for none
	 * @return this builder
	 */
	public EmailBuilder hostedTemplate(@Nullable HostedTemplate hostedTemplate) {
		this.hostedTemplate = hostedTemplate;
		return this;
	}

	/**
	 * Set whether opens are tracked.
	 * @param trackOpens {@code null} to leave it to whoever tracks
	 * @return this builder
	 */
	public EmailBuilder trackOpens(@Nullable Boolean trackOpens) {
		this.trackOpens = trackOpens;
		return this;
	}

	/**
	 * Set whether clicks are tracked.
	 * @param trackClicks {@code null} to leave it to whoever tracks
	 * @return this builder
	 */
	public EmailBuilder trackClicks(@Nullable Boolean trackClicks) {
		this.trackClicks = trackClicks;
		return this;
	}

	/**
	 * Add files.
	 * @param attachments the attachments
	 * @return this builder
	 */
	public EmailBuilder attach(Attachment... attachments) {
		return attach(List.of(attachments));
	}

	/**
	 * Add files.
	 * @param attachments the attachments
	 * @return this builder
	 */
	public EmailBuilder attach(Collection<Attachment> attachments) {
		this.attachments.addAll(attachments);
		return this;
	}

	/**
	 * Add words to find and count messages by.
	 * @param tags the tags, up to 100 characters on one line each
	 * @return this builder
	 */
	public EmailBuilder tags(String... tags) {
		for (String tag : tags) {
			this.tags.add(requireShort("tags", tag, MAX_TAG_LENGTH));
		}
		return this;
	}

	/**
	 * Add something to find again with the message.
	 * @param name its name, up to 100 characters on one line
	 * @param value its value, on one line
	 * @return this builder
	 */
	public EmailBuilder metadata(String name, String value) {
		this.metadata.put(requireShort("metadata", name, MAX_TAG_LENGTH),
				Text.requireSingleLine("metadata." + name, value));
		return this;
	}

	/**
	 * Set what kind of mail it is.
	 * @param stream the stream
	 * @return this builder
	 */
	public EmailBuilder stream(EmailStream stream) {
		this.stream = stream;
		return this;
	}

	/**
	 * Set what campaign the message belongs to.
	 * @param campaign the campaign, or {@code null} for none
	 * @return this builder
	 */
	public EmailBuilder campaign(@Nullable EmailCampaign campaign) {
		this.campaign = campaign;
		return this;
	}

	/**
	 * Choose a route, past the rules.
	 * @param route the name of a configured route or transport, or {@code null} to let
	 * the rules choose
	 * @return this builder
	 */
	public EmailBuilder route(@Nullable String route) {
		this.route = route;
		return this;
	}

	/**
	 * Set when the message is to go out. Needs a store, or a transport to a service that
	 * keeps the message until then.
	 * @param sendAt the time, at once if it has passed; or {@code null} for now
	 * @return this builder
	 */
	public EmailBuilder sendAt(@Nullable Instant sendAt) {
		this.sendAt = sendAt;
		return this;
	}

	/**
	 * Name what the message is about, such as an order's number: asked to send the same
	 * again under the same key, the gateway answers with the first receipt. Needs a
	 * store.
	 * @param idempotencyKey up to 200 characters on one line, or {@code null} for none
	 * @return this builder
	 */
	public EmailBuilder idempotencyKey(@Nullable String idempotencyKey) {
		if (idempotencyKey != null) {
			requireShort("idempotencyKey", idempotencyKey, MAX_IDEMPOTENCY_KEY_LENGTH);
		}
		this.idempotencyKey = idempotencyKey;
		return this;
	}

	/**
	 * Keep the {@code Message-ID} of a message that has one, so that answers find it. The
	 * gateway otherwise gives an id of its own, by which reports about the message are
	 * matched to it; so leave this out unless others know the id already.
	 * @param messageId printable ASCII in angle brackets, up to 320 characters, or
	 * {@code null} to let the gateway give one
	 * @return this builder
	 */
	public EmailBuilder messageId(@Nullable String messageId) {
		if (messageId != null
				&& !(messageId.length() <= MAX_MESSAGE_ID_LENGTH && MESSAGE_ID.matcher(messageId).matches())) {
			throw new InvalidEmailException("messageId",
					"%s is not printable ASCII in angle brackets, up to " + MAX_MESSAGE_ID_LENGTH + " characters",
					messageId);
		}
		this.messageId = messageId;
		return this;
	}

	/**
	 * Set what the {@code Date} header says.
	 * @param date the time, or {@code null} for when the gateway accepts the message
	 * @return this builder
	 */
	public EmailBuilder date(@Nullable Instant date) {
		this.date = date;
		return this;
	}

	/**
	 * Send a message as it is. It takes the place of bodies and attachments, and what it
	 * says in its header is not looked at: set the sender, the recipients and the subject
	 * to what they are.
	 * @param verbatim the message, or {@code null} to make it from the properties
	 * @return this builder
	 */
	public EmailBuilder verbatim(@Nullable VerbatimMessage verbatim) {
		this.verbatim = verbatim;
		return this;
	}

	/**
	 * Make the message.
	 * @return the message
	 * @throws InvalidEmailException if it has no recipient or no body, or a body that no
	 * client could show
	 */
	public Email build() {
		if (this.to.isEmpty() && this.cc.isEmpty() && this.bcc.isEmpty()) {
			throw new InvalidEmailException("to", "no recipient: at least one of to, cc and bcc is needed");
		}
		if (this.verbatim != null) {
			requireNothingBesideVerbatim();
		}
		else if (isEmpty(this.text) && isEmpty(this.html) && this.template == null && this.hostedTemplate == null) {
			throw new InvalidEmailException("text",
					(this.amp != null)
							? "AMP alone cannot be shown by most mail clients: text or html is needed beside it"
							: "no body: text or html is needed");
		}
		requireUniqueContentIds();
		return new Email(this);
	}

	private void requireNothingBesideVerbatim() {
		if (!isEmpty(this.text) || !isEmpty(this.html) || this.amp != null || !this.attachments.isEmpty()
				|| this.template != null || this.hostedTemplate != null) {
			throw new InvalidEmailException("verbatim",
					"a message that is sent as it is has no body, attachment or template beside it");
		}
	}

	private void requireUniqueContentIds() {
		Set<String> contentIds = new LinkedHashSet<>();
		for (Attachment attachment : this.attachments) {
			String contentId = attachment.contentId();
			if (contentId != null && !contentIds.add(contentId)) {
				throw new InvalidEmailException("attachments", "two attachments have the content id %s", contentId);
			}
		}
	}

	private static String requireShort(String field, String value, int maxLength) {
		if (value.isBlank()) {
			throw new InvalidEmailException(field, "an empty one names nothing");
		}
		if (value.length() > maxLength) {
			throw new InvalidEmailException(field, "%s is longer than " + maxLength + " characters", value);
		}
		return Text.requireSingleLine(field, value);
	}

	private static boolean isEmpty(@Nullable String body) {
		return body == null || body.isEmpty();
	}

	private static List<EmailAddress> parse(String field, String... addresses) {
		List<EmailAddress> parsed = new ArrayList<>(addresses.length);
		for (String address : addresses) {
			parsed.add(named(field, () -> EmailAddress.parse(address)));
		}
		return parsed;
	}

	/**
	 * Let what is refused carry the field's name.
	 */
	private static EmailAddress named(String field, Supplier<EmailAddress> parsing) {
		try {
			return parsing.get();
		}
		catch (InvalidEmailException ex) {
			throw ex.forField(field);
		}
	}

}
