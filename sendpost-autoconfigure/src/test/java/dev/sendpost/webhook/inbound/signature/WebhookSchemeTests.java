package dev.sendpost.webhook.inbound.signature;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What only some of the schemes know.
 */
class WebhookSchemeTests {

	private static final Duration TOLERANCE = SignedExample.TOLERANCE;

	private static final Clock CLOCK = Clock.systemUTC();

	/** The order of P-256. */
	private static final BigInteger ORDER = new BigInteger(
			"ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

	@Test
	void oneGoodSignatureOfSeveralIsEnough() {
		SignedExample example = SignedExample.named("Standard Webhooks");
		String good = example.headers().get("webhook-signature");
		String wrong = "v1," + Base64.getEncoder().encodeToString(new byte[32]);
		example.verifier().verify(example.with("webhook-signature", wrong + " v2,later v1a,AAAA " + good));
		assertFault(Reason.WRONG_SIGNATURE, example, example.with("webhook-signature", wrong + " " + wrong));
		assertFault(Reason.MALFORMED, example, example.with("webhook-signature", "v2,later v1a,AAAA"));
	}

	@Test
	void noMoreThanTenSignaturesAreTried() {
		SignedExample example = SignedExample.named("Standard Webhooks");
		String good = example.headers().get("webhook-signature");
		String wrong = "v1," + Base64.getEncoder().encodeToString(new byte[32]) + " ";
		example.verifier().verify(example.with("webhook-signature", wrong.repeat(9) + good));
		assertFault(Reason.MALFORMED, example, example.with("webhook-signature", wrong.repeat(10) + good));
		SignedExample timed = SignedExample.named("Lettermint");
		String value = timed.headers().get("X-Lettermint-Signature");
		String other = "v1=" + "0".repeat(64) + ",";
		timed.verifier().verify(timed.with("X-Lettermint-Signature", other.repeat(9) + value));
		assertFault(Reason.MALFORMED, timed, timed.with("X-Lettermint-Signature", other.repeat(10) + value));
	}

	static Stream<SignedExample> signedByHmacOnly() {
		Set<String> schemes = Set.of("generic", "sendPost", "mailerSend", "sendry", "lettermint", "mandrill");
		return SignedExample.all().stream().filter((example) -> schemes.contains(example.scheme()));
	}

	@ParameterizedTest
	@MethodSource("signedByHmacOnly")
	void whileASecretIsReplacedACopyWithTheOtherSignatureIsRefused(SignedExample example) throws Exception {
		String header = String.valueOf(example.signature());
		String before = example.headers().get(header);
		String after = signedWith("the-next-secret", example);
		assertThat(after).isNotEqualTo(before);
		List<String> values = new ArrayList<>(List.of(before, after));
		if (before.contains("t=")) {
			values.add(before + after.substring(after.indexOf(',')));
			values.add(after + before.substring(before.indexOf(',')));
		}
		for (String first : values) {
			WebhookSource source = new WebhookSource("a",
					example.verifier(example.clock(), "the-next-secret", example.secret()),
					new LocalReplayGuard(example.clock(), Ticker.systemTicker()), example.clock());
			source.accept(example.with(header, first));
			for (String copy : values) {
				assertThatExceptionOfType(WebhookVerificationException.class)
					.isThrownBy(() -> source.accept(example.with(header, copy)))
					.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.REPLAYED));
			}
		}
	}

	/**
	 * Copies that came before a secret was added, or removed, too.
	 */
	@ParameterizedTest
	@MethodSource("signedByHmacOnly")
	void aCopyIsRefusedAfterTheSecretsHaveChanged(SignedExample example) throws Exception {
		String header = String.valueOf(example.signature());
		WebhookRequest signedBefore = example.request();
		WebhookRequest signedAfter = example.with(header, signedWith("the-next-secret", example));
		LocalReplayGuard guard = new LocalReplayGuard(example.clock(), Ticker.systemTicker());
		source(guard, example, example.secret()).accept(signedBefore);
		assertReplayed(source(guard, example, "the-next-secret", example.secret()), signedBefore);
		assertReplayed(source(guard, example, example.secret(), "the-next-secret"), signedBefore);
		guard = new LocalReplayGuard(example.clock(), Ticker.systemTicker());
		source(guard, example, "the-next-secret", example.secret()).accept(signedBefore);
		assertReplayed(source(guard, example, "the-next-secret"), signedAfter);
		assertReplayed(source(guard, example, example.secret()), signedBefore);
	}

	private static WebhookSource source(ReplayGuard guard, SignedExample example, String... secrets) {
		return new WebhookSource("a", example.verifier(example.clock(), secrets), guard, example.clock());
	}

	private static void assertReplayed(WebhookSource source, WebhookRequest request) {
		assertThatExceptionOfType(WebhookVerificationException.class).isThrownBy(() -> source.accept(request))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.REPLAYED));
	}

	@Test
	void whatACopyIsKnownByIsNoSignature() {
		SignedExample example = SignedExample.named("generic");
		String known = example.verifier().verify(example.request()).replayKeys().get(0);
		assertThat(example.headers().get(example.signature())).startsWith(known).hasSize(2 * known.length());
	}

	/**
	 * What the header of a signature holds if it was signed with another secret.
	 */
	private static String signedWith(String secret, SignedExample example) throws GeneralSecurityException {
		String value = example.headers().get(example.signature());
		String content = value.contains("t=") ? example.at() + "." + example.body() : example.body();
		if (!example.scheme().equals("mandrill")) {
			return value.replaceAll("[0-9a-f]{64}", HexFormat.of().formatHex(hmac("HmacSHA256", secret, content)));
		}
		SortedMap<String, String> form = new TreeMap<>();
		for (String pair : example.body().split("&")) {
			String[] parts = URLDecoder.decode(pair, StandardCharsets.UTF_8).split("=", 2);
			form.put(parts[0], parts[1]);
		}
		StringBuilder signed = new StringBuilder(SignedExample.URL.toString());
		form.forEach((name, text) -> signed.append(name).append(text));
		return Base64.getEncoder().encodeToString(hmac("HmacSHA1", secret, signed.toString()));
	}

	private static byte[] hmac(String algorithm, String secret, String content) throws GeneralSecurityException {
		Mac mac = Mac.getInstance(algorithm);
		mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
		return mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void aSecretAndAPublicKeyMayStandSideBySide() {
		SignedExample shared = SignedExample.named("Standard Webhooks");
		SignedExample asymmetric = SignedExample.named("Standard Webhooks, Ed25519");
		WebhookVerifier verifier = shared.verifier(shared.clock(), asymmetric.secret(), shared.secret());
		verifier.verify(shared.request());
		verifier.verify(asymmetric.request());
		String both = shared.headers().get("webhook-signature").replace('A', 'B') + " "
				+ asymmetric.headers().get("webhook-signature");
		verifier.verify(asymmetric.with("webhook-signature", both));
	}

	@Test
	void aSecretNeedsNoPrefix() {
		SignedExample example = SignedExample.named("Svix");
		example.verifier(example.clock(), example.secret().substring("whsec_".length())).verify(example.request());
	}

	@Test
	void elementsOfOtherVersionsArePassedOver() {
		SignedExample example = SignedExample.named("Lettermint");
		String value = example.headers().get("X-Lettermint-Signature");
		example.verifier()
			.verify(example.with("X-Lettermint-Signature", "v0=x, " + value.replace(",", " , ") + ",v2="));
		assertFault(Reason.AMBIGUOUS, example, example.with("X-Lettermint-Signature", value + ",t=1"));
	}

	@Test
	void sendryMayUseOneSpellingOfItsHeaderAtATime() {
		SignedExample example = SignedExample.named("Sendry, bare");
		String signature = example.headers().get("X-Sendry-Signature");
		assertFault(Reason.AMBIGUOUS, example, example.with("Sendr-Signature", signature));
		assertFault(Reason.AMBIGUOUS, example, example.with("sendry-signature", signature));
	}

	@Test
	void sendPostMayNameNoOtherAlgorithm() {
		SignedExample example = SignedExample.named("SendPost");
		example.verifier().verify(example.without("X-SendPost-Signature-Alg"));
		assertFault(Reason.MALFORMED, example, example.with("X-SendPost-Signature-Alg", "none"));
	}

	/**
	 * Whoever has one signature of ECDSA can make another of the same content.
	 */
	@Test
	void aCopyWithTheOtherSignatureOfTheSameContentIsRefused() {
		SignedExample example = SignedExample.named("SendGrid");
		String header = "X-Twilio-Email-Event-Webhook-Signature";
		byte[] der = Base64.getDecoder().decode(example.headers().get(header));
		int lengthOfR = der[3];
		byte[] r = Arrays.copyOfRange(der, 4, 4 + lengthOfR);
		BigInteger s = new BigInteger(Arrays.copyOfRange(der, 6 + lengthOfR, der.length));
		byte[] otherS = ORDER.subtract(s).toByteArray();
		ByteArrayOutputStream other = new ByteArrayOutputStream();
		other.writeBytes(new byte[] { 0x30, (byte) (4 + r.length + otherS.length), 2, (byte) r.length });
		other.writeBytes(r);
		other.writeBytes(new byte[] { 2, (byte) otherS.length });
		other.writeBytes(otherS);
		WebhookRequest copy = example.with(header, Base64.getEncoder().encodeToString(other.toByteArray()));
		assertThat(example.verifier().verify(copy)).isEqualTo(example.verifier().verify(example.request()));
		WebhookSource source = new WebhookSource("sendgrid", example.verifier(),
				new LocalReplayGuard(example.clock(), Ticker.systemTicker()), example.clock());
		source.accept(example.request());
		assertThatExceptionOfType(WebhookVerificationException.class).isThrownBy(() -> source.accept(copy))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.REPLAYED));
	}

	@Test
	void aSignatureOfZerosIsNone() {
		SignedExample example = SignedExample.named("SendGrid");
		assertThatExceptionOfType(WebhookVerificationException.class).isThrownBy(() -> example.verifier()
			.verify(example.with("X-Twilio-Email-Event-Webhook-Signature", "MAYCAQACAQA=")));
	}

	/**
	 * It is what Mailgun's scheme leaves open, and the token being used once closes.
	 */
	@Test
	void anotherBodyWithTheTokenOfMailgunIsRefusedAsACopy() {
		SignedExample example = SignedExample.named("Mailgun");
		WebhookSource source = new WebhookSource("mailgun", example.verifier(),
				new LocalReplayGuard(example.clock(), Ticker.systemTicker()), example.clock());
		source.accept(example.request());
		WebhookRequest other = example.withBody(example.body().replace("\"x\"", "\"y\""));
		assertThatExceptionOfType(WebhookVerificationException.class).isThrownBy(() -> source.accept(other))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.REPLAYED));
	}

	@ParameterizedTest
	@ValueSource(strings = { "timestamp", "token", "signature" })
	void eachPartOfMailgunsSignatureIsNeeded(String name) {
		SignedExample example = SignedExample.named("Mailgun");
		String body = example.body();
		assertFault(Reason.MISSING, example, example.withBody(body.replaceFirst("\"" + name + "\": \"", "\"x\": \"")));
		assertFault(Reason.MALFORMED, example,
				example.withBody(body.replaceFirst("(\"" + name + "\": )\"[^\"]*\"", "$1{}")));
		assertFault(Reason.MALFORMED, example,
				example.withBody(body.replaceFirst("\"timestamp\"", "\"" + name + "\": \"1\", \"timestamp\"")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "null", "1", "{", "{} {}", "{\"signature\":{}}}", "\u0000" })
	void whatIsNoJsonObjectIsMalformed(String body) {
		SignedExample example = SignedExample.named("Mailgun");
		assertFault(Reason.MALFORMED, example, example.withBody(body));
	}

	@Test
	void deepJsonIsMalformed() {
		SignedExample example = SignedExample.named("Mailgun");
		assertFault(Reason.MALFORMED, example, example.withBody("{\"a\":" + "[".repeat(500_000)));
	}

	@Test
	void timeAndTokenOfMailgunAreSigned() {
		SignedExample example = SignedExample.named("Mailgun");
		assertFault(Reason.WRONG_SIGNATURE, example,
				example.withBody(example.body().replace("1700000000", "1700000001")));
		assertFault(Reason.WRONG_SIGNATURE, example,
				example.withBody(example.body().replace("abcdef01\"", "abcdef02\"")));
		assertFault(Reason.MALFORMED, example,
				example.withBody(example.body().replaceFirst("(signature\": \")..", "$1")));
	}

	@Test
	void aFormOfMandrillIsReadAsItWasWritten() {
		SignedExample example = SignedExample.named("Mandrill");
		String body = example.body();
		String[] pairs = body.split("&");
		example.verifier().verify(example.withBody(pairs[1] + "&" + pairs[0]));
		assertFault(Reason.AMBIGUOUS, example, example.withBody(body + "&a_first=x"));
		assertFault(Reason.WRONG_SIGNATURE, example, example.withBody(body + "&b=x"));
		assertFault(Reason.MALFORMED, example, example.withBody(body + "&b=%zz"));
		assertFault(Reason.MALFORMED, example, example.withBody("{}"));
		String many = IntStream.range(0, 1000).mapToObj((i) -> i + "=b").collect(Collectors.joining("&"));
		assertFault(Reason.MALFORMED, example, example.withBody(many));
	}

	@Test
	void eachOfSeveralCredentialsIsComparedInFull() {
		SignedExample example = SignedExample.named("HTTP Basic");
		for (String wrong : List.of("post:", "post", ":", "", "post:" + example.secret() + "x",
				"POST:" + example.secret(), "post:" + example.secret().substring(1))) {
			assertFault(Reason.WRONG_SIGNATURE, example,
					example.with("Authorization", "Basic " + Base64.getEncoder().encodeToString(wrong.getBytes())));
		}
		assertFault(Reason.MALFORMED, example, example.with("Authorization", "Bearer x"));
		assertFault(Reason.MALFORMED, example, example.with("Authorization", "Basic"));
		assertFault(Reason.MALFORMED, example, example.with("Authorization", "Basic \u00e9"));
	}

	@Test
	void secretsThatCannotWorkAreRefused() {
		assertThatExceptionOfType(InvalidWebhookSecretException.class)
			.isThrownBy(() -> WebhookVerifiers.standardWebhooks(List.of("whsec_AAAA", "whsec_no base64!"), TOLERANCE,
					CLOCK))
			.satisfies((ex) -> assertThat(ex.getIndex()).isOne())
			.withMessageContaining("not base64")
			.withMessageNotContaining("no base64!");
		Stream
			.<ThrowingCallable>of(() -> WebhookVerifiers.standardWebhooks(List.of("whsec_"), TOLERANCE, CLOCK),
					() -> WebhookVerifiers.standardWebhooks(List.of("whpk_AAAA"), TOLERANCE, CLOCK),
					() -> WebhookVerifiers.generic(List.of("")), () -> WebhookVerifiers.generic(List.of("a", " ")),
					() -> WebhookVerifiers.basicAuthentication("post", List.of("")),
					() -> WebhookVerifiers.sendGrid(List.of("MFkw"), TOLERANCE, CLOCK),
					() -> WebhookVerifiers.sendGrid(List.of(SignedExample.named("Postal").secret()), TOLERANCE, CLOCK),
					() -> WebhookVerifiers.postal(List.of(SignedExample.named("SendGrid").secret())),
					() -> WebhookVerifiers.postal(List.of("no key")))
			.forEach((call) -> assertThatExceptionOfType(InvalidWebhookSecretException.class).isThrownBy(call));
		Stream
			.<ThrowingCallable>of(() -> WebhookVerifiers.generic(List.of()), () -> WebhookVerifiers.postal(List.of()),
					() -> WebhookVerifiers.standardWebhooks(List.of(), TOLERANCE, CLOCK),
					() -> WebhookVerifiers.basicAuthentication("post", List.of()),
					() -> WebhookVerifiers.basicAuthentication("po:st", List.of("a")),
					() -> WebhookVerifiers.sns(List.of(), (url) -> new byte[0], TOLERANCE, CLOCK),
					() -> WebhookVerifiers.lettermint(List.of("a"), Duration.ZERO, CLOCK),
					() -> WebhookVerifiers.lettermint(List.of("a"), Duration.ofSeconds(-1), CLOCK))
			.forEach((call) -> assertThatIllegalArgumentException().isThrownBy(call));
	}

	@Test
	void aPublicKeyMayBeInPem() {
		SignedExample example = SignedExample.named("Postal");
		String pem = "-----BEGIN PUBLIC KEY-----\n" + example.secret().replaceAll(".{64}", "$0\n")
				+ "\n-----END PUBLIC KEY-----\n";
		example.verifier(example.clock(), pem).verify(example.request());
	}

	@Test
	void aSourceHasANameThatCanStandInAUrl() {
		SignedExample example = SignedExample.named("generic");
		for (String name : List.of("", "a/b", "..", "ä", "a".repeat(101))) {
			assertThatIllegalArgumentException().isThrownBy(() -> new WebhookSource(name, example.verifier(),
					new LocalReplayGuard(CLOCK, Ticker.systemTicker()), CLOCK));
		}
	}

	private static void assertFault(Reason reason, SignedExample example, WebhookRequest request) {
		assertThatExceptionOfType(WebhookVerificationException.class)
			.isThrownBy(() -> example.verifier().verify(request))
			.satisfies((ex) -> assertThat(ex.getReason()).as(ex.getMessage()).isEqualTo(reason));
	}

}
