package dev.sendpost.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.sendpost.EmailAddress;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.store.Store;
import dev.sendpost.store.StorePlatform;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AuditLog}, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class AuditLogTests {

	private final FreshDatabase database;

	private final AuditLog log;

	AuditLogTests(TestDatabase kind) throws SQLException {
		this.database = kind.clean();
		try (Connection connection = this.database.dataSource().getConnection()) {
			Store store = new Store(this.database.dataSource(), StorePlatform.of(connection), null);
			OutboxNode.createTables(this.database.dataSource(), store.platform());
			this.log = new AuditLog(store, new EmailIds(Clock.systemUTC()));
		}
	}

	@AfterEach
	void close() throws Exception {
		this.database.close();
	}

	@Test
	void theLatestChangeComesFirstAndPagesFollowEachOther() {
		for (int i = 1; i <= 5; i++) {
			this.log.record((i % 2 == 0) ? "eve" : "ops", "change " + i, "thing " + i, (i == 3) ? "too late" : null);
		}
		AuditPage first = this.log.find(null, null, 3);
		assertThat(first.entries()).extracting(AuditEntry::action).containsExactly("change 5", "change 4", "change 3");
		assertThat(first.entries().get(2).refusal()).isEqualTo("too late");
		AuditPage second = this.log.find(null, first.next(), 3);
		assertThat(second.entries()).extracting(AuditEntry::action).containsExactly("change 2", "change 1");
		assertThat(second.next()).isNull();
		assertThat(this.log.find("eve", null, 10).entries()).extracting(AuditEntry::subject)
			.containsExactly("thing 4", "thing 2");
	}

	@Test
	void whatIsTooLongIsCut() {
		this.log.record("ops", "x".repeat(299) + "\uD83D\uDE00", "y".repeat(1000), "z".repeat(2000));
		AuditEntry entry = this.log.find(null, null, 1).entries().get(0);
		assertThat(entry.action()).isEqualTo("x".repeat(299));
		assertThat(entry.subject()).hasSize(300);
		assertThat(entry.refusal()).hasSize(1000);
	}

	@Test
	void ofAPersonWhoIsErasedItIsNotSaidWhoTheyAre() {
		this.log.record("ops", "lift a suppression", "Ann@Example.com", "of ann@example.com");
		this.log.record("ops", "lift a suppression", "bob@example.com", null);
		assertThat(new AuditEraser(this.log).erase(EmailAddress.parse("ann@example.com"))).isZero();
		List<AuditEntry> entries = this.log.find(null, null, 10).entries();
		assertThat(entries).extracting(AuditEntry::subject).containsExactly("bob@example.com", "");
		assertThat(entries).extracting(AuditEntry::refusal).containsOnlyNulls();
	}

	@Test
	void whatIsOldIsForgotten() {
		this.log.record("ops", "pause", "", null);
		this.log.deleteOlderThan(Duration.ofDays(1));
		assertThat(this.log.find(null, null, 10).entries()).hasSize(1);
		this.log.deleteOlderThan(Duration.ofDays(-1));
		assertThat(this.log.find(null, null, 10).entries()).isEmpty();
	}

}
