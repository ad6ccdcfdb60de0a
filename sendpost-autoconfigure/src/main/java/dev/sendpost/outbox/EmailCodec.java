package dev.sendpost.outbox;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailHeader;
import dev.sendpost.EmailPriority;
import dev.sendpost.HostedTemplate;
import dev.sendpost.ListUnsubscribe;
import dev.sendpost.VerbatimMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

/**
 * Writes what a message says as octets and reads it back: everything but its recipients
 * and what the queue goes by. Fields follow each other, each a tag, a length and a value;
 * of attachments, all but their content.
 */
final class EmailCodec {

	private static final byte VERSION = 1;

	private EmailCodec() {
	}

	static byte[] encode(Email email) {
		ByteArrayOutputStream octets = new ByteArrayOutputStream(1024);
		try (DataOutputStream out = new DataOutputStream(octets)) {
			out.writeByte(VERSION);
			write(out, Field.FROM, Objects.requireNonNull(email.from()).toString());
			for (EmailAddress address : email.replyTo()) {
				write(out, Field.REPLY_TO, address.toString());
			}
			write(out, Field.SUBJECT, email.subject());
			write(out, Field.PREHEADER, email.preheader());
			write(out, Field.TEXT, email.text());
			write(out, Field.HTML, email.html());
			write(out, Field.AMP, email.amp());
			for (EmailHeader header : email.headers()) {
				write(out, Field.HEADER, header.name() + ":" + header.value());
			}
			ListUnsubscribe unsubscribe = email.listUnsubscribe();
			if (unsubscribe != null) {
				write(out, Field.UNSUBSCRIBE, Boolean.toString(unsubscribe.oneClick()));
				for (URI target : unsubscribe.targets()) {
					write(out, Field.UNSUBSCRIBE_TARGET, target.toString());
				}
			}
			write(out, Field.PRIORITY, email.priority().name());
			HostedTemplate template = email.hostedTemplate();
			if (template != null) {
				write(out, Field.TEMPLATE_ID, template.id());
				for (Map.Entry<String, String> variable : new TreeMap<>(template.variables()).entrySet()) {
					write(out, Field.TEMPLATE_VARIABLE, variable.getKey());
					write(out, Field.TEMPLATE_VALUE, variable.getValue());
				}
			}
			write(out, Field.TRACK_OPENS, text(email.trackOpens()));
			write(out, Field.TRACK_CLICKS, text(email.trackClicks()));
			write(out, Field.MESSAGE_ID, email.messageId());
			write(out, Field.DATE, (email.date() != null) ? email.date().toString() : null);
			VerbatimMessage verbatim = email.verbatim();
			if (verbatim != null) {
				write(out, Field.VERBATIM, (verbatim.isEightBit() ? "8" : "") + (verbatim.needsSmtpUtf8() ? "u" : ""));
			}
			for (Attachment file : email.attachments()) {
				write(out, Field.FILE_NAME, file.filename());
				write(out, Field.FILE_TYPE, file.contentType());
				write(out, Field.FILE_CONTENT_ID, file.contentId());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return octets.toByteArray();
	}

	/**
	 * What is stored behind the octets: the contents of the attachments, or the message
	 * that goes out as it is.
	 */
	static List<Attachment> files(Email email) {
		VerbatimMessage verbatim = email.verbatim();
		return (verbatim != null) ? List.of(Attachment.of("message.eml", verbatim.content())) : email.attachments();
	}

	private static @Nullable String text(@Nullable Boolean value) {
		return (value != null) ? value.toString() : null;
	}

	private static void write(DataOutputStream out, Field field, @Nullable String value) throws IOException {
		if (value != null) {
			byte[] octets = value.getBytes(StandardCharsets.UTF_8);
			out.writeByte(field.ordinal());
			out.writeInt(octets.length);
			out.write(octets);
		}
	}

	/**
	 * Read a message.
	 * @param octets what {@link #encode(Email)} wrote
	 * @param files the contents of its attachments
	 * @return a builder without recipients
	 * @throws UnreadableContentException if the octets are something else
	 */
	static EmailBuilder decode(byte[] octets, List<? extends Resource> files) {
		try {
			return new Decoding(files).decode(ByteBuffer.wrap(octets));
		}
		catch (RuntimeException ex) {
			throw new UnreadableContentException("The stored content of the e-mail cannot be read: " + ex, ex);
		}
	}

	/**
	 * The fields. Their order is part of the format.
	 */
	private enum Field {

		FROM, REPLY_TO, SUBJECT, PREHEADER, TEXT, HTML, AMP, HEADER, UNSUBSCRIBE, UNSUBSCRIBE_TARGET, PRIORITY,
		FILE_NAME, FILE_TYPE, FILE_CONTENT_ID, TEMPLATE_ID, TEMPLATE_VARIABLE, TEMPLATE_VALUE, TRACK_OPENS,
		TRACK_CLICKS, MESSAGE_ID, DATE, VERBATIM

	}

	/**
	 * One message being read.
	 */
	private static final class Decoding {

		private static final Field[] FIELDS = Field.values();

		private final EmailBuilder email = Email.builder();

		private final List<? extends Resource> files;

		private final List<Attachment> attachments = new ArrayList<>();

		private final List<URI> unsubscribeTargets = new ArrayList<>();

		private boolean oneClick;

		private @Nullable String templateId;

		private final Map<String, String> templateVariables = new HashMap<>();

		private String templateVariable = "";

		Decoding(List<? extends Resource> files) {
			this.files = files;
		}

		EmailBuilder decode(ByteBuffer octets) {
			byte version = octets.get();
			if (version != VERSION) {
				throw new IllegalArgumentException("version " + version + " is unknown");
			}
			while (octets.hasRemaining()) {
				Field field = FIELDS[octets.get()];
				byte[] value = new byte[octets.getInt()];
				octets.get(value);
				set(field, new String(value, StandardCharsets.UTF_8));
			}
			if (!this.unsubscribeTargets.isEmpty()) {
				this.email.listUnsubscribe(new ListUnsubscribe(this.unsubscribeTargets, this.oneClick));
			}
			if (this.templateId != null) {
				this.email.hostedTemplate(new HostedTemplate(this.templateId, this.templateVariables));
			}
			return this.email.attach(this.attachments);
		}

		private void set(Field field, String value) {
			switch (field) {
				case FROM -> this.email.from(value);
				case REPLY_TO -> this.email.replyTo(value);
				case SUBJECT -> this.email.subject(value);
				case PREHEADER -> this.email.preheader(value);
				case TEXT -> this.email.text(value);
				case HTML -> this.email.html(value);
				case AMP -> this.email.amp(value);
				case HEADER ->
					this.email.header(value.substring(0, value.indexOf(':')), value.substring(value.indexOf(':') + 1));
				case UNSUBSCRIBE -> this.oneClick = Boolean.parseBoolean(value);
				case UNSUBSCRIBE_TARGET -> this.unsubscribeTargets.add(URI.create(value));
				case PRIORITY -> this.email.priority(EmailPriority.valueOf(value));
				case FILE_NAME -> this.attachments.add(Attachment.of(value, this.files.get(this.attachments.size())));
				case FILE_TYPE -> replaceLast(last().withContentType(value));
				case FILE_CONTENT_ID -> replaceLast(last().inline(value));
				case TEMPLATE_ID -> this.templateId = value;
				case TEMPLATE_VARIABLE -> this.templateVariable = value;
				case TEMPLATE_VALUE -> this.templateVariables.put(this.templateVariable, value);
				case TRACK_OPENS -> this.email.trackOpens(Boolean.valueOf(value));
				case TRACK_CLICKS -> this.email.trackClicks(Boolean.valueOf(value));
				case MESSAGE_ID -> this.email.messageId(value);
				case DATE -> this.email.date(Instant.parse(value));
				case VERBATIM -> this.email.verbatim(verbatim(this.files.get(0), value));
			}
		}

		private static VerbatimMessage verbatim(Resource file, String traits) {
			try {
				return VerbatimMessage.ofChecked(file, file.contentLength(), traits.contains("8"),
						traits.contains("u"));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private Attachment last() {
			return this.attachments.get(this.attachments.size() - 1);
		}

		private void replaceLast(Attachment attachment) {
			this.attachments.set(this.attachments.size() - 1, attachment);
		}

	}

}
