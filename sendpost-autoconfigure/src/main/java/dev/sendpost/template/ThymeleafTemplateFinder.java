package dev.sendpost.template;

import java.io.FileNotFoundException;
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
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.exceptions.TemplateEngineException;
import org.thymeleaf.exceptions.TemplateInputException;

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
		if (!NAME.matcher(template.name()).matches()) {
			return null;
		}
		String html = process(template, Objects.requireNonNullElse(email.variables(), Map.of()));
		if (html == null) {
			return null;
		}
		EmailBuilder completed = email.toBuilder().template((EmailTemplate) null).html(html).clearVariables();
		if (email.subject().isEmpty()) {
			completed.subject(Jsoup.parse(html).title());
		}
		return completed.build();
	}

	private @Nullable String process(EmailTemplate template, Map<String, @Nullable Object> variables) {
		Locale locale = (template.locale() != null) ? template.locale() : Locale.getDefault();
		String name = DIRECTORY + template.name();
		try {
			return this.engine.process(name, new Context(locale, variables));
		}
		catch (TemplateInputException ex) {
			if (isMissing(name, ex)) {
				return null;
			}
			throw invalid(template, ex);
		}
		catch (TemplateEngineException ex) {
			throw invalid(template, ex);
		}
	}

	/*
	 * The engine reads a template when it processes it, and says only then that there is
	 * none.
	 */
	private static boolean isMissing(String name, TemplateInputException ex) {
		return (name.equals(ex.getTemplateName()) && ex.getCause() instanceof FileNotFoundException)
				|| String.valueOf(ex.getMessage()).startsWith("Error resolving template [" + name + "]");
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
