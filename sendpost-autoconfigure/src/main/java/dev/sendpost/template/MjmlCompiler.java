package dev.sendpost.template;

import ch.digitalfondue.mjml4j.Mjml4j;
import dev.sendpost.template.TemplateException.Reason;

import org.springframework.util.ClassUtils;

/**
 * Makes HTML of MJML. Variables pass through untouched; nothing is included.
 */
final class MjmlCompiler {

	/** Whether the library is there. */
	static final boolean PRESENT = ClassUtils.isPresent("ch.digitalfondue.mjml4j.Mjml4j",
			MjmlCompiler.class.getClassLoader());

	private MjmlCompiler() {
	}

	/**
	 * Compile MJML.
	 * @throws TemplateException if it is no MJML, or the library is missing
	 */
	static String compile(String mjml) {
		if (!PRESENT) {
			throw new TemplateException(Reason.INVALID,
					"MJML needs the dependency ch.digitalfondue.mjml4j:mjml4j, which is not on the class path");
		}
		if (!mjml.contains("<mjml")) {
			throw new TemplateException(Reason.INVALID, "the mjml has no <mjml> element");
		}
		try {
			return Mjml4j.render(mjml, new Mjml4j.Configuration("und"));
		}
		catch (RuntimeException ex) {
			throw new TemplateException(Reason.INVALID, "the mjml cannot be compiled: " + ex.getMessage());
		}
		catch (StackOverflowError ex) {
			throw new TemplateException(Reason.INVALID, "the mjml has elements nested too deeply");
		}
	}

}
