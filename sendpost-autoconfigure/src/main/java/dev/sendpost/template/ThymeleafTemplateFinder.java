package dev.sendpost.template;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailTemplate;
import dev.sendpost.template.TemplateException.Reason;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.exceptions.TemplateEngineException;
import org.thymeleaf.templateresolver.ITemplateResolver;
import org.thymeleaf.templateresolver.TemplateResolution;

import org.springframework.core.Ordered;

/**
 * Finds the application's own Thymeleaf templates: {@code welcome} is
 * {@code mail/welcome} to the application's engine, which is
 * {@code templates/mail/welcome.html} on the class path unless that is set up otherwise.
 * They are filled in at once, so variables may be any objects. Where the message has no
 * subject, the title of the HTML is its subject.
 */
public final class ThymeleafTemplateFinder implements TemplateFinder, Ordered {

	private static final String DIRECTORY = "mail/";

	/** A name that stays in the directory. */
	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*");

	private final ITemplateEngine engine;

	/**
	 * Create a finder.
	 * @param engine the application's engine
	 */
	public ThymeleafTemplateFinder(ITemplateEngine engine) {
		this.engine = engine;
	}

	@Override
	public int getOrder() {
		return 100;
	}

	@Override
	public @Nullable Email complete(Email email, String subAccount) {
		EmailTemplate template = Objects.requireNonNull(email.template());
		String name = DIRECTORY + template.name();
		if (!NAME.matcher(template.name()).matches() || !isThere(name)) {
			return null;
		}
		String html = process(template, name, Objects.requireNonNullElse(email.variables(), Map.of()));
		EmailBuilder completed = email.toBuilder().template((EmailTemplate) null).html(html).clearVariables();
		if (email.subject().isEmpty()) {
			completed.subject(Jsoup.parse(html).title());
		}
		return completed.build();
	}

	private String process(EmailTemplate template, String name, Map<String, @Nullable Object> variables) {
		Locale locale = (template.locale() != null) ? template.locale() : Locale.getDefault();
		try {
			return this.engine.process(name, new Context(locale, variables));
		}
		catch (TemplateEngineException ex) {
			throw invalid(template, ex);
		}
	}

	/**
	 * Whether the engine would find a template: as it does, by the first of its resolvers
	 * that knows the name. Asked to process one that is missing, it logs an error, and
	 * names may come from users.
	 */
	private boolean isThere(String name) {
		IEngineConfiguration configuration = this.engine.getConfiguration();
		for (ITemplateResolver resolver : configuration.getTemplateResolvers()) {
			TemplateResolution resolution = resolver.resolveTemplate(configuration, null, name, Map.of());
			if (resolution != null) {
				return resolution.isTemplateResourceExistenceVerified() || resolution.getTemplateResource().exists();
			}
		}
		return false;
	}

	private static TemplateException invalid(EmailTemplate template, TemplateEngineException ex) {
		Throwable root = ex;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return new TemplateException(Reason.INVALID, "template '" + template.name() + "' cannot be processed: "
				+ ex.getMessage() + ((root != ex) ? " (" + root.getMessage() + ")" : ""));
	}

}
