package dev.sendpost.template;

import dev.sendpost.Email;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;

/**
 * Stands where nothing can fill in templates, and refuses messages that need it: their
 * placeholders would be sent as they are.
 */
public final class NoTemplatesPolicy implements MailPolicy {

	@Override
	public void atIntake(PolicyMessage message) {
		Email email = message.email();
		if (email.template() != null || email.variables() != null) {
			throw new InvalidEmailException((email.template() != null) ? "template" : "variables",
					"nothing fills in templates here: add the dependency com.samskivert:jmustache");
		}
	}

	@Override
	public void atDispatch(PolicyMessage message) {
		atIntake(message);
	}

}
