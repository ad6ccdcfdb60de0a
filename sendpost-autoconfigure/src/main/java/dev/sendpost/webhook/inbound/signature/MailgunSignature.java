package dev.sendpost.webhook.inbound.signature;

import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Mailgun's signature, which is an object in the JSON that is the body. The body is read
 * to its end and not kept. What is read may not be there twice: others might read the
 * other one.
 */
final class MailgunSignature {

	private static final JsonFactory JSON = new JsonFactory();

	private boolean present;

	private @Nullable String timestamp;

	private @Nullable String token;

	private @Nullable String signature;

	private MailgunSignature() {
	}

	static MailgunSignature read(byte[] body) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
			MailgunSignature signature = new MailgunSignature();
			if (parser.nextToken() == JsonToken.START_OBJECT) {
				signature.readBody(parser);
				if (parser.nextToken() == null) {
					return signature;
				}
			}
		}
		catch (JacksonException ex) {
			// What it says about the body is for whoever wrote it, not for us.
		}
		throw SignatureText.malformed("the body is no JSON object");
	}

	private void readBody(JsonParser parser) {
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			JsonToken value = parser.nextToken();
			if (!name.equals("signature")) {
				parser.skipChildren();
				continue;
			}
			requireOnce(!this.present, name);
			if (value != JsonToken.START_OBJECT) {
				throw SignatureText.malformed(name + " in the body is no object");
			}
			this.present = true;
			readSignature(parser);
		}
	}

	private void readSignature(JsonParser parser) {
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			parser.nextToken();
			switch (name) {
				case "timestamp" -> this.timestamp = text(parser, name, this.timestamp);
				case "token" -> this.token = text(parser, name, this.token);
				case "signature" -> this.signature = text(parser, name, this.signature);
				default -> parser.skipChildren();
			}
		}
	}

	private static String text(JsonParser parser, String name, @Nullable String known) {
		requireOnce(known == null, name);
		if (parser.currentToken() != JsonToken.VALUE_STRING) {
			throw SignatureText.malformed(name + " in the body is no text");
		}
		return parser.getString();
	}

	private static void requireOnce(boolean once, String name) {
		if (!once) {
			throw SignatureText.malformed(name + " is in the body twice");
		}
	}

	String timestamp() {
		return required("timestamp", this.timestamp);
	}

	String token() {
		return required("token", this.token);
	}

	String signature() {
		return required("signature", this.signature);
	}

	private static String required(String name, @Nullable String value) {
		if (value == null) {
			throw new WebhookVerificationException(Reason.MISSING, name + " is missing in the body");
		}
		return value;
	}

}
