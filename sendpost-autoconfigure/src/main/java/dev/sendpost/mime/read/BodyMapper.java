package dev.sendpost.mime.read;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.sendpost.Attachment;
import dev.sendpost.EmailBuilder;
import dev.sendpost.InvalidEmailException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ByteArrayResource;

/**
 * Maps the parts of a message to bodies and attachments, if they are built as
 * {@code mixed} around {@code alternative} around {@code related}, each only where it is
 * needed, or {@code related} around {@code alternative}, which says the same.
 */
final class BodyMapper {

	private static final Pattern TOKEN = Pattern.compile("[\\w!#$&^.+:'-]+");

	private static final Set<String> PLAIN_TEXT_PARAMETERS = Set.of("charset");

	private @Nullable String text;

	private @Nullable String html;

	private @Nullable String amp;

	private final EmailBuilder email;

	private int unnamed;

	BodyMapper(EmailBuilder email) {
		this.email = email;
	}

	/**
	 * Map a message.
	 * @throws UnmappableException if it is built in another way
	 */
	void map(Part message) throws UnmappableException {
		if (!message.type.equals("multipart/mixed")) {
			body(message);
		}
		else {
			mixed(message);
		}
		boolean empty = (this.text == null || this.text.isEmpty()) && (this.html == null || this.html.isEmpty());
		// A message need not say anything, but an e-mail has to.
		this.email.text(empty ? "\n" : this.text).html(this.html).amp(this.amp);
	}

	private void mixed(Part mixed) throws UnmappableException {
		mixed.requireNothingElse();
		List<Part> children = mixed.children;
		int files = 0;
		if (!children.isEmpty() && (children.get(0).isBody() || children.get(0).isMultipart())) {
			body(children.get(0));
			files = 1;
		}
		for (Part child : children.subList(files, children.size())) {
			file(child);
		}
	}

	private void body(Part part) throws UnmappableException {
		part.requireNothingElse();
		switch (part.type) {
			case "multipart/alternative" -> alternative(part);
			case "multipart/related" -> related(part);
			default -> text(part);
		}
	}

	/**
	 * The order of the alternatives is that of preference, so it has to be ours.
	 */
	private void alternative(Part part) throws UnmappableException {
		for (Part child : part.children) {
			child.requireNothingElse();
			if (child.type.equals("multipart/related")) {
				require(this.html == null, "two alternatives in HTML");
				related(child);
			}
			else {
				require(this.html == null, "an alternative behind the HTML");
				require(this.amp == null || child.type.equals("text/html"), "an alternative behind the AMP");
				text(child);
			}
		}
	}

	private void related(Part part) throws UnmappableException {
		require(!part.parameters.containsKey("start") && !part.children.isEmpty(),
				"related parts that do not start with the first");
		Part shown = part.children.get(0);
		shown.requireNothingElse();
		if (shown.type.equals("multipart/alternative")) {
			for (Part child : shown.children) {
				require(!child.isMultipart(), "alternatives within related parts that are nested");
			}
			alternative(shown);
		}
		else {
			text(shown);
		}
		require(this.html != null, "related parts without HTML");
		for (Part child : part.children.subList(1, part.children.size())) {
			file(child);
		}
	}

	private void text(Part part) throws UnmappableException {
		require(part.isBody(), "a part " + part.type + " where a body is expected");
		require(PLAIN_TEXT_PARAMETERS.containsAll(part.parameters.keySet())
				|| "fixed".equalsIgnoreCase(part.parameters.get("format")) && part.parameters.size() <= 2,
				"text with parameters");
		switch (part.type) {
			case "text/plain" -> {
				require(this.text == null && this.html == null, "a second text");
				this.text = TextDecoder.decode(part);
			}
			case "text/html" -> {
				require(this.html == null, "a second HTML");
				this.html = TextDecoder.decode(part);
			}
			case "text/x-amp-html" -> {
				require(this.amp == null, "a second AMP");
				this.amp = TextDecoder.decode(part);
			}
			default -> throw new UnmappableException("a body of type " + part.type);
		}
	}

	private void file(Part part) throws UnmappableException {
		part.requireNothingElse();
		require(!part.isMultipart() && !part.type.startsWith("message/"), "a part " + part.type + " among files");
		require(!part.isBody(), "a second body");
		String contentId = part.contentId;
		boolean shown = contentId != null && this.html != null
				&& (this.html.contains("cid:" + contentId) || "inline".equals(part.disposition));
		require(shown || !"inline".equals(part.disposition), "an inline part that nothing refers to");
		try {
			Attachment file = Attachment.of(filename(part), new ByteArrayResource(part.content))
				.withContentType(contentType(part));
			this.email.attach((shown && contentId != null) ? file.inline(contentId) : file);
		}
		catch (InvalidEmailException ex) {
			throw new UnmappableException("a file that no attachment can be: " + ex.getMessage());
		}
	}

	private String filename(Part part) {
		if (part.filename != null && !part.filename.isBlank()) {
			return part.filename;
		}
		String subtype = part.type.substring(part.type.indexOf('/') + 1);
		this.unnamed++;
		return "attachment-" + this.unnamed + (subtype.matches("[a-z0-9]{1,5}") ? "." + subtype : "");
	}

	private static String contentType(Part part) throws UnmappableException {
		StringBuilder type = new StringBuilder(part.type);
		for (Map.Entry<String, String> parameter : part.parameters.entrySet()) {
			String value = parameter.getValue();
			if (parameter.getKey().equals("name") && value.equals(part.filename)) {
				continue;
			}
			require(value.indexOf('"') < 0 && value.indexOf('\\') < 0, "a type with quotes in a parameter");
			boolean token = TOKEN.matcher(value).matches();
			type.append("; ").append(parameter.getKey()).append('=').append(token ? value : '"' + value + '"');
		}
		return type.toString();
	}

	private static void require(boolean condition, String otherwise) throws UnmappableException {
		if (!condition) {
			throw new UnmappableException(otherwise);
		}
	}

}
