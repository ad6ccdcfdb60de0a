package dev.sendpost.api.sendry;

import java.util.Base64;

import dev.sendpost.Attachment;
import dev.sendpost.api.ApiProblem;
import org.jspecify.annotations.Nullable;

/**
 * A file as clients hand it over.
 *
 * @param filename its name
 * @param content what is in it, in base64
 * @param contentType its media type; by its name if there is none
 */
record NewAttachment(@Nullable String filename, @Nullable String content, @Nullable String contentType) {

	Attachment toAttachment(String field) {
		if (this.filename == null) {
			throw ApiProblem.invalid(field + ".filename", "is missing");
		}
		if (this.content == null) {
			throw ApiProblem.invalid(field + ".content", "is missing");
		}
		Attachment attachment = Attachment.of(this.filename, octets(field, this.content));
		return (this.contentType != null) ? attachment.withContentType(this.contentType) : attachment;
	}

	private static byte[] octets(String field, String content) {
		try {
			return Base64.getDecoder().decode(content.replaceAll("[\r\n]", ""));
		}
		catch (IllegalArgumentException ex) {
			throw ApiProblem.invalid(field + ".content", "must be base64");
		}
	}

}
