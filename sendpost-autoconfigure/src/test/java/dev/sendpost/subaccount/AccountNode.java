package dev.sendpost.subaccount;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import dev.sendpost.gateway.EmailIds;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Store;
import dev.sendpost.store.StorePlatform;
import dev.sendpost.store.TestTime;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What one node knows of sub-accounts and keys, wired by hand.
 */
final class AccountNode implements AutoCloseable {

	private final Store store;

	private final TransactionTemplate transaction;

	private final TestTime time = new TestTime();

	private final List<Object> events = new CopyOnWriteArrayList<>();

	private final SubAccounts subAccounts;

	private final SubAccountCredentials credentials;

	private final ApiKeys keys;

	AccountNode(DataSource dataSource, SubAccount... configured) {
		JdbcTransactionManager transactionManager = new JdbcTransactionManager(dataSource);
		this.transaction = new TransactionTemplate(transactionManager);
		try (Connection connection = dataSource.getConnection()) {
			this.store = new Store(dataSource, StorePlatform.of(connection), transactionManager);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		OutboxNode.createTables(dataSource, this.store.platform());
		this.subAccounts = new SubAccounts(Arrays.asList(configured), new JdbcSubAccounts(this.store),
				Set.of("main", "bulk")::contains, this.time);
		this.credentials = new SubAccountCredentials(this.subAccounts, Map.of(),
				new JdbcUpstreamCredentials(this.store, new SecretCipher(List.of(new byte[SecretCipher.KEY_LENGTH]))),
				Set.of("main", "bulk")::contains, this.time);
		this.keys = new ApiKeys(this.subAccounts, List.of(), new JdbcApiKeys(this.store),
				new EmailIds(Clock.systemUTC()), this.time, this.time, this.events::add);
	}

	/**
	 * An outbox with what this node knows.
	 */
	OutboxNode.Builder outbox() {
		return OutboxNode.on(this.store.dataSource())
			.defaults(new SubAccountDefaults(this.subAccounts, MailDefaults.from(null)))
			.policies(new SubAccountPolicy(this.subAccounts));
	}

	Store store() {
		return this.store;
	}

	TransactionTemplate transaction() {
		return this.transaction;
	}

	TestTime time() {
		return this.time;
	}

	List<Object> events() {
		return this.events;
	}

	SubAccounts subAccounts() {
		return this.subAccounts;
	}

	SubAccountCredentials credentials() {
		return this.credentials;
	}

	ApiKeys keys() {
		return this.keys;
	}

	/**
	 * All that a table holds, as text.
	 */
	List<String> contents(String table) {
		List<String> rows = new ArrayList<>();
		this.store.jdbc().queryForList("select * from " + table).forEach((row) -> rows.add(row.toString()));
		return rows;
	}

	@Override
	public void close() {
		this.keys.close();
	}

}
