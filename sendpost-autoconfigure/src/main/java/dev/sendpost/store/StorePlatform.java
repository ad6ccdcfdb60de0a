package dev.sendpost.store;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A kind of database that can be the store, and where its SQL goes its own way.
 */
public enum StorePlatform {

	/** H2 2.2.220 or newer, in its regular mode. */
	H2("select cast(extract(epoch from current_timestamp(3)) * 1000 as bigint)", true),

	/** PostgreSQL 12 or newer. */
	POSTGRESQL("select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)", true),

	/** MySQL 8. */
	MYSQL("select cast(unix_timestamp(now(3)) * 1000 as signed)", false),

	/** MariaDB 10.6 or newer. */
	MARIADB("select cast(unix_timestamp(now(3)) * 1000 as signed)", false);

	private final String currentMillis;

	private final boolean uuidType;

	StorePlatform(String currentMillis, boolean uuidType) {
		this.currentMillis = currentMillis;
		this.uuidType = uuidType;
	}

	/**
	 * Recognise a database.
	 * @param connection a connection to it
	 * @return the platform
	 * @throws SQLException if the database cannot be asked
	 * @throws IllegalArgumentException if it is none of these
	 */
	public static StorePlatform of(Connection connection) throws SQLException {
		String product = connection.getMetaData().getDatabaseProductName();
		String version = connection.getMetaData().getDatabaseProductVersion();
		if (version.toLowerCase(Locale.ROOT).contains("mariadb")) {
			return MARIADB;
		}
		return switch (product) {
			case "H2" -> H2;
			case "PostgreSQL" -> POSTGRESQL;
			case "MySQL" -> MYSQL;
			case "MariaDB" -> MARIADB;
			default -> throw new IllegalArgumentException(
					product + " cannot be the store; H2, PostgreSQL, MySQL and MariaDB can");
		};
	}

	/**
	 * The name of the platform in file names, as Spring Boot spells it.
	 * @return for example {@code postgresql}
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Whether it locks and reads as MySQL does.
	 * @return {@code true} for MySQL and MariaDB
	 */
	public boolean isMySqlFamily() {
		return this == MYSQL || this == MARIADB;
	}

	/**
	 * A query for the milliseconds since 1970 by the database's clock.
	 */
	String currentMillis() {
		return this.currentMillis;
	}

	/**
	 * An insert that passes over a row whose key exists. H2 reports it instead, and goes
	 * on with the transaction.
	 */
	String insertIfAbsent(String intoTableValues) {
		return switch (this) {
			case H2 -> "insert " + intoTableValues;
			case POSTGRESQL -> "insert " + intoTableValues + " on conflict do nothing";
			case MYSQL, MARIADB -> "insert ignore " + intoTableValues;
		};
	}

	/**
	 * An id as a parameter of a statement.
	 * @param id the id
	 * @return what the driver takes for it
	 */
	public Object parameter(UUID id) {
		if (this.uuidType) {
			return id;
		}
		return ByteBuffer.allocate(16)
			.putLong(id.getMostSignificantBits())
			.putLong(id.getLeastSignificantBits())
			.array();
	}

	/**
	 * Read an id.
	 * @param row the row
	 * @param column the name of the column
	 * @return the id, or {@code null} if the column is null
	 * @throws SQLException if the row cannot be read
	 */
	public @Nullable UUID uuid(ResultSet row, String column) throws SQLException {
		if (this.uuidType) {
			return row.getObject(column, UUID.class);
		}
		byte[] bytes = row.getBytes(column);
		if (bytes == null) {
			return null;
		}
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		return new UUID(buffer.getLong(), buffer.getLong());
	}

	/**
	 * Read an id that cannot be null.
	 * @param row the row
	 * @param column the name of the column
	 * @return the id
	 * @throws SQLException if the row cannot be read
	 */
	public UUID requiredUuid(ResultSet row, String column) throws SQLException {
		return Objects.requireNonNull(uuid(row, column), column);
	}

}
