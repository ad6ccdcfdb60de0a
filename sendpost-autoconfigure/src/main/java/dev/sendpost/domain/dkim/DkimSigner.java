package dev.sendpost.domain.dkim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

import dev.sendpost.mime.RenderedEmail;
import org.jspecify.annotations.Nullable;

/**
 * Signs messages (RFC 6376), header and body canonicalized {@code relaxed}. The message
 * is read once more than it would be without a signature, and not held in memory.
 */
public final class DkimSigner {

	/**
	 * Fields that are signed once more than they are there, so that nobody can add one
	 * (RFC 6376 section 8.15).
	 */
	private static final List<String> OVERSIGNED = List.of("from", "sender", "reply-to", "to", "cc", "subject", "date",
			"message-id", "mime-version", "content-type", "content-transfer-encoding", "list-unsubscribe",
			"list-unsubscribe-post");

	/** Fields that are signed where they are there. Lists on the way may add some. */
	private static final List<String> SIGNED = List.of("in-reply-to", "references", "list-id", "list-help",
			"list-subscribe", "list-owner", "list-archive", "feedback-id", "auto-submitted", "precedence", "x-priority",
			"importance");

	private static final int LINE_LENGTH = 72;

	private final Clock clock;

	private final @Nullable Duration validity;

	/**
	 * Create a signer.
	 * @param clock tells when a signature is made
	 * @param validity after what time a signature expires, to the second, or {@code null}
	 * if it does not
	 */
	public DkimSigner(Clock clock, @Nullable Duration validity) {
		this.clock = clock;
		this.validity = validity;
	}

	/**
	 * Sign a message with each of several keys.
	 * @param message the message
	 * @param keys the keys
	 * @return the message with the signatures above its header
	 * @throws IOException if an attachment cannot be read
	 */
	public RenderedEmail sign(RenderedEmail message, List<DkimKey> keys) throws IOException {
		DkimContent content = new DkimContent();
		message.writeTo(content);
		HeaderFields header = content.header();
		List<String> names = names(header);
		ByteArrayOutputStream selected = new ByteArrayOutputStream();
		header.select(names, selected);
		String bodyHash = Base64.getEncoder().encodeToString(content.bodyHash());
		long now = this.clock.instant().getEpochSecond();
		StringBuilder fields = new StringBuilder();
		for (DkimKey key : keys) {
			fields.append(signature(key, names, selected.toByteArray(), bodyHash, now)).append("\r\n");
		}
		return message.precededBy(fields.toString().getBytes(StandardCharsets.US_ASCII));
	}

	private static List<String> names(HeaderFields header) {
		List<String> names = new ArrayList<>();
		OVERSIGNED.forEach((name) -> names.addAll(Collections.nCopies(header.count(name) + 1, name)));
		SIGNED.forEach((name) -> names.addAll(Collections.nCopies(header.count(name), name)));
		return names;
	}

	private String signature(DkimKey key, List<String> names, byte[] selected, String bodyHash, long now) {
		StringBuilder field = new StringBuilder("DKIM-Signature: v=1; a=").append(key.algorithm().tag())
			.append("; c=relaxed/relaxed;\r\n d=")
			.append(key.domain())
			.append("; s=")
			.append(key.selector())
			.append(";\r\n t=")
			.append(now)
			.append(';');
		if (this.validity != null) {
			field.append(" x=").append(now + this.validity.toSeconds()).append(';');
		}
		field.append("\r\n h=");
		fold(field, names);
		field.append(";\r\n bh=").append(bodyHash).append(";\r\n b=");
		ByteArrayOutputStream input = new ByteArrayOutputStream(selected.length + field.length());
		input.writeBytes(selected);
		input.writeBytes(HeaderFields.relaxed(field.toString()).getBytes(StandardCharsets.US_ASCII));
		fold(field, Base64.getEncoder().encodeToString(key.algorithm().sign(key.privateKey(), input.toByteArray())));
		return field.toString();
	}

	private static void fold(StringBuilder field, List<String> names) {
		int lineStart = field.lastIndexOf("\n") + 1;
		String separator = "";
		for (String name : names) {
			field.append(separator);
			if (field.length() - lineStart + name.length() > LINE_LENGTH) {
				field.append("\r\n ");
				lineStart = field.length() - 1;
			}
			field.append(name);
			separator = ":";
		}
	}

	private static void fold(StringBuilder field, String base64) {
		for (int start = 0; start < base64.length(); start += LINE_LENGTH) {
			field.append((start > 0) ? "\r\n " : "")
				.append(base64, start, Math.min(base64.length(), start + LINE_LENGTH));
		}
	}

}
