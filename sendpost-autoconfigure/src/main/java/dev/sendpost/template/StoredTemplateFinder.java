package dev.sendpost.template;

import java.util.Objects;

import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Finds stored templates. The message takes the template's parts as they are, and the
 * defaults of its variables: which version it is made from is settled with that.
 */
public final class StoredTemplateFinder implements TemplateFinder, Ordered {

	private final MailTemplates templates;

	/**
	 * Create a finder.
	 * @param templates the stored templates
	 */
	public StoredTemplateFinder(MailTemplates templates) {
		this.templates = templates;
	}

	@Override
	public int getOrder() {
		return 0;
	}

	@Override
	public @Nullable Email complete(Email email, String subAccount) {
		EmailTemplate template = Objects.requireNonNull(email.template());
		return this.templates.published(subAccount, template.name())
			.map((source) -> complete(email, source, source.contentFor(template.locale())))
			.orElse(null);
	}

	private static Email complete(Email email, TemplateSource source, TemplateContent content) {
		EmailBuilder completed = email.toBuilder()
			.template((EmailTemplate) null)
			.preheader(content.preheader())
			.html(content.html())
			.text(content.text())
			.personalized();
		if (email.subject().isEmpty()) {
			completed.subject(content.subject());
		}
		source.defaults().forEach((name, value) -> {
			if (email.variables() == null || !email.variables().containsKey(name)) {
				completed.variable(name, value);
			}
		});
		return completed.build();
	}

}
