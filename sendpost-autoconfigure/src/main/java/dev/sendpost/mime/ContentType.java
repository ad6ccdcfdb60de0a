package dev.sendpost.mime;

import java.util.ArrayList;
import java.util.List;

import dev.sendpost.Attachment;

/**
 * The content type of an attachment, taken apart to be written anew.
 *
 * @param type type and subtype
 * @param parameters names and unquoted values in order
 */
record ContentType(String type, List<Parameter> parameters) {

	private static final ContentType UNKNOWN = new ContentType("application/octet-stream", List.of());

	/**
	 * The type under which an attachment travels. Its content is written in base64, which
	 * {@code message/*} does not allow (RFC 2046 section 5.2.1): such a file is sent as
	 * one of an unknown type.
	 */
	static ContentType of(Attachment attachment) {
		String value = attachment.contentType();
		int semicolon = value.indexOf(';');
		String type = ((semicolon < 0) ? value : value.substring(0, semicolon)).strip();
		if (type.regionMatches(true, 0, "message/", 0, 8)) {
			return UNKNOWN;
		}
		List<Parameter> parameters = new ArrayList<>();
		while (semicolon >= 0) {
			int equals = value.indexOf('=', semicolon);
			String name = value.substring(semicolon + 1, equals).strip();
			boolean quoted = value.charAt(equals + 1) == '"';
			int start = quoted ? equals + 2 : equals + 1;
			int end = quoted ? value.indexOf('"', start) : value.indexOf(';', start);
			end = (end < 0) ? value.length() : end;
			parameters
				.add(new Parameter(name, quoted ? value.substring(start, end) : value.substring(start, end).strip()));
			semicolon = value.indexOf(';', end);
		}
		return new ContentType(type, parameters);
	}

	boolean hasParameter(String name) {
		return this.parameters.stream().anyMatch((parameter) -> parameter.name().equalsIgnoreCase(name));
	}

	/**
	 * One parameter.
	 */
	record Parameter(String name, String value) {

	}

}
