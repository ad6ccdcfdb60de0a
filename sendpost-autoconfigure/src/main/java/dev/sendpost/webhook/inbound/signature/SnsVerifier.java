package dev.sendpost.webhook.inbound.signature;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Amazon SNS, through which SES notifies: RSA with SHA-1 (version 1) or SHA-256 (version
 * 2) over names and values of the body, with a certificate that the body names.
 */
final class SnsVerifier implements WebhookVerifier {

	private static final String TYPE = "x-amz-sns-message-type";

	private static final String NOTIFICATION = "Notification";

	private static final String SUBSCRIPTION = "SubscriptionConfirmation";

	private static final String UNSUBSCRIPTION = "UnsubscribeConfirmation";

	/**
	 * The parts of a region's name are what keeps the buckets of S3 out, of which anybody
	 * may call one sns.
	 */
	private static final Pattern HOST = Pattern
		.compile("sns\\.[a-z]{2,5}(-[a-z]{1,20}){1,3}-[0-9]{1,2}\\.amazonaws\\.com(\\.cn)?");

	private static final Pattern CERTIFICATE_PATH = Pattern.compile("/[A-Za-z0-9_-]{1,100}\\.pem");

	private static final List<String> SIGNED_OF_NOTIFICATION = List.of("Message", "MessageId", "Subject", "Timestamp",
			"TopicArn", "Type");

	private static final List<String> SIGNED_OF_CONFIRMATION = List.of("Message", "MessageId", "SubscribeURL",
			"Timestamp", "Token", "TopicArn", "Type");

	private final Set<String> topicArns;

	private final SigningCertificates certificates;

	private final Tolerance tolerance;

	SnsVerifier(List<String> topicArns, SigningCertificates certificates, Tolerance tolerance) {
		if (topicArns.isEmpty()) {
			throw new IllegalArgumentException("There is no topic that may notify");
		}
		this.topicArns = Set.copyOf(topicArns);
		this.certificates = certificates;
		this.tolerance = tolerance;
	}

	@Override
	public Verification verify(WebhookRequest request) {
		String header = request.requiredHeader(TYPE);
		JsonBody body = JsonBody.parse(request.body());
		String type = body.text("Type");
		if (!type.equals(header)) {
			throw SignatureText.malformed(TYPE + " and Type in the body are not the same");
		}
		byte[] content = content(body, signed(type));
		if (!this.topicArns.contains(body.text("TopicArn"))) {
			throw new WebhookVerificationException(Reason.NOT_ALLOWED, "its TopicArn is none of those that may notify");
		}
		Instant signedAt = timestamp(body.text("Timestamp"));
		this.tolerance.require(signedAt);
		require(body, content);
		URI confirmationUrl = type.equals(NOTIFICATION) ? null : amazon("SubscribeURL", body.text("SubscribeURL"));
		return new Verification(List.of(body.text("MessageId")), signedAt,
				type.equals(SUBSCRIPTION) ? confirmationUrl : null);
	}

	private void require(JsonBody body, byte[] content) {
		byte[] signature = SignatureText.base64("Signature in the body", body.text("Signature"));
		String algorithm = switch (body.text("SignatureVersion")) {
			case "1" -> "SHA1withRSA";
			case "2" -> "SHA256withRSA";
			default -> throw SignatureText.malformed("SignatureVersion in the body is neither 1 nor 2");
		};
		URI url = amazon("SigningCertURL", body.text("SigningCertURL"));
		if (!CERTIFICATE_PATH.matcher(url.getPath()).matches() || url.getQuery() != null) {
			throw new WebhookVerificationException(Reason.NOT_ALLOWED, "SigningCertURL in the body is none of SNS");
		}
		try {
			if (!PublicKeys.verify(algorithm, this.certificates.get(url), signature, content)) {
				throw SignatureText.wrongSignature();
			}
		}
		catch (SignatureException ex) {
			throw SignatureText.malformed("Signature in the body is none of RSA with this certificate");
		}
	}

	private static List<String> signed(String type) {
		return switch (type) {
			case NOTIFICATION -> SIGNED_OF_NOTIFICATION;
			case SUBSCRIPTION, UNSUBSCRIPTION -> SIGNED_OF_CONFIRMATION;
			default -> throw SignatureText.malformed("Type in the body is none of SNS");
		};
	}

	private static byte[] content(JsonBody body, List<String> names) {
		StringBuilder content = new StringBuilder();
		for (String name : names) {
			String value = name.equals("Subject") ? body.optionalText(name) : body.text(name);
			append(content, name, value);
		}
		return content.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static void append(StringBuilder content, String name, @Nullable String value) {
		if (value != null) {
			content.append(name).append('\n').append(value).append('\n');
		}
	}

	private static Instant timestamp(String value) {
		try {
			return Instant.parse(value);
		}
		catch (DateTimeParseException ex) {
			throw SignatureText.malformed("Timestamp in the body is no time");
		}
	}

	private static URI amazon(String name, String value) {
		try {
			URI uri = new URI(value);
			if ("https".equals(uri.getScheme()) && uri.getHost() != null && HOST.matcher(uri.getHost()).matches()
					&& uri.getHost().equals(uri.getRawAuthority())) {
				return uri;
			}
		}
		catch (URISyntaxException ex) {
			// It is no URL of SNS either.
		}
		throw new WebhookVerificationException(Reason.NOT_ALLOWED, name + " in the body is no URL of Amazon SNS");
	}

	@Override
	public Duration retention() {
		return this.tolerance.retention();
	}

}
