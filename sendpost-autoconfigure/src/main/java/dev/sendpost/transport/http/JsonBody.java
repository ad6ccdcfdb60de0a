package dev.sendpost.transport.http;

import java.io.IOException;
import java.io.InputStream;

import dev.sendpost.Attachment;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the body of a request. It is called again for each attempt.
 */
@FunctionalInterface
public interface JsonBody {

	/**
	 * Write the body.
	 * @param json where to write one JSON value
	 * @throws IOException if an attachment cannot be read
	 */
	void write(JsonGenerator json) throws IOException;

	/**
	 * Write what a file holds as a property in base64, reading it as it is written.
	 * @param json where to write
	 * @param name the name of the property
	 * @param file the file
	 * @throws IOException if it cannot be read
	 */
	static void writeContent(JsonGenerator json, String name, Attachment file) throws IOException {
		json.writeName(name);
		try (InputStream content = file.content().getInputStream()) {
			json.writeBinary(content, -1);
		}
	}

}
