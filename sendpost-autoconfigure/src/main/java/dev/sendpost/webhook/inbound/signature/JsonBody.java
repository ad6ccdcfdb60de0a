package dev.sendpost.webhook.inbound.signature;

import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * A body that is a JSON object and has its signature inside. No name may be there twice:
 * others might read the one that is not signed.
 */
final class JsonBody {

	private static final ObjectReader READER = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build()
		.readerFor(JsonNode.class);

	private final JsonNode object;

	private JsonBody(JsonNode object) {
		this.object = object;
	}

	static JsonBody parse(byte[] body) {
		try {
			JsonNode node = READER.readValue(body);
			if (node != null && node.isObject()) {
				return new JsonBody(node);
			}
		}
		catch (JacksonException ex) {
			// What it says about the body is for whoever wrote it, not for us.
		}
		throw SignatureText.malformed("the body is no JSON object, or has a name twice");
	}

	/**
	 * A text.
	 * @throws WebhookVerificationException if it is missing
	 */
	String text(String name) {
		String text = optionalText(name);
		if (text == null) {
			throw missing(name);
		}
		return text;
	}

	@Nullable String optionalText(String name) {
		JsonNode value = this.object.get(name);
		if (value == null || value.isNull()) {
			return null;
		}
		if (!value.isString()) {
			throw SignatureText.malformed(name + " in the body is no text");
		}
		return value.asString();
	}

	private static WebhookVerificationException missing(String name) {
		return new WebhookVerificationException(Reason.MISSING, name + " is missing in the body");
	}

}
