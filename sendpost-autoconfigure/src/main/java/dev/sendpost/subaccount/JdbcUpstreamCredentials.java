package dev.sendpost.subaccount;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Credentials of sub-accounts in the table {@code sendpost_upstream_credential},
 * encrypted. Each is bound to its row and column.
 */
public final class JdbcUpstreamCredentials {

	private static final String TABLE = "sendpost_upstream_credential";

	private final Store store;

	private final SecretCipher cipher;

	/**
	 * Create the storage of credentials.
	 * @param store where they are kept
	 * @param cipher encrypts them
	 */
	public JdbcUpstreamCredentials(Store store, SecretCipher cipher) {
		this.store = store;
		this.cipher = cipher;
	}

	void put(CredentialsKey key, UpstreamCredentials credentials) {
		String username = encrypt(credentials.username(), key, "username");
		String secret = this.cipher.encrypt(credentials.secret(), context(key, "secret"));
		this.store.inCallersTransaction(() -> {
			long now = this.store.now().toEpochMilli();
			boolean inserted = this.store.insertIfAbsent(TABLE, "sub_account, transport, username, secret, updated_at",
					key.subAccount(), key.transport(), username, secret, now);
			return inserted ? 1
					: this.store.update(
							"update " + TABLE + " set username = ?, secret = ?, updated_at = ?"
									+ " where sub_account = ? and transport = ?",
							Arrays.asList(username, secret, now, key.subAccount(), key.transport()));
		});
	}

	void remove(CredentialsKey key) {
		this.store.inCallersTransaction(() -> this.store.jdbc()
			.update("delete from " + TABLE + " where sub_account = ? and transport = ?", key.subAccount(),
					key.transport()));
	}

	List<String> transports(String subAccount) {
		return this.store.jdbc()
			.queryForList("select transport from " + TABLE + " where sub_account = ? order by transport", String.class,
					subAccount);
	}

	Optional<UpstreamCredentials> find(CredentialsKey key) {
		return this.store.jdbc()
			.query("select username, secret from " + TABLE + " where sub_account = ? and transport = ?",
					(row, number) -> row(row, key), key.subAccount(), key.transport())
			.stream()
			.findFirst();
	}

	private UpstreamCredentials row(ResultSet row, CredentialsKey key) throws SQLException {
		String username = row.getString("username");
		return new UpstreamCredentials(
				(username != null) ? this.cipher.decrypt(username, context(key, "username")) : null,
				this.cipher.decrypt(row.getString("secret"), context(key, "secret")));
	}

	private @Nullable String encrypt(@Nullable String text, CredentialsKey key, String column) {
		return (text != null) ? this.cipher.encrypt(text, context(key, column)) : null;
	}

	private static String context(CredentialsKey key, String column) {
		return TABLE + "/" + key.subAccount() + "/" + key.transport() + "/" + column;
	}

}
