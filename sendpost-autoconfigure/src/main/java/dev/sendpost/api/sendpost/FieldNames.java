package dev.sendpost.api.sendpost;

import java.util.Objects;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.api.ApiProblem;

/**
 * Says what is wrong with a message by the names that the service has for its fields.
 */
final class FieldNames {

	private FieldNames() {
	}

	static ApiProblem problem(InvalidEmailException ex) {
		return problem(ex, name(ex.getField()));
	}

	static ApiProblem problem(InvalidEmailException ex, String field) {
		String message = Objects.requireNonNullElse(ex.getMessage(), "is not allowed");
		String prefix = ex.getField() + ": ";
		return ApiProblem.invalid(field, message.startsWith(prefix) ? message.substring(prefix.length()) : message);
	}

	private static String name(String field) {
		int dot = field.indexOf('.');
		return switch ((dot < 0) ? field : field.substring(0, dot)) {
			case "preheader" -> "preText";
			case "html", "text" -> "htmlBody";
			case "amp" -> "ampBody";
			case "listUnsubscribe", "priority" -> "headers";
			case "tags" -> "groups";
			case "route" -> "ippool";
			case "variables", "metadata" -> "to.customFields";
			case "cc", "bcc" -> "to." + field;
			default -> field;
		};
	}

}
