package dev.sendpost.outbox;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the variables of a message as JSON and reads them back. It is used for messages
 * that have some, so that others need no JSON library.
 */
final class VariablesCodec {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final TypeReference<Map<String, @Nullable Object>> TYPE = new TypeReference<>() {
	};

	private VariablesCodec() {
	}

	static byte[] encode(Map<String, @Nullable Object> variables) {
		return JSON.writeValueAsBytes(variables);
	}

	/**
	 * Read variables.
	 * @throws UnreadableContentException if the octets are something else
	 */
	static Map<String, @Nullable Object> decode(byte[] octets) {
		try {
			return JSON.readValue(octets, TYPE);
		}
		catch (JacksonException ex) {
			throw new UnreadableContentException("The stored variables of the e-mail cannot be read: " + ex, ex);
		}
	}

}
