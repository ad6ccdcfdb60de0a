package dev.sendpost.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.EmailTemplate;
import dev.sendpost.store.CommittedCache;
import dev.sendpost.template.TemplateException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The stored templates. Each has versions: the draft, which may be changed, and those
 * that were published; messages are made from the last one published. A sub-account sees
 * its own templates and those of the account; under the same name its own comes first.
 */
public final class MailTemplates {

	private static final int MAX_PAGE = 1000;

	private final JdbcTemplates stored;

	private final CommittedCache<TemplateKey, TemplateSource> published;

	private final LateVariables late;

	private final MustacheRenderer renderer = new MustacheRenderer();

	/**
	 * Create the set of templates.
	 * @param stored keeps them
	 * @param ticker tells how time goes by
	 */
	public MailTemplates(JdbcTemplates stored, Ticker ticker) {
		this(stored, ticker, LateVariables.NONE);
	}

	/**
	 * Create the set of templates.
	 * @param stored keeps them
	 * @param ticker tells how time goes by
	 * @param late what is filled in when a message is dispatched, and is left as it is in
	 * previews
	 */
	public MailTemplates(JdbcTemplates stored, Ticker ticker, LateVariables late) {
		this.late = late;
		this.stored = stored;
		this.published = new CommittedCache<>(stored::published, ticker);
	}

	/**
	 * Make a template, in the caller's transaction. No message is made from it until it
	 * is published.
	 * @param subAccount the name of the sub-account whose it is, or {@code null} for the
	 * account
	 * @param name the name, up to {@value EmailTemplate#MAX_NAME_LENGTH} characters
	 * @param draft what it says
	 * @return the template
	 * @throws TemplateException if there is one of that name, or it cannot be read
	 */
	public StoredTemplate create(@Nullable String subAccount, String name, TemplateSource draft) {
		EmailTemplate named = new EmailTemplate(name, null);
		return this.stored.create(TemplateKey.of(subAccount, named.name()), compiled(draft));
	}

	/**
	 * Save a draft, in the caller's transaction: in the place of the one there is, or as
	 * the next version.
	 * @param subAccount whose the template is, or {@code null} for the account
	 * @param name its name
	 * @param draft what it says
	 * @return the template
	 * @throws TemplateException if there is no such template, or the draft cannot be read
	 */
	public StoredTemplate saveDraft(@Nullable String subAccount, String name, TemplateSource draft) {
		return this.stored.save(TemplateKey.of(subAccount, name), compiled(draft));
	}

	/**
	 * Publish the latest version, in the caller's transaction: messages that are accepted
	 * from now on are made from it.
	 * @param subAccount whose the template is, or {@code null} for the account
	 * @param name its name
	 * @return the template
	 * @throws TemplateException if there is no such template
	 */
	public StoredTemplate publish(@Nullable String subAccount, String name) {
		return publish(subAccount, name, null);
	}

	/**
	 * Publish a version, for example go back to an older one, in the caller's
	 * transaction.
	 * @param subAccount whose the template is, or {@code null} for the account
	 * @param name its name
	 * @param version the number of the version, or {@code null} for the latest
	 * @return the template
	 * @throws TemplateException if there is no such template or version
	 */
	public StoredTemplate publish(@Nullable String subAccount, String name, @Nullable Integer version) {
		TemplateKey key = TemplateKey.of(subAccount, name);
		StoredTemplate template = this.stored.publish(key, version);
		this.published.changed(key);
		return template;
	}

	/**
	 * Remove a template with all its versions, in the caller's transaction. Messages that
	 * were accepted are not concerned.
	 * @param subAccount whose the template is, or {@code null} for the account
	 * @param name its name
	 * @throws TemplateException if there is no such template
	 */
	public void remove(@Nullable String subAccount, String name) {
		TemplateKey key = TemplateKey.of(subAccount, name);
		this.stored.remove(key);
		this.published.changed(key);
	}

	/**
	 * Find a template by its name.
	 * @param subAccount whose it is, or {@code null} for the account
	 * @param name its name
	 * @return the template, or nothing if there is none
	 */
	public Optional<StoredTemplate> find(@Nullable String subAccount, String name) {
		return this.stored.find(TemplateKey.of(subAccount, name));
	}

	/**
	 * Find a template by its id.
	 * @param id the id
	 * @return the template, or nothing if there is none; whoever asks has to see whose it
	 * is
	 */
	public Optional<StoredTemplate> find(UUID id) {
		return this.stored.find(id);
	}

	/**
	 * List templates by their names.
	 * @param subAccount whose they are, or {@code null} for those of the account
	 * @param after the name after which to begin, or {@code null} to begin at the start
	 * @param size how many to list at most, up to 1000
	 * @return the templates, none if there are no more
	 */
	public List<StoredTemplate> list(@Nullable String subAccount, @Nullable String after, int size) {
		return this.stored.list((subAccount != null) ? subAccount : "", after, Math.max(1, Math.min(MAX_PAGE, size)));
	}

	/**
	 * The versions of a template.
	 * @param template the template
	 * @return the versions, the latest first
	 */
	public List<TemplateVersion> versions(StoredTemplate template) {
		return this.stored.versions(template.id());
	}

	/**
	 * The versions of a template in a list, a page at a time.
	 * @param template the template
	 * @param before the number before which to begin, or {@code null} for the latest
	 * @param size how many to list at most, up to 1000
	 * @return the versions without what they say, the latest first, none if there are no
	 * more
	 */
	public List<VersionDates> versions(StoredTemplate template, @Nullable Integer before, int size) {
		return this.stored.versions(template.id(), before, Math.max(1, Math.min(MAX_PAGE, size)));
	}

	/**
	 * A version of a template.
	 * @param template the template
	 * @param number the number of the version
	 * @return the version, or nothing if there is none of that number
	 */
	public Optional<TemplateVersion> version(StoredTemplate template, int number) {
		return this.stored.version(template.id(), number);
	}

	/**
	 * Fill in a published template without sending anything.
	 * @param subAccount who asks: its own templates come before those of the account; or
	 * {@code null} for the account
	 * @param template the template and the language
	 * @param variables what to fill in
	 * @return what it says
	 * @throws TemplateException if there is no such template, or a variable is missing
	 */
	public RenderedTemplate render(@Nullable String subAccount, EmailTemplate template, Map<String, ?> variables) {
		TemplateSource source = published(subAccount, template.name())
			.orElseThrow(() -> new TemplateException(Reason.UNKNOWN, "there is no template '" + template.name() + "'"));
		return render(source, template.locale(), variables);
	}

	/**
	 * Fill in what is not saved yet.
	 * @param source what it says
	 * @param locale the language, or {@code null} for the template's own
	 * @param variables what to fill in
	 * @return what it says
	 * @throws TemplateException if it cannot be read, or a variable is missing
	 */
	public RenderedTemplate preview(TemplateSource source, @Nullable Locale locale, Map<String, ?> variables) {
		return render(compiled(source), locale, variables);
	}

	/**
	 * Values for all variables that something says in one language, to show what it looks
	 * like: the defaults, and where there is none the name in brackets.
	 * @param source what it says
	 * @param locale the language, or {@code null} for the template's own
	 * @return the values by the names of the variables, in the order in which they are
	 * used; without those that are filled in when a message is dispatched
	 * @throws TemplateException if it cannot be read
	 */
	public Map<String, @Nullable Object> samples(TemplateSource source, @Nullable Locale locale) {
		TemplateContent content = compiled(source).contentFor(locale);
		SampleValues samples = new SampleValues();
		this.renderer.visit("subject", content.subject(), samples);
		this.renderer.visit("preheader", content.preheader(), samples);
		this.renderer.visit("html", content.html(), samples);
		this.renderer.visit("text", content.text(), samples);
		Map<String, @Nullable Object> values = samples.values();
		source.defaults().forEach((name, value) -> values.replace(name, value));
		this.late.names().forEach(values::remove);
		return values;
	}

	/**
	 * Whether templates can be written in MJML.
	 * @return {@code false} if the library for that is not on the class path
	 */
	public boolean supportsMjml() {
		return MjmlCompiler.PRESENT;
	}

	Optional<TemplateSource> published(@Nullable String subAccount, String name) {
		Optional<TemplateSource> own = (subAccount != null) ? this.published.get(TemplateKey.of(subAccount, name))
				: Optional.empty();
		return own.isPresent() ? own : this.published.get(TemplateKey.of(null, name));
	}

	private RenderedTemplate render(TemplateSource source, @Nullable Locale locale, Map<String, ?> variables) {
		TemplateContent content = source.contentFor(locale);
		Map<String, @Nullable Object> values = this.late.and(source.defaults());
		values.putAll(variables);
		return new RenderedTemplate(this.renderer.plain("subject", content.subject(), values),
				(content.preheader() != null) ? this.renderer.plain("preheader", content.preheader(), values) : null,
				(content.html() != null) ? this.renderer.html("html", content.html(), values) : null,
				(content.text() != null) ? this.renderer.plain("text", content.text(), values) : null);
	}

	/**
	 * The source with HTML made of its MJML, once it is known that all of it can be read.
	 */
	private TemplateSource compiled(TemplateSource source) {
		Map<String, TemplateContent> variants = new LinkedHashMap<>();
		source.variants().forEach((tag, variant) -> variants.put(tag, compiled(variant)));
		return new TemplateSource(compiled(source.content()), variants, source.variables());
	}

	private TemplateContent compiled(TemplateContent content) {
		// The lines of the HTML that is made of it are others.
		this.renderer.check("mjml", content.mjml());
		TemplateContent compiled = (content.mjml() == null) ? content : new TemplateContent(content.subject(),
				content.preheader(), MjmlCompiler.compile(content.mjml()), content.mjml(), content.text());
		this.renderer.check("subject", compiled.subject());
		this.renderer.check("preheader", compiled.preheader());
		this.renderer.check("html", compiled.html());
		this.renderer.check("text", compiled.text());
		return compiled;
	}

}
