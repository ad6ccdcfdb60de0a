package dev.sendpost.bounce;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * A bounce in words: Exim's, which names its recipients in {@code X-Failed-Recipients},
 * and qmail's, which keeps to the qmail-send bounce message format (QSBMF).
 *
 * @param original the message that follows the words
 * @param recipients those for whom it failed
 */
record TextBounce(OriginalMessage original, List<RecipientReport> recipients) {

	private static final String QMAIL = "Hi. This is the";

	/** A line such as {@code --- Below this line is a copy of the message.} */
	private static final Pattern COPY = Pattern.compile("(?m)^-{3,}+[^\\r\\n]{0,200}\\bcopy of[^\\r\\n]{0,200}$");

	/** What a server replied, among the words around it. */
	private static final Pattern REPLY = Pattern.compile("(?:^|[:\\s])([45]\\d\\d[ -].*)", Pattern.DOTALL);

	private static final Pattern REMOTE = Pattern
		.compile("\\b(?:host|Connected to) ([A-Za-z0-9.-]{1,253}|\\[[^\\]\\s]{1,64}])");

	/**
	 * Find a bounce in a text.
	 * @param failedRecipients the field {@code X-Failed-Recipients}, or {@code null}
	 * @param text the text, one character for each octet, or {@code null}
	 * @return the bounce, or {@code null} if the text is none
	 */
	static @Nullable TextBounce find(@Nullable String failedRecipients, @Nullable String text) {
		String words = (text != null) ? text : "";
		Matcher copy = COPY.matcher(words);
		boolean copied = copy.find();
		String[] lines = (copied ? words.substring(0, copy.start()) : words).split("\\r?\\n", -1);
		List<RecipientReport> recipients = (failedRecipients != null) ? exim(failedRecipients, lines)
				: words.stripLeading().startsWith(QMAIL) ? qmail(lines) : List.of();
		if (recipients.isEmpty()) {
			return null;
		}
		return new TextBounce(copied ? original(words.substring(copy.end())) : OriginalMessage.UNKNOWN, recipients);
	}

	private static OriginalMessage original(String text) {
		try {
			return ReturnedHeader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1))).original();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<RecipientReport> exim(String failedRecipients, String[] lines) {
		Map<String, Integer> numbers = new HashMap<>();
		for (int i = 0; i < lines.length; i++) {
			String line = lines[i].strip().toLowerCase(Locale.ROOT);
			numbers.putIfAbsent(line.endsWith(":") ? line.substring(0, line.length() - 1) : line, i);
		}
		List<RecipientReport> recipients = new ArrayList<>();
		for (String failed : failedRecipients.split(",", DeliveryStatus.MAX_RECIPIENTS)) {
			EmailAddress address = ReportText.address(failed.strip());
			if (address != null) {
				Integer number = numbers.get(failed.strip().toLowerCase(Locale.ROOT));
				recipients.add(failed(address, (number != null) ? explanation(lines, number) : ""));
			}
		}
		return recipients;
	}

	private static List<RecipientReport> qmail(String[] lines) {
		List<RecipientReport> recipients = new ArrayList<>();
		for (int i = 1; i < lines.length && recipients.size() < DeliveryStatus.MAX_RECIPIENTS; i++) {
			String line = lines[i].strip();
			if (lines[i - 1].isBlank() && line.startsWith("<") && line.endsWith(">:")) {
				EmailAddress address = ReportText.address(line.substring(1, line.length() - 2));
				recipients.add(failed(address, paragraph(lines, i + 1, 0)));
			}
		}
		return recipients;
	}

	private static RecipientReport failed(@Nullable EmailAddress address, String words) {
		Matcher reply = REPLY.matcher(words);
		Matcher remote = REMOTE.matcher(words);
		String serverText = reply.find() ? reply.group(1) : words.isEmpty() ? null : words;
		return new RecipientReport(address, null, DeliveryAction.FAILED, ReportText.code(words), serverText,
				remote.find() ? remote.group(1) : null, null);
	}

	/**
	 * The lines that follow a recipient, and are indented more than that.
	 */
	private static String explanation(String[] lines, int recipient) {
		return paragraph(lines, recipient + 1, indentation(lines[recipient]) + 1);
	}

	private static int indentation(String line) {
		return line.length() - line.stripLeading().length();
	}

	/**
	 * The lines up to a blank one, or one that is indented less, on one line.
	 */
	private static String paragraph(String[] lines, int from, int indentation) {
		StringBuilder words = new StringBuilder();
		for (int i = from; i < lines.length && !lines[i].isBlank() && indentation(lines[i]) >= indentation; i++) {
			String line = lines[i].strip();
			if (words.length() + line.length() < ReportFields.MAX_FIELD_LENGTH) {
				words.append(words.isEmpty() ? "" : " ").append(line);
			}
		}
		return ReportFields.decode(words.toString());
	}

}
