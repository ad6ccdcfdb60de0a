package dev.sendpost.admin.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

import dev.sendpost.transport.RoutingRule;

/**
 * A rule in a list.
 *
 * @param conditions what must hold for it to match
 * @param route the name of its route
 */
public record RuleRow(List<String> conditions, String route) {

	static RuleRow of(RoutingRule rule) {
		List<String> conditions = new ArrayList<>();
		if (!rule.recipientDomains().isEmpty()) {
			conditions.add("the recipient is at " + String.join(" or ", new TreeSet<>(rule.recipientDomains())));
		}
		if (!rule.tags().isEmpty()) {
			conditions.add("the message has the tag " + String.join(" or ", new TreeSet<>(rule.tags())));
		}
		if (rule.stream() != null) {
			conditions.add("the stream is " + rule.stream().name().toLowerCase(Locale.ROOT));
		}
		return new RuleRow(conditions, rule.route());
	}

}
