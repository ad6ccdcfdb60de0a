package dev.sendpost.webhook.inbound.signature;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What every verifier must accept and refuse.
 */
class WebhookVerifiersTests {

	/** Those that do not sign what the body says. */
	private static final Set<String> BODY_NOT_SIGNED = Set.of("mailgun", "basicAuthentication");

	/** It is signed by a certificate, and has a confirmation that leads astray. */
	private static final String ASTRAY = "SNS, subscription elsewhere";

	static List<SignedExample> good() {
		return SignedExample.all().stream().filter((example) -> !example.name().equals(ASTRAY)).toList();
	}

	static Stream<SignedExample> timed() {
		return good().stream().filter((example) -> example.verifier().verify(example.request()).signedAt() != null);
	}

	static Stream<SignedExample> withSignatureHeader() {
		return good().stream().filter((example) -> example.signature() != null);
	}

	static Stream<SignedExample> withTimeHeader() {
		return good().stream().filter((example) -> example.time() != null);
	}

	static Stream<SignedExample> withSignedBody() {
		return good().stream().filter((example) -> !BODY_NOT_SIGNED.contains(example.scheme()));
	}

	@Test
	void everySchemeHasAnExample() {
		Set<String> schemes = new TreeSet<>();
		for (Method method : WebhookVerifiers.class.getMethods()) {
			if (method.getReturnType() == WebhookVerifier.class) {
				schemes.add(method.getName());
			}
		}
		assertThat(good()).extracting(SignedExample::scheme).containsAll(schemes);
		assertThat(schemes).hasSize(13);
		assertThat(withSignatureHeader()).hasSize(13);
		assertThat(withTimeHeader()).hasSize(6);
		assertThat(timed()).hasSize(11);
		assertThat(withSignedBody()).hasSize(17);
	}

	@ParameterizedTest
	@MethodSource("good")
	void whatAnotherProgramSignedIsAccepted(SignedExample example) {
		Verification verification = example.verifier().verify(example.request());
		assertThat(verification.replayKeys()).singleElement().asString().isNotBlank();
		if (verification.signedAt() != null) {
			assertThat(verification.signedAt()).isEqualTo(example.signedAt());
		}
	}

	@ParameterizedTest
	@MethodSource("good")
	void anotherSecretIsNotAccepted(SignedExample example) {
		assertThat(fault(example.verifier(example.clock(), example.other()), example.request()))
			.isEqualTo(Reason.WRONG_SIGNATURE);
	}

	@ParameterizedTest
	@MethodSource("good")
	void eachOfTwoSecretsIsAccepted(SignedExample example) {
		if (example.scheme().equals("sns")) {
			return;
		}
		example.verifier(example.clock(), example.other(), example.secret()).verify(example.request());
		example.verifier(example.clock(), example.secret(), example.other()).verify(example.request());
	}

	@ParameterizedTest
	@MethodSource("withSignedBody")
	void oneBitOfTheBodyMatters(SignedExample example) {
		WebhookVerifier verifier = example.verifier();
		byte[] text = example.alter().getBytes(StandardCharsets.UTF_8);
		int at = example.body().indexOf(example.alter());
		assertThat(at).isPositive();
		for (int i = 0; i < text.length; i++) {
			byte[] body = example.body().getBytes(StandardCharsets.UTF_8);
			body[at + i] ^= 1;
			assertThat(fault(verifier, example.withBody(body))).isEqualTo(Reason.WRONG_SIGNATURE);
		}
	}

	@ParameterizedTest
	@MethodSource("withSignatureHeader")
	void eachBitOfTheBodyMatters(SignedExample example) {
		if (example.scheme().equals("mandrill")) {
			return;
		}
		WebhookVerifier verifier = example.verifier();
		for (int i = 0; i < example.body().length(); i++) {
			byte[] body = example.body().getBytes(StandardCharsets.UTF_8);
			body[i] ^= (byte) (1 << (i % 8));
			assertThat(fault(verifier, example.withBody(body))).isEqualTo(Reason.WRONG_SIGNATURE);
		}
	}

	@ParameterizedTest
	@MethodSource("withSignedBody")
	void aBodyWrittenAnewIsNotAccepted(SignedExample example) {
		assertThat(example.reencoded()).isNotNull().isNotEqualTo(example.body());
		assertThat(fault(example.verifier(), example.withBody(example.reencoded()))).isEqualTo(Reason.WRONG_SIGNATURE);
	}

	@ParameterizedTest
	@MethodSource("timed")
	void timeIsBounded(SignedExample example) {
		Duration tolerance = SignedExample.TOLERANCE;
		at(example, example.signedAt().plus(tolerance)).verify(example.request());
		at(example, example.signedAt().minus(tolerance)).verify(example.request());
		assertThat(fault(at(example, example.signedAt().plus(tolerance).plusMillis(1)), example.request()))
			.isEqualTo(Reason.TOO_OLD);
		assertThat(fault(at(example, example.signedAt().minus(tolerance).minusMillis(1)), example.request()))
			.isEqualTo(Reason.TOO_NEW);
		assertThat(example.verifier().retention()).isGreaterThanOrEqualTo(tolerance.multipliedBy(2));
	}

	private static WebhookVerifier at(SignedExample example, Instant time) {
		return example.verifier(Clock.fixed(time, ZoneOffset.UTC), example.secret());
	}

	@ParameterizedTest
	@MethodSource("withTimeHeader")
	void timeIsSigned(SignedExample example) {
		String value = example.headers().get(example.time());
		String later = value.replace(String.valueOf(example.at()), String.valueOf(example.at() + 1));
		assertThat(later).isNotEqualTo(value);
		assertThat(fault(example.verifier(), example.with(example.time(), later))).isEqualTo(Reason.WRONG_SIGNATURE);
	}

	@ParameterizedTest
	@MethodSource("withTimeHeader")
	void whatIsNoTimeIsMalformed(SignedExample example) {
		String value = example.headers().get(example.time());
		for (String time : List.of("", "-1", "+1700000000", "1.7e9", "0x10", "١٧٠٠٠٠٠٠٠٠", "999999999999",
				"99999999999999999999", "9".repeat(8000))) {
			assertThat(fault(example.verifier(),
					example.with(example.time(), value.replace(String.valueOf(example.at()), time))))
				.as(time)
				.isEqualTo(Reason.MALFORMED);
		}
	}

	@ParameterizedTest
	@MethodSource("good")
	void aCopyIsRefused(SignedExample example) {
		LocalReplayGuard guard = new LocalReplayGuard(example.clock(), Ticker.systemTicker());
		WebhookSource source = new WebhookSource("a", example.verifier(), guard, example.clock());
		WebhookSource other = new WebhookSource("b", example.verifier(), guard, example.clock());
		Verification verification = source.accept(example.request());
		assertThat(fault(source::accept, example.request())).isEqualTo(Reason.REPLAYED);
		other.accept(example.request());
		source.release(verification);
		source.accept(example.request());
	}

	@ParameterizedTest
	@MethodSource("withSignatureHeader")
	void aCopyWithItsSignatureWrittenOtherwiseIsRefused(SignedExample example) {
		WebhookSource source = new WebhookSource("a", example.verifier(),
				new LocalReplayGuard(example.clock(), Ticker.systemTicker()), example.clock());
		source.accept(example.request());
		String signature = example.headers().get(example.signature());
		boolean hexadecimal = signature.matches("(.*=)?[0-9a-f]{64}");
		int last = signature.lastIndexOf('=') + 1;
		WebhookRequest copy = hexadecimal
				? example.with(example.signature(),
						signature.substring(0, last) + signature.substring(last).toUpperCase(Locale.ROOT))
				: example.with(example.signature(), signature);
		assertThat(fault(source::accept, copy)).isEqualTo(Reason.REPLAYED);
	}

	@ParameterizedTest
	@MethodSource("good")
	void eachHeaderMustBeThereOnce(SignedExample example) {
		for (String header : List.copyOf(example.headers().keySet())) {
			if (header.matches("X-SendPost-Webhook.*|.*-KID")) {
				continue;
			}
			assertThat(fault(example.verifier(), example.twice(header))).as(header).isEqualTo(Reason.AMBIGUOUS);
			if (!header.endsWith("-Alg")) {
				assertThat(fault(example.verifier(), example.without(header))).as(header).isEqualTo(Reason.MISSING);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("withSignatureHeader")
	void aSignatureOfOtherLengthIsMalformed(SignedExample example) {
		String signature = example.headers().get(example.signature());
		for (String other : List.of(signature.substring(0, signature.length() - 4), signature + "AAAA",
				signature.substring(0, signature.length() - 3), signature + signature, "", " ", "v1,", "t=1,v1=")) {
			assertThat(fault(example.verifier(), example.with(example.signature(), other))).as(other)
				.isEqualTo(Reason.MALFORMED);
		}
	}

	@ParameterizedTest
	@MethodSource("withSignatureHeader")
	void aSignatureInAnotherAlphabetIsMalformed(SignedExample example) {
		String signature = example.headers().get(example.signature());
		int middle = signature.length() - 10;
		for (char character : "!\u00e9\u0661\ud83d ".toCharArray()) {
			String other = signature.substring(0, middle) + character + signature.substring(middle + 1);
			assertThat(fault(example.verifier(), example.with(example.signature(), other))).as(other)
				.isEqualTo(Reason.MALFORMED);
		}
	}

	@ParameterizedTest
	@MethodSource("good")
	void hugeHeadersAreRefused(SignedExample example) {
		for (String header : example.headers().keySet()) {
			for (String huge : List.of("a".repeat(1_000_000), "v1,AAAA ".repeat(100_000), "v1=,".repeat(100_000))) {
				if (!header.matches("X-SendPost-Webhook.*|.*-KID")) {
					assertThat(fault(example.verifier(), example.with(header, huge))).isEqualTo(Reason.MALFORMED);
				}
			}
		}
	}

	@ParameterizedTest
	@MethodSource("good")
	void whateverComesNothingButTheDeclaredExceptionIsThrown(SignedExample example) {
		Random random = new Random(4242);
		WebhookVerifier verifier = example.verifier();
		byte[] original = example.body().getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < 300; i++) {
			byte[] body = original.clone();
			for (int changes = random.nextInt(4); changes >= 0; changes--) {
				body[random.nextInt(body.length)] = (byte) random.nextInt();
			}
			assertDeclared(verifier, example.withBody(body));
			assertDeclared(verifier, example.withBody(Arrays.copyOf(original, random.nextInt(original.length))));
			for (Map.Entry<String, String> header : example.headers().entrySet()) {
				StringBuilder value = new StringBuilder(header.getValue());
				value.setCharAt(random.nextInt(value.length()), (char) random.nextInt(0x180));
				if (random.nextBoolean()) {
					value.setLength(random.nextInt(value.length()));
				}
				assertDeclared(verifier, example.with(header.getKey(), value.toString()));
			}
		}
	}

	private static void assertDeclared(WebhookVerifier verifier, WebhookRequest request) {
		Throwable thrown = catchThrowable(() -> verifier.verify(request));
		if (thrown != null) {
			assertThat(thrown).isInstanceOf(WebhookVerificationException.class);
		}
	}

	@ParameterizedTest
	@MethodSource("good")
	void noFaultTellsASecretOrASignature(SignedExample example) {
		for (String wrong : List.of(example.other(), example.secret())) {
			Throwable thrown = catchThrowable(
					() -> example.verifier(Clock.systemUTC(), wrong).verify(example.withBody("{}")));
			if (thrown != null) {
				assertThat(thrown).isInstanceOf(WebhookVerificationException.class)
					.message()
					.doesNotContain(example.secret(), example.other())
					.doesNotContainPattern("[0-9a-f]{32}|[A-Za-z0-9+/]{27}=");
			}
		}
	}

	private static Reason fault(WebhookVerifier verifier, WebhookRequest request) {
		Throwable thrown = catchThrowable(() -> verifier.verify(request));
		assertThat(thrown).isInstanceOf(WebhookVerificationException.class);
		return ((WebhookVerificationException) thrown).getReason();
	}

}
