package dev.sendpost.samples.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.sendpost.webhook.inbound.signature.Verification;
import dev.sendpost.webhook.inbound.signature.WebhookRequest;
import dev.sendpost.webhook.inbound.signature.WebhookVerifier;
import dev.sendpost.webhook.inbound.signature.WebhookVerifiers;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.Blackhole;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A webhook with a body of 1 KB, signed by one of the schemes.
 */
final class WebhookSample {

	private static final int SIZE = 1024;

	private static final byte[] KEY = "a key of thirty-two octets, more".getBytes(StandardCharsets.US_ASCII);

	private static final Duration TOLERANCE = Duration.ofDays(1);

	private static final URI URL = URI.create("https://shop.example/webhooks");

	private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:ses-events";

	private static final JsonFactory JSON = new JsonFactory();

	private final WebhookScheme scheme;

	private final Clock clock = Clock.systemUTC();

	private final String time = String.valueOf(this.clock.instant().getEpochSecond());

	private final WebhookVerifier verifier;

	private final WebhookRequest request;

	private final byte[] content;

	private final byte[] signed;

	private @Nullable Mac mac;

	private @Nullable Signature signature;

	private WebhookSample(WebhookScheme scheme) throws Exception {
		this.scheme = scheme;
		String body = padded("{\"type\":\"delivered\",\"text\":\"", "\"}");
		switch (scheme) {
			case HEX -> {
				this.content = octets(body);
				this.signed = mac("HmacSHA256");
				this.verifier = WebhookVerifiers.generic(secrets());
				this.request = request(body, "X-Webhook-Signature", hex(this.signed));
			}
			case TIMED -> {
				this.content = octets(this.time + "." + body);
				this.signed = mac("HmacSHA256");
				this.verifier = WebhookVerifiers.lettermint(secrets(), TOLERANCE, this.clock);
				this.request = request(body, "X-Lettermint-Signature", "t=" + this.time + ",v1=" + hex(this.signed));
			}
			case STANDARD_WEBHOOKS -> {
				this.content = octets("msg_1." + this.time + "." + body);
				this.signed = mac("HmacSHA256");
				this.verifier = WebhookVerifiers.standardWebhooks(List.of("whsec_" + base64(KEY)), TOLERANCE,
						this.clock);
				this.request = request(body, "webhook-id", "msg_1", "webhook-timestamp", this.time, "webhook-signature",
						"v1," + base64(this.signed));
			}
			case ED25519 -> {
				this.content = octets("msg_1." + this.time + "." + body);
				KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
				this.signed = sign("Ed25519", pair.getPrivate(), pair.getPublic());
				byte[] encoded = pair.getPublic().getEncoded();
				String key = "whpk_" + base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
				this.verifier = WebhookVerifiers.standardWebhooks(List.of(key), TOLERANCE, this.clock);
				this.request = request(body, "webhook-id", "msg_1", "webhook-timestamp", this.time, "webhook-signature",
						"v1a," + base64(this.signed));
			}
			case ECDSA -> {
				this.content = octets(this.time + body);
				KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
				generator.initialize(new ECGenParameterSpec("secp256r1"));
				KeyPair pair = generator.generateKeyPair();
				this.signed = sign("SHA256withECDSA", pair.getPrivate(), pair.getPublic());
				this.verifier = WebhookVerifiers.sendGrid(List.of(base64(pair.getPublic().getEncoded())), TOLERANCE,
						this.clock);
				this.request = request(body, "X-Twilio-Email-Event-Webhook-Signature", base64(this.signed),
						"X-Twilio-Email-Event-Webhook-Timestamp", this.time);
			}
			case RSA -> {
				this.content = octets(body);
				KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
				generator.initialize(2048);
				KeyPair pair = generator.generateKeyPair();
				this.signed = sign("SHA256withRSA", pair.getPrivate(), pair.getPublic());
				this.verifier = WebhookVerifiers.postal(List.of(base64(pair.getPublic().getEncoded())));
				this.request = request(body, "X-Postal-Signature-256", base64(this.signed));
			}
			case MANDRILL -> {
				String form = "mandrill_events=" + URLEncoder.encode(body, StandardCharsets.UTF_8);
				this.content = octets(URL + "mandrill_events" + body);
				this.signed = mac("HmacSHA1");
				this.verifier = WebhookVerifiers.mandrill(URL, secrets());
				this.request = request(form, "X-Mandrill-Signature", base64(this.signed));
			}
			case MAILGUN -> {
				String token = "0123456789abcdef0123456789abcdef0123456789abcdef01";
				this.content = octets(this.time + token);
				this.signed = mac("HmacSHA256");
				this.verifier = WebhookVerifiers.mailgun(secrets(), TOLERANCE, this.clock);
				this.request = request(padded(
						"{\"signature\":{\"timestamp\":\"" + this.time + "\",\"token\":\"" + token
								+ "\",\"signature\":\"" + hex(this.signed) + "\"},\"event-data\":{\"text\":\"",
						"\"}}"));
			}
			case SNS -> {
				String timestamp = this.clock.instant().toString();
				this.content = octets("Message\n" + body + "\nMessageId\n1\nTimestamp\n" + timestamp + "\nTopicArn\n"
						+ TOPIC + "\nType\nNotification\n");
				KeyStore store = selfSigned();
				PrivateKey key = (PrivateKey) store.getKey("sns", "changeit".toCharArray());
				this.signed = sign("SHA256withRSA", key, store.getCertificate("sns").getPublicKey());
				byte[] certificate = store.getCertificate("sns").getEncoded();
				this.verifier = WebhookVerifiers.sns(List.of(TOPIC), (url) -> certificate, TOLERANCE, this.clock);
				this.request = request(
						"{\"Type\":\"Notification\",\"MessageId\":\"1\",\"TopicArn\":\"" + TOPIC + "\",\"Message\":\""
								+ body.replace("\"", "\\\"") + "\",\"Timestamp\":\"" + timestamp
								+ "\",\"SignatureVersion\":\"2\",\"Signature\":\"" + base64(this.signed)
								+ "\",\"SigningCertURL\":\"https://sns.eu-west-1.amazonaws.com/a.pem\"}",
						"x-amz-sns-message-type", "Notification");
			}
			case BASIC -> {
				this.content = octets(body);
				this.signed = MessageDigest.getInstance("SHA-256").digest(this.content);
				this.verifier = WebhookVerifiers.basicAuthentication("post", List.of("hunter2"));
				this.request = request(body, "Authorization", "Basic " + base64(octets("post:hunter2")));
			}
			default -> throw new IllegalStateException();
		}
	}

	static WebhookSample of(WebhookScheme scheme) throws Exception {
		WebhookSample sample = new WebhookSample(scheme);
		if (!sample.primitive()) {
			throw new IllegalStateException("The signature is wrong");
		}
		sample.verify();
		return sample;
	}

	Verification verify() {
		return this.verifier.verify(this.request);
	}

	/**
	 * What nobody can leave out.
	 */
	boolean primitive() throws GeneralSecurityException {
		if (this.mac != null) {
			return MessageDigest.isEqual(this.mac.doFinal(this.content), this.signed);
		}
		if (this.signature != null) {
			this.signature.update(this.content);
			return this.signature.verify(this.signed);
		}
		return MessageDigest.isEqual(MessageDigest.getInstance("SHA-256").digest(this.content), this.signed);
	}

	/**
	 * What nobody can leave out where what is signed is inside the body.
	 */
	void read(Blackhole read) {
		if (this.scheme == WebhookScheme.MANDRILL) {
			String form = new String(this.request.body(), StandardCharsets.US_ASCII);
			read.consume(URLDecoder.decode(form, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
		}
		else if (this.scheme == WebhookScheme.MAILGUN || this.scheme == WebhookScheme.SNS) {
			try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), this.request.body())) {
				for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
					read.consume(token);
				}
			}
		}
	}

	private byte[] mac(String algorithm) throws GeneralSecurityException {
		Mac mac = Mac.getInstance(algorithm);
		mac.init(new SecretKeySpec(KEY, algorithm));
		this.mac = mac;
		return mac.doFinal(this.content);
	}

	private byte[] sign(String algorithm, PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
		Signature signer = Signature.getInstance(algorithm);
		signer.initSign(privateKey);
		signer.update(this.content);
		this.signature = Signature.getInstance(algorithm);
		this.signature.initVerify(publicKey);
		return signer.sign();
	}

	private static KeyStore selfSigned() throws Exception {
		Path directory = Files.createTempDirectory("sns");
		Path file = directory.resolve("sns.p12");
		try {
			Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=sns.amazonaws.com", "-alias",
					"sns", "-storepass", "changeit", "-keystore", file.toString())
				.redirectErrorStream(true)
				.start();
			keytool.getInputStream().transferTo(new ByteArrayOutputStream());
			keytool.waitFor();
			KeyStore store = KeyStore.getInstance("PKCS12");
			try (InputStream in = Files.newInputStream(file)) {
				store.load(in, "changeit".toCharArray());
			}
			return store;
		}
		finally {
			Files.deleteIfExists(file);
			Files.deleteIfExists(directory);
		}
	}

	private static String padded(String start, String end) {
		return start + "x".repeat(SIZE - start.length() - end.length()) + end;
	}

	private static WebhookRequest request(String body, String... headers) {
		Map<String, List<String>> values = new LinkedHashMap<>();
		for (int i = 0; i < headers.length; i += 2) {
			values.put(headers[i], List.of(headers[i + 1]));
		}
		return new WebhookRequest(URL, values, octets(body));
	}

	private static List<String> secrets() {
		return List.of(new String(KEY, StandardCharsets.US_ASCII));
	}

	private static byte[] octets(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String hex(byte[] octets) {
		return HexFormat.of().formatHex(octets);
	}

	private static String base64(byte[] octets) {
		return Base64.getEncoder().encodeToString(octets);
	}

}
