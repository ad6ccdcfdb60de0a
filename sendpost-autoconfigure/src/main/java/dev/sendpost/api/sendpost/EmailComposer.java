package dev.sendpost.api.sendpost;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.sendpost.NewEmail.Copied;
import dev.sendpost.api.sendpost.NewEmail.File;
import dev.sendpost.api.sendpost.NewEmail.Recipient;
import dev.sendpost.mime.read.PropertyFields;
import org.jspecify.annotations.Nullable;

/**
 * Makes a message for each recipient of a request. What they have in common is made once,
 * so that it is stored once.
 */
final class EmailComposer {

	/** Stands for the recipients of what all messages have in common; it gets nothing. */
	private static final EmailAddress NOBODY = EmailAddress.parse("nobody@sendpost.invalid");

	private static final Pattern LINE_ENDS = Pattern.compile("[\r\n]+");

	/** How many custom fields are kept with a message, to find them again. */
	private static final int MAX_METADATA = 50;

	private static final int MAX_METADATA_LENGTH = 500;

	private static final int MAX_METADATA_NAME_LENGTH = 100;

	private final Email common;

	private final boolean personalized;

	/**
	 * Create a composer.
	 * @param request the message
	 * @param route the route, or {@code null} if none is asked for
	 * @param template the name of the template, or {@code null} for none
	 * @throws ApiProblem if something makes no sense for any recipient
	 */
	EmailComposer(NewEmail request, @Nullable String route, @Nullable String template) {
		this.personalized = template != null || (request.to() != null
				&& request.to().stream().anyMatch((to) -> to.customFields() != null && !to.customFields().isEmpty()));
		try {
			EmailBuilder email = Email.builder().to(NOBODY).route(route);
			describe(email, request);
			if (template != null) {
				email.template(template);
				variables(request).forEach(email::variable);
			}
			this.common = email.build();
		}
		catch (InvalidEmailException ex) {
			throw FieldNames.problem(ex);
		}
	}

	private static Map<String, @Nullable Object> variables(NewEmail request) {
		Map<String, @Nullable Object> variables = new LinkedHashMap<>();
		if (request.dynamicData() != null) {
			variables.putAll(request.dynamicData());
		}
		if (request.templateVariables() != null) {
			variables.putAll(request.templateVariables());
		}
		return variables;
	}

	private static void describe(EmailBuilder email, NewEmail request) {
		if (request.from() != null) {
			email.from(address("from", request.from().email(), request.from().name()));
		}
		if (request.replyTo() != null) {
			email.replyTo(address("replyTo", request.replyTo().email(), request.replyTo().name()));
		}
		email.subject((request.subject() != null) ? request.subject() : "")
			.preheader(request.preText())
			.html(request.htmlBody())
			.text(request.textBody())
			.amp(request.ampBody())
			.trackOpens(request.trackOpens())
			.trackClicks(request.trackClicks());
		if (request.headers() != null) {
			PropertyFields.addTo(email, request.headers());
		}
		if (request.groups() != null) {
			email.tags(request.groups().toArray(String[]::new));
		}
		if (request.attachments() != null) {
			int index = 0;
			for (File file : request.attachments()) {
				email.attach(attachment("attachments[" + index++ + "]", file));
			}
		}
	}

	private static Attachment attachment(String field, File file) {
		if (file.filename() == null || file.content() == null) {
			throw ApiProblem.invalid(field, "needs a filename and content");
		}
		try {
			return Attachment.of(file.filename(),
					Base64.getDecoder().decode(LINE_ENDS.matcher(file.content()).replaceAll("")));
		}
		catch (InvalidEmailException ex) {
			throw FieldNames.problem(ex, field);
		}
		catch (IllegalArgumentException ex) {
			throw ApiProblem.invalid(field + ".content", "must be base64");
		}
	}

	/**
	 * The message to a recipient.
	 * @param field where the recipient is in the request
	 * @param recipient the recipient
	 * @throws ApiProblem if the recipient makes no sense
	 */
	Email compose(String field, Recipient recipient) {
		try {
			EmailBuilder email = this.common.toBuilder()
				.clearRecipients()
				.to(address(field, recipient.email(), recipient.name()))
				.cc(addresses(field + ".cc", recipient.cc()))
				.bcc(addresses(field + ".bcc", recipient.bcc()));
			if (this.personalized) {
				email.personalized();
			}
			if (recipient.customFields() != null) {
				recipient.customFields().forEach(email::variable);
				keep(email, recipient.customFields());
			}
			return email.build();
		}
		catch (InvalidEmailException ex) {
			throw FieldNames.problem(ex);
		}
	}

	/**
	 * Keep what is short and plain with the message, as it is shown with it.
	 */
	private static void keep(EmailBuilder email, Map<String, @Nullable Object> fields) {
		fields.entrySet()
			.stream()
			.filter((field) -> isShort(field.getKey(), MAX_METADATA_NAME_LENGTH) && isScalar(field.getValue())
					&& isShort(String.valueOf(field.getValue()), MAX_METADATA_LENGTH))
			.limit(MAX_METADATA)
			.forEach((field) -> email.metadata(field.getKey(), String.valueOf(field.getValue())));
	}

	private static boolean isScalar(@Nullable Object value) {
		return value instanceof String || value instanceof Number || value instanceof Boolean;
	}

	private static boolean isShort(String text, int maxLength) {
		return !text.isBlank() && text.length() <= maxLength && text.chars().noneMatch(Character::isISOControl);
	}

	private static List<EmailAddress> addresses(String field, @Nullable List<Copied> copied) {
		List<EmailAddress> addresses = new ArrayList<>();
		if (copied != null) {
			for (Copied one : copied) {
				addresses.add(address(field + "[" + addresses.size() + "]", one.email(), one.name()));
			}
		}
		return addresses;
	}

	private static EmailAddress address(String field, @Nullable String email, @Nullable String name) {
		if (email == null || email.isBlank()) {
			throw ApiProblem.invalid(field + ".email", "is missing");
		}
		try {
			return (name != null) ? EmailAddress.of(name, email) : EmailAddress.parse(email);
		}
		catch (InvalidEmailException ex) {
			throw FieldNames.problem(ex, field + ".email");
		}
	}

}
