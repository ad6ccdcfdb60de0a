package dev.sendpost.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.StatementCallback;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The database that holds what the platform remembers: its connections, its transactions
 * and its clock.
 */
public final class Store {

	/** How long the database's clock is believed before it is asked again. */
	private static final Duration CLOCK_VALIDITY = Duration.ofSeconds(10);

	/** Under which the list is bound of what follows a transaction of our own. */
	private static final Object FOLLOWING = new Object();

	private final DataSource dataSource;

	private final JdbcTemplate jdbc;

	/**
	 * The same database under another key, so that a transaction of our own and one of
	 * the application never take each other's connection.
	 */
	private final DataSource ownDataSource;

	private final JdbcTemplate ownJdbc;

	private final StorePlatform platform;

	private final TransactionTemplate callers;

	private final TransactionTemplate own;

	private final AtomicReference<@Nullable ClockReading> reading = new AtomicReference<>();

	/**
	 * Create a store.
	 * @param dataSource the database
	 * @param platform what kind of database it is
	 * @param transactionManager what manages the application's transactions on this
	 * database, or {@code null} if nothing does
	 */
	public Store(DataSource dataSource, StorePlatform platform,
			@Nullable PlatformTransactionManager transactionManager) {
		this.dataSource = dataSource;
		this.jdbc = new JdbcTemplate(dataSource);
		this.ownDataSource = new DelegatingDataSource(dataSource);
		this.ownJdbc = new JdbcTemplate(this.ownDataSource);
		this.platform = platform;
		this.callers = new TransactionTemplate(
				(transactionManager != null) ? transactionManager : new JdbcTransactionManager(dataSource));
		this.own = new TransactionTemplate(new JdbcTransactionManager(this.ownDataSource));
		this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.own.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
	}

	/**
	 * Connections to the database, past the current transaction.
	 * @return the data source
	 */
	public DataSource dataSource() {
		return this.dataSource;
	}

	/**
	 * Statements in the current transaction.
	 * @return the template
	 */
	public JdbcTemplate jdbc() {
		return TransactionSynchronizationManager.hasResource(this.ownDataSource) ? this.ownJdbc : this.jdbc;
	}

	/**
	 * Execute a statement in the current transaction.
	 * @param sql the statement
	 * @param values the values of its parameters
	 * @return how many rows it changed
	 */
	public int update(String sql, List<? extends @Nullable Object> values) {
		return jdbc().update(sql, (statement) -> set(statement, values.toArray()));
	}

	/**
	 * Execute a statement for several rows in the current transaction.
	 * @param sql the statement
	 * @param rows for each, the values of its parameters
	 */
	public void batchUpdate(String sql, List<@Nullable Object[]> rows) {
		jdbc().batchUpdate(sql, rows, rows.size(), Store::set);
	}

	/*
	 * Spring asks the driver for the type of each null, which may be a round trip. No
	 * type is needed where a column is the target.
	 */
	private static void set(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
		for (int i = 0; i < values.length; i++) {
			if (values[i] == null) {
				statement.setNull(i + 1, Types.NULL);
			}
			else {
				statement.setObject(i + 1, values[i]);
			}
		}
	}

	/**
	 * What kind of database it is.
	 * @return the platform
	 */
	public StorePlatform platform() {
		return this.platform;
	}

	/**
	 * Do something in the caller's transaction, or in a new one if there is none.
	 * @param action what to do
	 * @return its result
	 */
	public <T extends @Nullable Object> T inCallersTransaction(Supplier<T> action) {
		return this.callers.execute((status) -> action.get());
	}

	/**
	 * Execute one statement in the caller's transaction; where there is none, the
	 * statement is a transaction.
	 * @param sql the statement
	 * @param values the values of its parameters
	 */
	public void executeInCallersTransaction(String sql, List<? extends @Nullable Object> values) {
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			inCallersTransaction(() -> update(sql, values));
			return;
		}
		jdbc().execute((ConnectionCallback<Integer>) (connection) -> {
			try (PreparedStatement statement = connection.prepareStatement(sql)) {
				set(statement, values.toArray());
				int rows = statement.executeUpdate();
				if (!connection.getAutoCommit()) {
					connection.commit();
				}
				return rows;
			}
		});
	}

	/**
	 * Do something in a transaction of its own, at the isolation level READ COMMITTED, on
	 * a connection of its own. What is to follow the commit is done once that connection
	 * is let go, so that it finds itself in no transaction.
	 * @param action what to do
	 * @return its result
	 */
	public <T extends @Nullable Object> T inOwnTransaction(Supplier<T> action) {
		List<Runnable> following = new ArrayList<>();
		T result = this.own.execute((status) -> {
			Object outer = TransactionSynchronizationManager.unbindResourceIfPossible(FOLLOWING);
			TransactionSynchronizationManager.bindResource(FOLLOWING, following);
			try {
				return action.get();
			}
			finally {
				TransactionSynchronizationManager.unbindResource(FOLLOWING);
				if (outer != null) {
					TransactionSynchronizationManager.bindResource(FOLLOWING, outer);
				}
			}
		});
		following.forEach(Runnable::run);
		return result;
	}

	/**
	 * Insert a row unless one with its key exists. Unlike a failed insert, this leaves
	 * the transaction usable on every platform.
	 * @param table the table
	 * @param columns its columns, separated by commas
	 * @param values the values of the columns
	 * @return whether the row was inserted
	 */
	public boolean insertIfAbsent(String table, String columns, @Nullable Object... values) {
		String rest = "into " + table + " (" + columns + ") values ("
				+ String.join(", ", Collections.nCopies(values.length, "?")) + ")";
		try {
			return jdbc().update(this.platform.insertIfAbsent(rest), values) > 0;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	/**
	 * Insert a row, or take the lock on the one that has its key.
	 * @param table the table
	 * @param columns its columns, separated by commas
	 * @param values the values of the columns
	 */
	public void insertOrLock(String table, String columns, @Nullable Object... values) {
		if (this.platform.isMySqlFamily()) {
			String first = columns.substring(0, columns.indexOf(','));
			update("insert into " + table + " (" + columns + ") values ("
					+ String.join(", ", Collections.nCopies(values.length, "?")) + ") on duplicate key update " + first
					+ " = " + first, Arrays.asList(values));
		}
		else {
			insertIfAbsent(table, columns, values);
		}
	}

	/**
	 * Let statements in the current transaction find rows by indexes, whatever the
	 * statistics say. Those of a queue are hardly ever true: PostgreSQL would read and
	 * sort all that waits to find what is due first.
	 */
	public void preferIndexes() {
		if (this.platform == StorePlatform.POSTGRESQL) {
			jdbc().execute("set local enable_seqscan = off; set local enable_bitmapscan = off; "
					+ "set local enable_sort = off");
		}
	}

	/**
	 * Do something once what was written is there for all to see; not at all if it never
	 * will be.
	 * @param action what to do: after the commit of the current transaction, or now if
	 * there is none
	 */
	@SuppressWarnings("unchecked")
	public static void afterCommit(Runnable action) {
		Object following = TransactionSynchronizationManager.getResource(FOLLOWING);
		if (following != null) {
			((List<Runnable>) following).add(action);
			return;
		}
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			action.run();
			return;
		}
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				action.run();
			}

		});
	}

	/**
	 * The time by the database's clock, which all nodes share. Between readings it goes
	 * on with this node's monotonic clock, and so it does while the database is away.
	 * @return the time, to the millisecond
	 * @throws DataAccessException if the database was never reached
	 */
	public Instant now() {
		ClockReading last = this.reading.get();
		if (last != null && last.age().compareTo(CLOCK_VALIDITY) < 0) {
			return last.now();
		}
		try {
			ClockReading fresh = readClock();
			this.reading.set(fresh);
			return fresh.now();
		}
		catch (DataAccessException ex) {
			if (last == null) {
				throw ex;
			}
			return last.now();
		}
	}

	/**
	 * Ask for the time. To wait for a connection is no part of asking: whoever did so for
	 * long would be ahead of the database by half of it.
	 */
	private ClockReading readClock() {
		ClockReading read = jdbc().execute((StatementCallback<ClockReading>) (statement) -> {
			long before = System.nanoTime();
			try (ResultSet row = statement.executeQuery(this.platform.currentMillis())) {
				if (!row.next()) {
					throw new IllegalStateException("The database does not tell the time");
				}
				return new ClockReading(Instant.ofEpochMilli(row.getLong(1)),
						before + (System.nanoTime() - before) / 2);
			}
		});
		return Objects.requireNonNull(read);
	}

	/**
	 * What the database's clock showed when.
	 */
	private record ClockReading(Instant time, long nanoTime) {

		Duration age() {
			return Duration.ofNanos(System.nanoTime() - this.nanoTime);
		}

		Instant now() {
			return this.time.plusMillis(age().toMillis());
		}

	}

}
