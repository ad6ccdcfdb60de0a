package dev.sendpost.mime.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A part of a message while it is read: one with parts below it, or one with content.
 */
final class Part {

	/** Type and subtype in lower case. */
	String type = "text/plain";

	/** The parameters of the type, decoded, by names in lower case. */
	Map<String, String> parameters = new TreeMap<>();

	/** {@code inline}, {@code attachment} or another word in lower case. */
	@Nullable String disposition;

	@Nullable String filename;

	/** Without the angle brackets. */
	@Nullable String contentId;

	/** A field that has no place in an e-mail. */
	@Nullable String otherField;

	final List<Part> children = new ArrayList<>();

	byte[] content = {};

	boolean isMultipart() {
		return this.type.startsWith("multipart/");
	}

	/**
	 * Whether it is shown as a body rather than a file.
	 */
	boolean isBody() {
		return !"attachment".equals(this.disposition) && this.filename == null && this.type.startsWith("text/");
	}

	void requireNothingElse() throws UnmappableException {
		if (this.otherField != null) {
			throw new UnmappableException("a part with the field " + this.otherField);
		}
	}

}
