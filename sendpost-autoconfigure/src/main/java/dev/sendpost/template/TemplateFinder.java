package dev.sendpost.template;

import dev.sendpost.Email;
import org.jspecify.annotations.Nullable;

/**
 * Makes a message from the template it names. Declare a bean to bring templates of
 * another kind; {@link org.springframework.core.annotation.Order @Order} says who is
 * asked first.
 */
@FunctionalInterface
public interface TemplateFinder {

	/**
	 * Make a message from its template.
	 * @param email the message, which names a template
	 * @param subAccount the name of the sub-account that sends it
	 * @return the message without the name of the template, with a subject and bodies,
	 * and with variables that are still to be filled in, if any; or {@code null} if there
	 * is no such template here
	 * @throws TemplateException if there is, and it cannot be used
	 */
	@Nullable Email complete(Email email, String subAccount);

}
