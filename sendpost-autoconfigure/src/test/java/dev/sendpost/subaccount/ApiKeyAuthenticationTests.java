package dev.sendpost.subaccount;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import dev.sendpost.StoreRequiredException;
import dev.sendpost.Submitter;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.store.TestTime;
import dev.sendpost.subaccount.ApiKeyRefusedException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The check of keys, with keys that properties define and without a store.
 */
@ExtendWith(OutputCaptureExtension.class)
class ApiKeyAuthenticationTests {

	private static final String SOURCE = "192.0.2.1";

	private static final String KEY = ApiKeyText.generate(ApiKeyStyle.NATIVE, false, new SecureRandom());

	private static final String TEST_KEY = ApiKeyText.generate(ApiKeyStyle.SENDRY, true, new SecureRandom());

	private static final String FOREIGN_KEY = "pR0YIuxYSbVwmQi2Y8Qs";

	private final TestTime time = new TestTime();

	private final List<Object> events = new ArrayList<>();

	private final ApiKeys keys = keys(
			ConfiguredApiKey
				.ofValue(ConfiguredApiKey.describe("server", "shop", ApiKeyScope.SENDING_ACCESS, false, null), KEY),
			ConfiguredApiKey.ofHash(ConfiguredApiKey.describe("ci", "shop", ApiKeyScope.FULL_ACCESS, true,
					this.time.instant().plusSeconds(3600)), hash(TEST_KEY)),
			ConfiguredApiKey.ofValue(ConfiguredApiKey.describe("old", null, ApiKeyScope.READ_ONLY, false, null),
					FOREIGN_KEY));

	private ApiKeys keys(ConfiguredApiKey... configured) {
		SubAccounts subAccounts = new SubAccounts(List.of(SubAccount.configured("shop", SubAccountSettings.NONE, null)),
				null, Set.of()::contains, this.time);
		return new ApiKeys(subAccounts, List.of(configured), null, new EmailIds(Clock.systemUTC()), this.time,
				this.time, this.events::add);
	}

	private static String hash(String key) {
		return HexFormat.of().formatHex(ApiKeyText.hash(Objects.requireNonNull(ApiKeyText.octets(key))));
	}

	@Test
	void configuredKeysAreListedByTheirNamesToThoseWhoMaySeeThem() {
		assertThat(this.keys.configured()).extracting((details) -> details.key().name())
			.containsExactly("ci", "old", "server");
		assertThat(this.keys.forSubmitter(Submitter.subAccount("shop")).configured())
			.extracting((details) -> details.key().name())
			.containsExactly("ci", "server");
		assertThat(this.keys.list(null, 10)).isEqualTo(new ApiKeyPage(List.of(), null));
	}

	@Test
	void aKeyGivenAsValueOrHashLetsItsBearerIn() {
		ApiKey server = this.keys.authenticate(KEY, SOURCE);
		assertThat(server.name()).isEqualTo("server");
		assertThat(server.submitter()).isEqualTo(new Submitter("shop", false, server.id(), false));
		ApiKey test = this.keys.authenticate(TEST_KEY, SOURCE);
		assertThat(test.submitter()).isEqualTo(new Submitter("shop", false, test.id(), true));
	}

	@Test
	void aKeyThatAnotherServiceGaveOutIsGoodIfItIsConfigured() {
		ApiKey old = this.keys.authenticate(FOREIGN_KEY, SOURCE);
		assertThat(old.submitter()).isEqualTo(new Submitter("default", true, old.id(), false));
	}

	@Test
	void aScopeIncludesThoseBelowIt() {
		ApiKey server = this.keys.authenticate(KEY, SOURCE);
		server.require(ApiKeyScope.READ_ONLY);
		server.require(ApiKeyScope.SENDING_ACCESS);
		assertThatExceptionOfType(InsufficientScopeException.class)
			.isThrownBy(() -> server.require(ApiKeyScope.FULL_ACCESS))
			.withMessage("the key 'server' has the scope sending_access; full_access is needed")
			.satisfies((ex) -> assertThat(ex.getNeeded()).isEqualTo(ApiKeyScope.FULL_ACCESS));
		assertThatExceptionOfType(InsufficientScopeException.class)
			.isThrownBy(() -> this.keys.authenticate(FOREIGN_KEY, SOURCE).require(ApiKeyScope.SENDING_ACCESS));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "sk_live_", "sk_live_\r\n", "sk_live_\u0000\u0007", "b\u00fccher" })
	void whatIsNoKeyIsMalformed(String presented) {
		assertRefused(Reason.MALFORMED, presented);
	}

	@Test
	void aKeyThatIsTooShortLetsNobodyInWhateverHashIsConfigured() {
		for (String weak : List.of("password", "nineteen-characters")) {
			ApiKeys weakKeys = keys(ConfiguredApiKey
				.ofHash(ConfiguredApiKey.describe("weak", null, ApiKeyScope.FULL_ACCESS, false, null), sha256(weak)));
			assertThatExceptionOfType(ApiKeyRefusedException.class)
				.isThrownBy(() -> weakKeys.authenticate(weak, SOURCE))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.MALFORMED));
		}
		ApiKeys longEnough = keys(
				ConfiguredApiKey.ofHash(ConfiguredApiKey.describe("enough", null, ApiKeyScope.FULL_ACCESS, false, null),
						sha256("twenty-characters-20")));
		assertThat(longEnough.authenticate("twenty-characters-20", SOURCE).name()).isEqualTo("enough");
	}

	private static String sha256(String text) {
		return HexFormat.of().formatHex(ApiKeyText.hash(text.getBytes(StandardCharsets.US_ASCII)));
	}

	@Test
	void aMillionCharactersAreMalformed() {
		assertRefused(Reason.MALFORMED, "sk_live_" + "x".repeat(1_000_000));
		assertRefused(Reason.MALFORMED, KEY + "x".repeat(1_000_000));
	}

	@Test
	void aMistypedKeyIsToldFromAnUnknownOne() {
		assertRefused(Reason.MALFORMED, KEY.substring(0, KEY.length() - 1) + "-");
		assertRefused(Reason.MALFORMED, KEY.replace("live", "test"));
		assertRefused(Reason.UNKNOWN, ApiKeyText.generate(ApiKeyStyle.NATIVE, false, new SecureRandom()));
	}

	@Test
	void aKeyExpiresByTheClockWhereverThatJumps() {
		this.time.set(Duration.ofHours(1).minusMillis(1));
		assertThat(this.keys.authenticate(TEST_KEY, SOURCE).name()).isEqualTo("ci");
		this.time.set(Duration.ofMillis(1));
		assertRefused(Reason.EXPIRED, TEST_KEY);
		this.time.set(Duration.ofDays(400));
		assertRefused(Reason.EXPIRED, TEST_KEY);
		this.time.set(Duration.ofDays(-500));
		assertThat(this.keys.authenticate(TEST_KEY, SOURCE).name()).isEqualTo("ci");
	}

	@Test
	void whoGuessesIsShutOutForAWhileAndOthersAreNot(CapturedOutput output) {
		String guess = ApiKeyText.generate(ApiKeyStyle.NATIVE, false, new SecureRandom());
		for (int i = 0; i < FailureThrottle.MAX_FAILURES; i++) {
			assertRefused(Reason.UNKNOWN, guess);
		}
		assertThatExceptionOfType(ApiKeyRefusedException.class).isThrownBy(() -> this.keys.authenticate(KEY, SOURCE))
			.satisfies((ex) -> {
				assertThat(ex.getReason()).isEqualTo(Reason.THROTTLED);
				assertThat(ex.getRetryAfter()).isBetween(Duration.ofSeconds(1), FailureThrottle.WINDOW);
			});
		assertThat(this.keys.authenticate(KEY, "192.0.2.2").name()).isEqualTo("server");
		assertThat(this.events).singleElement()
			.isEqualTo(new ApiKeyAbuseEvent(SOURCE, FailureThrottle.MAX_FAILURES, FailureThrottle.WINDOW,
					FailureThrottle.WINDOW));
		assertThat(output).containsOnlyOnce("Nobody is let in from '" + SOURCE + "'").doesNotContain(guess);
		this.time.set(Duration.ofDays(1));
		assertRefused(Reason.THROTTLED, KEY);
		this.time.set(Duration.ofDays(-2));
		assertRefused(Reason.THROTTLED, KEY);
		this.time.pass(FailureThrottle.WINDOW);
		assertThat(this.keys.authenticate(KEY, SOURCE).name()).isEqualTo("server");
	}

	@Test
	void aKeyThatWasGoodThereBeforeIsNotShutOutWithThoseWhoGuess() {
		this.keys.authenticate(KEY, SOURCE);
		for (int i = 0; i < FailureThrottle.MAX_FAILURES; i++) {
			assertRefused(Reason.MALFORMED, "nonsense");
		}
		assertThat(this.keys.authenticate(KEY, SOURCE).name()).isEqualTo("server");
		assertRefused(Reason.THROTTLED, "nonsense");
		assertRefused(Reason.THROTTLED, FOREIGN_KEY);
		this.time.pass(KnownBearers.MEMORY);
		for (int i = 0; i < FailureThrottle.MAX_FAILURES; i++) {
			assertRefused(Reason.MALFORMED, "nonsense");
		}
		assertRefused(Reason.THROTTLED, KEY);
	}

	@Test
	void aNetworkOfIpv6IsOneSource() {
		for (int i = 0; i < FailureThrottle.MAX_FAILURES; i++) {
			String address = "2001:db8:1:2:" + i + "::" + i;
			assertThatExceptionOfType(ApiKeyRefusedException.class)
				.isThrownBy(() -> this.keys.authenticate("nonsense", address))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.MALFORMED));
		}
		for (String address : List.of("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002::%eth0")) {
			assertThatExceptionOfType(ApiKeyRefusedException.class)
				.isThrownBy(() -> this.keys.authenticate(KEY, address))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.THROTTLED));
		}
		for (String other : List.of("2001:db8:1:3::1", "::1", "::ffff:192.0.2.1", "2001:db8", "cafe", ":::")) {
			assertThat(this.keys.authenticate(KEY, other).name()).as(other).isEqualTo("server");
		}
	}

	@Test
	void keysFromManySourcesFillNoMemory() {
		KnownBearers bearers = new KnownBearers(this.time);
		for (int i = 0; i < 3 * KnownBearers.MAX_BEARERS; i++) {
			bearers.remember("source-" + i, i);
		}
		assertThat(IntStream.range(0, 3 * KnownBearers.MAX_BEARERS).filter((i) -> bearers.knows("source-" + i, i)))
			.hasSizeBetween(1, KnownBearers.MAX_BEARERS);
	}

	@Test
	void aListenerThatFailsChangesNothingAboutTheRefusal(CapturedOutput output) {
		ApiKeys failing = new ApiKeys(new SubAccounts(List.of(), null, Set.of()::contains, this.time), List.of(), null,
				new EmailIds(Clock.systemUTC()), this.time, this.time, (event) -> {
					throw new IllegalStateException("the pager is away");
				});
		for (int i = 0; i < FailureThrottle.MAX_FAILURES; i++) {
			assertThatExceptionOfType(ApiKeyRefusedException.class)
				.isThrownBy(() -> failing.authenticate("nonsense", SOURCE))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.MALFORMED));
		}
		assertThat(output).containsOnlyOnce("the pager is away");
	}

	@Test
	void failuresThatAreFarApartShutNobodyOut() {
		for (int i = 0; i < 5 * FailureThrottle.MAX_FAILURES; i++) {
			assertRefused(Reason.MALFORMED, "nonsense");
			this.time.pass(FailureThrottle.WINDOW.dividedBy(5));
		}
		assertThat(this.events).isEmpty();
	}

	@Test
	void aClientThatGoesOnWithAnExpiredKeyShutsNobodyOut() {
		this.time.set(Duration.ofDays(1));
		for (int i = 0; i < 5 * FailureThrottle.MAX_FAILURES; i++) {
			assertRefused(Reason.EXPIRED, TEST_KEY);
		}
		assertThat(this.keys.authenticate(KEY, SOURCE).name()).isEqualTo("server");
	}

	@Test
	void aSourceIsShownWithoutWhatWouldBreakTheLog(CapturedOutput output) {
		for (int i = 0; i < FailureThrottle.MAX_FAILURES; i++) {
			assertThatExceptionOfType(ApiKeyRefusedException.class)
				.isThrownBy(() -> this.keys.authenticate("nonsense", "evil\r\nWARN forged" + "x".repeat(100_000)));
		}
		assertThat(output).contains("'evil??WARN forged").doesNotContain("x".repeat(100));
	}

	@Test
	void guessingFromManySourcesFillsNoMemory() {
		FailureThrottle throttle = new FailureThrottle(this.time);
		for (int i = 0; i < 3 * FailureThrottle.MAX_SOURCES; i++) {
			throttle.failed("source-" + i);
		}
		assertThat(throttle.size()).isPositive().isLessThanOrEqualTo(FailureThrottle.MAX_SOURCES);
	}

	@Test
	void theRefusalSaysNothingOfTheKey() {
		assertThatExceptionOfType(ApiKeyRefusedException.class)
			.isThrownBy(() -> this.keys.authenticate(KEY.toLowerCase(), SOURCE))
			.satisfies((ex) -> {
				assertThat(ex.getMessage()).isEqualTo("the API key is missing or mistyped");
				assertThat(ex.getStackTrace()).isEmpty();
			});
	}

	@Test
	void whatPropertiesDefineIsListedAndChangedThere() {
		assertThat(this.keys.list()).hasSize(3).allSatisfy((key) -> assertThat(key.configured()).isTrue());
		assertThat(this.keys.find(ConfiguredApiKey.id("server"))).map((key) -> key.key().name()).contains("server");
		SubAccountContractTests.assertReason(AccountManagementException.Reason.CONFIGURED,
				() -> this.keys.revoke(ConfiguredApiKey.id("server")));
		SubAccountContractTests.assertReason(AccountManagementException.Reason.CONFIGURED,
				() -> this.keys.rotate(ConfiguredApiKey.id("server"), Duration.ZERO));
		SubAccountContractTests.assertReason(AccountManagementException.Reason.UNKNOWN,
				() -> this.keys.forSubmitter(Submitter.subAccount("club")).revoke(ConfiguredApiKey.id("server")));
		assertThat(this.keys.forSubmitter(Submitter.subAccount("shop")).list()).hasSize(2);
		assertThat(this.keys.forSubmitter(Submitter.subAccount("club")).list()).isEmpty();
	}

	@Test
	void makingOneNeedsAStore() {
		assertThatExceptionOfType(StoreRequiredException.class)
			.isThrownBy(() -> this.keys.issue(ApiKeyRequest.account("server")));
	}

	@Test
	void whatCannotBeAKeyIsRefusedWithoutShowingIt() {
		ApiKey key = ConfiguredApiKey.describe("weak", null, ApiKeyScope.FULL_ACCESS, false, null);
		for (String value : List.of("hunter2", "x".repeat(300), "twenty characters with spaces")) {
			assertThatExceptionOfType(AccountManagementException.class)
				.isThrownBy(() -> ConfiguredApiKey.ofValue(key, value))
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(value));
		}
		assertThatExceptionOfType(AccountManagementException.class)
			.isThrownBy(() -> ConfiguredApiKey.ofValue(key, TEST_KEY))
			.withMessageContaining("test key");
		for (String hash : List.of("", "abc", "zz".repeat(32), "00".repeat(31))) {
			SubAccountContractTests.assertReason(AccountManagementException.Reason.INVALID,
					() -> ConfiguredApiKey.ofHash(key, hash));
		}
	}

	private void assertRefused(Reason reason, String presented) {
		assertThatExceptionOfType(ApiKeyRefusedException.class)
			.isThrownBy(() -> this.keys.authenticate(presented, SOURCE))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(reason));
	}

}
