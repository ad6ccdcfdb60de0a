package dev.sendpost.bounce;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.apache.james.mime4j.stream.Field;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a message, of which a report is made. Of each kind of part the first
 * counts.
 */
final class ReportParts {

	private static final Set<String> DELIVERY_STATUS = Set.of("message/delivery-status",
			"message/global-delivery-status");

	private static final String FEEDBACK = "message/feedback-report";

	private static final Set<String> ORIGINAL = Set.of("message/rfc822", "message/global", "text/rfc822-headers",
			"message/rfc822-headers", "message/global-headers");

	/** Octets of text that are searched for a report in words. */
	private static final int MAX_TEXT_LENGTH = 64 * 1024;

	/** The fields of the header that tell something, in lower case. */
	private static final Set<String> TELLING = Set.of("date", "subject", "in-reply-to", "auto-submitted", "x-autoreply",
			"x-autorespond", "precedence", "x-failed-recipients");

	/** The fields that name the address that a message came to, the surest first. */
	private static final List<String> ADDRESSEES = List.of("delivered-to", "x-original-to", "to");

	private static final int MAX_ADDRESSEES = 20;

	private final Map<String, String> header = new HashMap<>();

	private final Map<String, List<String>> addressees = new HashMap<>();

	private @Nullable String text;

	private @Nullable DeliveryStatus deliveryStatus;

	private @Nullable Feedback feedback;

	private @Nullable ReturnedHeader returned;

	/**
	 * Whether nothing else can be found that matters.
	 */
	boolean isComplete() {
		return this.returned != null && (this.deliveryStatus != null || this.feedback != null);
	}

	/**
	 * Take a field of the message's own header.
	 */
	void field(Field field) {
		String name = field.getName().toLowerCase(Locale.ROOT);
		if (TELLING.contains(name)) {
			this.header.putIfAbsent(name, value(field));
		}
		else if (ADDRESSEES.contains(name)) {
			List<String> addresses = this.addressees.computeIfAbsent(name, (absent) -> new ArrayList<>());
			for (String address : value(field).split(",", MAX_ADDRESSEES)) {
				String path = ReportText.path(address);
				if (path != null && addresses.size() < MAX_ADDRESSEES) {
					addresses.add(path);
				}
			}
		}
	}

	private static String value(Field field) {
		String value = field.getBody();
		return ReportFields.decode((value != null) ? value : "");
	}

	/**
	 * Take the content of a message without parts, or of a part.
	 */
	void body(String type, InputStream in) throws IOException {
		if (DELIVERY_STATUS.contains(type) && this.deliveryStatus == null) {
			DeliveryStatus status = DeliveryStatus.read(in);
			this.deliveryStatus = status.recipients().isEmpty() ? null : status;
		}
		else if (FEEDBACK.equals(type) && this.feedback == null) {
			this.feedback = Feedback.read(in);
		}
		else if (ORIGINAL.contains(type) && this.returned == null) {
			this.returned = ReturnedHeader.read(in);
		}
		else if ("text/plain".equals(type) && this.text == null) {
			this.text = new String(in.readNBytes(MAX_TEXT_LENGTH), StandardCharsets.ISO_8859_1);
		}
	}

	ReturnedMail assemble() {
		List<String> addresses = new ArrayList<>();
		ADDRESSEES.forEach((name) -> addresses.addAll(this.addressees.getOrDefault(name, List.of())));
		ReturnedMailHeader shown = new ReturnedMailHeader(addresses, ReportText.date(this.header.get("date")));
		OriginalMessage original = (this.returned != null) ? this.returned.original() : OriginalMessage.UNKNOWN;
		if (this.deliveryStatus != null) {
			return this.deliveryStatus.report(shown, original.or(repliedTo(), null));
		}
		if (this.feedback != null) {
			return this.feedback.report(shown, original, this.returned);
		}
		TextBounce bounce = TextBounce.find(this.header.get("x-failed-recipients"), this.text);
		if (bounce != null) {
			return new DeliveryReport(shown,
					original.or(bounce.original().messageId(), bounce.original().returnPath()).or(repliedTo(), null),
					null, null, bounce.recipients());
		}
		if (this.returned != null && this.returned.complainant() != null) {
			return new FeedbackReport(shown, original, FeedbackType.ABUSE, null, null, null,
					List.of(this.returned.complainant()));
		}
		return new OtherMail(shown, isAutomatic());
	}

	private @Nullable String repliedTo() {
		return ReportText.messageId(this.header.get("in-reply-to"));
	}

	/**
	 * Whether a program wrote it, by RFC 3834 or by what programs did before it.
	 */
	private boolean isAutomatic() {
		String submitted = this.header.get("auto-submitted");
		if (submitted != null) {
			return !submitted.toLowerCase(Locale.ROOT).startsWith("no");
		}
		String subject = this.header.getOrDefault("subject", "").toLowerCase(Locale.ROOT);
		return this.header.containsKey("x-autoreply") || this.header.containsKey("x-autorespond")
				|| "auto_reply".equalsIgnoreCase(this.header.get("precedence")) || subject.startsWith("automatic reply")
				|| subject.startsWith("auto:") || subject.startsWith("out of office")
				|| subject.startsWith("autoreply");
	}

}
