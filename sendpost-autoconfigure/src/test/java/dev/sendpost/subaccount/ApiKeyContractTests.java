package dev.sendpost.subaccount;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import dev.sendpost.Submitter;
import dev.sendpost.store.CommittedCache;
import dev.sendpost.subaccount.AccountManagementException.Reason;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.QueryTimeoutException;

import static dev.sendpost.subaccount.SubAccountContractTests.assertReason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is promised of keys, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class ApiKeyContractTests {

	private static final String SOURCE = "192.0.2.1";

	private final List<AutoCloseable> open = new ArrayList<>();

	private final FreshDatabase database;

	private final AccountNode node;

	private final ApiKeys keys;

	ApiKeyContractTests(TestDatabase kind) {
		this.database = kind.clean();
		this.node = node();
		this.keys = this.node.keys();
		this.node.subAccounts().create("shop", SubAccountSettings.NONE);
		this.node.subAccounts().create("club", SubAccountSettings.NONE);
	}

	private AccountNode node() {
		AccountNode node = new AccountNode(this.database.dataSource());
		this.open.add(node);
		return node;
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.open) {
			each.close();
		}
		this.database.close();
	}

	@Test
	void aKeyLetsItsBearerInOnEveryNodeAndIsStoredAsAHashOnly() {
		for (ApiKeyStyle style : ApiKeyStyle.values()) {
			IssuedApiKey issued = this.keys.issue(ApiKeyRequest.subAccount("shop", "Shop server")
				.scope(ApiKeyScope.SENDING_ACCESS)
				.style(style)
				.expiresAt(this.node.time().instant().plusSeconds(60)));
			ApiKey key = node().keys().authenticate(issued.text(), SOURCE);
			assertThat(key).isEqualTo(issued.details().key());
			assertThat(key.submitter()).isEqualTo(new Submitter("shop", false, key.id(), false));
			assertThat(issued.text()).startsWith(issued.details().hint());
			String secret = issued.text().substring(issued.details().hint().length());
			assertThat(issued.toString() + key + this.keys.list()).doesNotContain(secret);
			assertThat(this.node.contents("sendpost_api_key")).isNotEmpty()
				.allSatisfy((row) -> assertThat(row).doesNotContain(secret));
		}
		ApiKey account = this.keys.authenticate(this.keys.issue(ApiKeyRequest.account("Operator").forTest()).text(),
				SOURCE);
		assertThat(account.submitter()).isEqualTo(new Submitter("default", true, account.id(), true));
	}

	@Test
	void aKeyOfTheSameBeginningIsNotGood() {
		String text = this.keys.issue(ApiKeyRequest.account("Operator")).text();
		assertRefused(ApiKeyRefusedException.Reason.MALFORMED, this.keys, text.substring(0, 40) + "x".repeat(17));
		assertRefused(ApiKeyRefusedException.Reason.UNKNOWN, this.keys,
				ApiKeyText.generate(ApiKeyStyle.NATIVE, false, new SecureRandom()));
	}

	@Test
	void keysAreListedPageByPage() {
		List<UUID> made = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			made.add(0, this.keys.issue(ApiKeyRequest.subAccount("shop", "Key " + i)).details().id());
		}
		UUID account = this.keys.issue(ApiKeyRequest.account("Operator")).details().id();
		ApiKeys own = this.keys.forSubmitter(Submitter.subAccount("shop"));
		ApiKeyPage first = own.list(null, 3);
		ApiKeyPage second = own.list(first.next(), 3);
		assertThat(second.next()).isNull();
		assertThat(Stream.of(first, second).flatMap((page) -> page.keys().stream()).map(ApiKeyDetails::id))
			.containsExactlyElementsOf(made);
		assertThat(this.keys.list(null, 1).keys()).extracting(ApiKeyDetails::id).containsExactly(account);
		assertThat(this.keys.list(null, 6)).returns(null, ApiKeyPage::next)
			.satisfies((page) -> assertThat(page.keys()).hasSize(6));
	}

	@Test
	void anOldKeyOverlapsWithTheOneThatReplacesIt() {
		IssuedApiKey old = this.keys.issue(ApiKeyRequest.subAccount("shop", "Shop server")
			.scope(ApiKeyScope.SENDING_ACCESS)
			.style(ApiKeyStyle.SENDRY)
			.forTest());
		IssuedApiKey replacement = this.keys.rotate(old.details().id(), Duration.ofHours(1));
		assertThat(replacement.text()).startsWith("sn_test_");
		assertThat(this.keys.authenticate(old.text(), SOURCE).name()).isEqualTo("Shop server");
		ApiKey key = this.keys.authenticate(replacement.text(), SOURCE);
		assertThat(key.scope()).isEqualTo(ApiKeyScope.SENDING_ACCESS);
		assertThat(key.subAccount()).isEqualTo("shop");
		assertThat(key.test()).isTrue();
		assertThat(this.keys.find(old.details().id())).map(ApiKeyDetails::replacedBy).contains(key.id());
		this.node.time().pass(Duration.ofHours(1));
		assertRefused(ApiKeyRefusedException.Reason.EXPIRED, this.keys, old.text());
		assertThat(this.keys.authenticate(replacement.text(), SOURCE)).isEqualTo(key);
		assertReason(Reason.INVALID, () -> this.keys.rotate(old.details().id(), Duration.ofHours(1)));
		assertReason(Reason.INVALID, () -> this.keys.rotate(key.id(), Duration.ofHours(-1)));
		assertReason(Reason.UNKNOWN, () -> this.keys.rotate(UUID.randomUUID(), Duration.ofHours(1)));
	}

	@Test
	void whatReplacesAKeyThatExpiresLastsAsLongAndDoesNotProlongIt() {
		Instant now = this.node.time().instant();
		IssuedApiKey old = this.keys.issue(ApiKeyRequest.account("Operator").expiresAt(now.plusSeconds(600)));
		this.node.time().pass(Duration.ofSeconds(300));
		IssuedApiKey replacement = this.keys.rotate(old.details().id(), Duration.ofHours(1));
		assertThat(replacement.details().key().expiresAt()).isEqualTo(now.plusSeconds(900));
		assertThat(this.keys.find(old.details().id())).map((found) -> found.key().expiresAt())
			.contains(now.plusSeconds(600));
	}

	@Test
	void aRevokedKeyIsRefusedHereAtOnceAndElsewhereWithinSeconds() {
		AccountNode other = node();
		IssuedApiKey issued = this.keys.issue(ApiKeyRequest.subAccount("shop", "Shop server"));
		this.keys.authenticate(issued.text(), SOURCE);
		other.keys().authenticate(issued.text(), SOURCE);
		this.keys.revoke(issued.details().id());
		assertRefused(ApiKeyRefusedException.Reason.REVOKED, this.keys, issued.text());
		other.time().pass(CommittedCache.MAX_STALENESS);
		assertRefused(ApiKeyRefusedException.Reason.REVOKED, other.keys(), issued.text());
		this.keys.revoke(issued.details().id());
		assertThat(this.keys.find(issued.details().id())).map(ApiKeyDetails::revokedAt).isPresent();
		assertReason(Reason.UNKNOWN, () -> this.keys.revoke(UUID.randomUUID()));
		assertReason(Reason.INVALID, () -> this.keys.rotate(issued.details().id(), Duration.ZERO));
	}

	@Test
	void theDatabaseIsAskedNowAndThenOnly() {
		IssuedApiKey issued = this.keys.issue(ApiKeyRequest.account("Operator"));
		ApiKey key = this.keys.authenticate(issued.text(), SOURCE);
		this.node.store().jdbc().update("delete from sendpost_api_key");
		for (int i = 0; i < 100; i++) {
			assertThat(this.keys.authenticate(issued.text(), SOURCE)).isEqualTo(key);
		}
		this.node.time().pass(CommittedCache.MAX_STALENESS);
		assertRefused(ApiKeyRefusedException.Reason.UNKNOWN, this.keys, issued.text());
	}

	@Test
	void theKeysOfARemovedSubAccountAreRevoked() {
		AccountNode other = node();
		IssuedApiKey issued = this.keys.issue(ApiKeyRequest.subAccount("shop", "Shop server"));
		other.keys().authenticate(issued.text(), SOURCE);
		this.keys.authenticate(issued.text(), SOURCE);
		this.node.subAccounts().remove("shop");
		assertRefused(ApiKeyRefusedException.Reason.REVOKED, this.keys, issued.text());
		other.time().pass(CommittedCache.MAX_STALENESS);
		assertRefused(ApiKeyRefusedException.Reason.REVOKED, other.keys(), issued.text());
		assertThat(this.keys.find(issued.details().id())).map(ApiKeyDetails::revokedAt).isPresent();
		assertReason(Reason.UNKNOWN, () -> this.keys.issue(ApiKeyRequest.subAccount("shop", "Again")));
	}

	@Test
	void aKeyOfABlockedSubAccountStillReads() {
		IssuedApiKey issued = this.keys.issue(ApiKeyRequest.subAccount("shop", "Shop server"));
		this.node.subAccounts().block("shop", "spam");
		assertThat(this.keys.authenticate(issued.text(), SOURCE).subAccount()).isEqualTo("shop");
	}

	@Test
	void whatATransactionUndoesNeverWas() {
		IssuedApiKey kept = this.keys.issue(ApiKeyRequest.account("Operator"));
		this.keys.authenticate(kept.text(), SOURCE);
		List<IssuedApiKey> undone = new ArrayList<>();
		this.node.transaction().executeWithoutResult((status) -> {
			undone.add(this.keys.issue(ApiKeyRequest.account("Undone")));
			assertThat(this.keys.authenticate(undone.get(0).text(), SOURCE).name()).isEqualTo("Undone");
			undone.add(this.keys.rotate(kept.details().id(), Duration.ZERO));
			this.keys.revoke(kept.details().id());
			assertRefused(ApiKeyRefusedException.Reason.REVOKED, this.keys, kept.text());
			status.setRollbackOnly();
		});
		assertThat(this.keys.authenticate(kept.text(), SOURCE).name()).isEqualTo("Operator");
		for (IssuedApiKey each : undone) {
			assertRefused(ApiKeyRefusedException.Reason.UNKNOWN, this.keys, each.text());
		}
		assertThat(this.keys.list()).hasSize(1);
	}

	@Test
	void whatCannotBeIsRefusedAndLeavesNothing() {
		assertReason(Reason.INVALID, () -> ApiKeyRequest.account(""));
		assertReason(Reason.INVALID, () -> ApiKeyRequest.account("two\nlines"));
		assertReason(Reason.INVALID, () -> ApiKeyRequest.account("x".repeat(201)));
		assertReason(Reason.INVALID,
				() -> this.keys.issue(ApiKeyRequest.account("Late").expiresAt(this.node.time().instant())));
		assertReason(Reason.UNKNOWN, () -> this.keys.issue(ApiKeyRequest.subAccount("nobody", "Nobody")));
		assertThat(this.node.contents("sendpost_api_key")).isEmpty();
	}

	@Test
	void aSubAccountManagesItsOwnKeysOnly() {
		IssuedApiKey shop = this.keys.issue(ApiKeyRequest.subAccount("shop", "Shop server"));
		IssuedApiKey club = this.keys.issue(ApiKeyRequest.subAccount("club", "Club server"));
		IssuedApiKey account = this.keys.issue(ApiKeyRequest.account("Operator"));
		ApiKeys own = this.keys.forSubmitter(this.keys.authenticate(club.text(), SOURCE).submitter());
		assertThat(own.list()).extracting(ApiKeyDetails::id).containsExactly(club.details().id());
		for (IssuedApiKey other : List.of(shop, account)) {
			UUID id = other.details().id();
			assertThat(own.find(id)).isEmpty();
			assertReason(Reason.UNKNOWN, () -> own.revoke(id));
			assertReason(Reason.UNKNOWN, () -> own.rotate(id, Duration.ZERO));
		}
		assertReason(Reason.NOT_ALLOWED, () -> own.issue(ApiKeyRequest.subAccount("shop", "Stolen")));
		assertReason(Reason.NOT_ALLOWED, () -> own.issue(ApiKeyRequest.subAccount("nobody", "Stolen")));
		assertReason(Reason.NOT_ALLOWED, () -> own.issue(ApiKeyRequest.account("Stolen")));
		assertThat(this.keys.authenticate(shop.text(), SOURCE).subAccount()).isEqualTo("shop");
		assertThat(own.issue(ApiKeyRequest.subAccount("club", "Second")).details().key().subAccount())
			.isEqualTo("club");
		assertThat(own.rotate(club.details().id(), Duration.ZERO).details().key().subAccount()).isEqualTo("club");
		assertThat(this.keys.list()).hasSize(5);
	}

	@Test
	void theBearerOfATestKeyCannotGetALiveOne() {
		IssuedApiKey live = this.keys.issue(ApiKeyRequest.subAccount("shop", "Live"));
		IssuedApiKey test = this.keys.issue(ApiKeyRequest.subAccount("shop", "Test").forTest());
		ApiKeys own = this.keys.forSubmitter(test.details().key().submitter());
		assertThat(own.list()).extracting(ApiKeyDetails::id).containsExactly(test.details().id());
		assertReason(Reason.NOT_ALLOWED, () -> own.issue(ApiKeyRequest.subAccount("shop", "Stolen")));
		assertReason(Reason.UNKNOWN, () -> own.rotate(live.details().id(), Duration.ZERO));
		assertReason(Reason.UNKNOWN, () -> own.revoke(live.details().id()));
		assertThat(own.issue(ApiKeyRequest.subAccount("shop", "Second").forTest()).text()).startsWith("sk_test_");
	}

	@Test
	void usesAreWrittenDownTogetherAndAtTheEnd() {
		AccountNode other = node();
		IssuedApiKey first = this.keys.issue(ApiKeyRequest.account("First"));
		IssuedApiKey second = this.keys.issue(ApiKeyRequest.account("Second"));
		IssuedApiKey unused = this.keys.issue(ApiKeyRequest.account("Unused"));
		for (int i = 0; i < 10; i++) {
			other.keys().authenticate(first.text(), SOURCE);
			other.keys().authenticate(second.text(), SOURCE);
		}
		assertThat(this.keys.list()).extracting(ApiKeyDetails::lastUsedAt).containsOnlyNulls();
		other.keys().close();
		assertThat(this.keys.find(first.details().id())).map(ApiKeyDetails::lastUsedAt)
			.contains(other.time().instant());
		assertThat(this.keys.find(second.details().id())).map(ApiKeyDetails::lastUsedAt)
			.contains(other.time().instant());
		assertThat(this.keys.find(unused.details().id())).map(ApiKeyDetails::lastUsedAt).isEmpty();
	}

	@Test
	void usesThatCannotBeWrittenAreWrittenLater() {
		List<Map<UUID, Instant>> written = new ArrayList<>();
		UUID id = UUID.randomUUID();
		boolean[] away = { true };
		try (ApiKeyUsage usage = new ApiKeyUsage((uses) -> {
			if (away[0]) {
				throw new QueryTimeoutException("away");
			}
			written.add(uses);
		})) {
			usage.used(id, Instant.EPOCH);
			usage.write();
			away[0] = false;
		}
		assertThat(written).containsExactly(Map.of(id, Instant.EPOCH));
	}

	private static void assertRefused(ApiKeyRefusedException.Reason reason, ApiKeys keys, String presented) {
		assertThatExceptionOfType(ApiKeyRefusedException.class)
			.isThrownBy(() -> keys.authenticate(presented, "192.0.2.9"))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(reason));
	}

}
