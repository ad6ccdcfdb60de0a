package dev.sendpost.transport.http;

import java.io.IOException;

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

}
