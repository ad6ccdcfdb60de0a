package dev.sendpost.testsmtp;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One line of a {@link SmtpScript}, which counts how often its step came.
 */
final class SmtpRule {

	private final SmtpStep step;

	private final @Nullable String detail;

	private final SmtpAction action;

	private final Map<Integer, Integer> occurrences = new HashMap<>();

	/**
	 * Create a rule.
	 * @param step the step
	 * @param detail the address of a recipient or the number of lines of content, or
	 * {@code null} for any
	 * @param action what to do
	 */
	SmtpRule(SmtpStep step, @Nullable String detail, SmtpAction action) {
		this.step = step;
		this.detail = detail;
		this.action = action;
	}

	SmtpAction action() {
		return this.action;
	}

	boolean appliesTo(SmtpStep step, @Nullable String detail, int connection) {
		if (this.step != step || (this.detail != null && !this.detail.equalsIgnoreCase(detail))) {
			return false;
		}
		if (this.action.connection() > 0 && this.action.connection() != connection) {
			return false;
		}
		int scope = (this.action.connection() == SmtpAction.EACH) ? connection : SmtpAction.ANY;
		int occurrence = this.occurrences.merge(scope, 1, Integer::sum);
		return occurrence >= this.action.first() && occurrence <= this.action.last();
	}

}
