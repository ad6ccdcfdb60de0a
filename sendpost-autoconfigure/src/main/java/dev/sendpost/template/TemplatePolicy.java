package dev.sendpost.template;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.sendpost.Email;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.template.TemplateException.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes messages from templates and fills in variables. A single message is filled in
 * when it is accepted. Of messages that are handed over together what they have in common
 * is stored once, and each is filled in when it is dispatched; that it can be is tried at
 * intake, so that whoever sends it gets the error.
 */
public final class TemplatePolicy implements MailPolicy, Ordered {

	/** Where the policy stands among others: they all see what the message says. */
	public static final int ORDER = -1000;

	private final SingletonSupplier<List<TemplateFinder>> finders;

	private final LateVariables late;

	private final MustacheRenderer renderer = new MustacheRenderer();

	/**
	 * Create a policy.
	 * @param finders find templates, in the order in which they are asked; looked for
	 * when the first message names one
	 */
	public TemplatePolicy(Supplier<List<TemplateFinder>> finders) {
		this(finders, LateVariables.NONE);
	}

	/**
	 * Create a policy.
	 * @param finders find templates, in the order in which they are asked; looked for
	 * when the first message names one
	 * @param late what another policy fills in
	 */
	public TemplatePolicy(Supplier<List<TemplateFinder>> finders, LateVariables late) {
		this.finders = SingletonSupplier.of(finders);
		this.late = late;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void atIntake(PolicyMessage message) {
		complete(message);
		atDispatch(message);
	}

	@Override
	public MailPolicy forIntakeOf(Collection<PolicyMessage> messages) {
		return (messages.size() < 2) ? this : new MailPolicy() {

			@Override
			public void atIntake(PolicyMessage message) {
				complete(message);
				Map<String, @Nullable Object> variables = message.email().variables();
				if (variables != null) {
					Email filledIn = fillIn(message.email(), variables);
					if (!isStorable(variables.values())) {
						message.replace(filledIn);
					}
				}
			}

		};
	}

	@Override
	public void atDispatch(PolicyMessage message) {
		Map<String, @Nullable Object> variables = message.email().variables();
		if (variables != null) {
			message.replace(fillIn(message.email(), variables));
		}
	}

	private void complete(PolicyMessage message) {
		Email email = message.email();
		if (email.template() == null) {
			return;
		}
		try {
			for (TemplateFinder finder : this.finders.obtain()) {
				Email completed = finder.complete(email, message.submitter().subAccount());
				if (completed != null) {
					message.replace(completed);
					return;
				}
			}
		}
		catch (TemplateException ex) {
			throw refused(ex);
		}
		throw new InvalidEmailException("template", "there is no template %s", email.template().name());
	}

	private Email fillIn(Email email, Map<String, @Nullable Object> given) {
		Map<String, @Nullable Object> variables = this.late.and(given);
		try {
			return email.toBuilder()
				.subject(this.renderer.plain("subject", email.subject(), variables))
				.preheader((email.preheader() != null) ? this.renderer.plain("preheader", email.preheader(), variables)
						: null)
				.html((email.html() != null) ? this.renderer.html("html", email.html(), variables) : null)
				.text((email.text() != null) ? this.renderer.plain("text", email.text(), variables) : null)
				.amp((email.amp() != null) ? this.renderer.html("amp", email.amp(), variables) : null)
				.listUnsubscribe(UnsubscribeTargets.fillIn(email.listUnsubscribe(), variables, this.renderer))
				.clearVariables()
				.build();
		}
		catch (TemplateException ex) {
			throw refused(ex);
		}
		catch (InvalidEmailException ex) {
			// As it was written it could be sent.
			throw new InvalidEmailException("variables",
					"with them, the " + ex.getField() + " is wrong: " + ex.getReason());
		}
	}

	private static InvalidEmailException refused(TemplateException ex) {
		boolean variables = ex.getReason() == Reason.MISSING_VARIABLE || ex.getReason() == Reason.TOO_MUCH;
		return new InvalidEmailException(variables ? "variables" : "template", String.valueOf(ex.getMessage()));
	}

	/**
	 * Whether values are such that they are the same once they were stored.
	 */
	private static boolean isStorable(Collection<? extends @Nullable Object> values) {
		return values.stream().allMatch(TemplatePolicy::isStorable);
	}

	private static boolean isStorable(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return isStorable(map.values());
		}
		if (value instanceof Collection<?> elements) {
			return isStorable(elements);
		}
		return value == null || value instanceof String || value instanceof Boolean || value instanceof Integer
				|| value instanceof Long;
	}

}
