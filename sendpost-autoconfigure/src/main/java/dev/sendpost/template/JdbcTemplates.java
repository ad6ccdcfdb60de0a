package dev.sendpost.template;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.store.Store;
import dev.sendpost.template.TemplateException.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps templates in the tables {@code sendpost_template} and
 * {@code sendpost_template_version}.
 */
public final class JdbcTemplates {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String COLUMNS = "id, owner, name, published, latest, created_at, changed_at";

	/** When the latest version was published, if it ever was. */
	private static final String LATEST_PUBLISHED_AT = "(select v.published_at from sendpost_template_version v"
			+ " where v.template_id = t.id and v.number = t.latest) as latest_published_at";

	private final Store store;

	private final Supplier<UUID> ids;

	/**
	 * Create the storage of templates.
	 * @param store where they are kept
	 * @param ids makes ids
	 */
	public JdbcTemplates(Store store, Supplier<UUID> ids) {
		this.store = store;
		this.ids = ids;
	}

	Optional<StoredTemplate> find(TemplateKey key) {
		return query(" where owner = ? and name = ?", key.owner(), key.name()).stream().findFirst();
	}

	Optional<StoredTemplate> find(UUID id) {
		return query(" where id = ?", this.store.platform().parameter(id)).stream().findFirst();
	}

	List<StoredTemplate> list(String owner, @Nullable String after, int size) {
		return query(" where owner = ? and name > ? order by name limit " + size, owner, (after != null) ? after : "");
	}

	private List<StoredTemplate> query(String condition, Object... parameters) {
		return this.store.jdbc()
			.query("select " + COLUMNS + ", " + LATEST_PUBLISHED_AT + " from sendpost_template t" + condition,
					(row, number) -> template(row), parameters);
	}

	private StoredTemplate template(ResultSet row) throws SQLException {
		int published = row.getInt("published");
		boolean unpublished = row.wasNull();
		row.getLong("latest_published_at");
		boolean hasDraft = row.wasNull();
		String owner = row.getString("owner");
		return new StoredTemplate(this.store.platform().requiredUuid(row, "id"), owner.isEmpty() ? null : owner,
				row.getString("name"), unpublished ? null : published, row.getInt("latest"), hasDraft,
				Instant.ofEpochMilli(row.getLong("created_at")), Instant.ofEpochMilli(row.getLong("changed_at")));
	}

	List<TemplateVersion> versions(UUID id) {
		return this.store.jdbc()
			.query("select number, source, created_at, published_at from sendpost_template_version"
					+ " where template_id = ? order by number desc", (row, number) -> version(row),
					this.store.platform().parameter(id));
	}

	Optional<TemplateVersion> version(UUID id, int number) {
		return this.store.jdbc()
			.query("select number, source, created_at, published_at from sendpost_template_version"
					+ " where template_id = ? and number = ?", (row, index) -> version(row),
					this.store.platform().parameter(id), number)
			.stream()
			.findFirst();
	}

	private static TemplateVersion version(ResultSet row) throws SQLException {
		VersionDates dates = dates(row);
		return new TemplateVersion(dates.number(), JSON.readValue(row.getBytes("source"), TemplateSource.class),
				dates.createdAt(), dates.publishedAt());
	}

	private static VersionDates dates(ResultSet row) throws SQLException {
		long publishedAt = row.getLong("published_at");
		Instant published = row.wasNull() ? null : Instant.ofEpochMilli(publishedAt);
		return new VersionDates(row.getInt("number"), Instant.ofEpochMilli(row.getLong("created_at")), published);
	}

	List<VersionDates> versions(UUID id, @Nullable Integer before, int size) {
		return this.store.jdbc()
			.query("select number, created_at, published_at from sendpost_template_version"
					+ " where template_id = ? and number < ? order by number desc limit " + size,
					(row, number) -> dates(row), this.store.platform().parameter(id),
					(before != null) ? before : Integer.MAX_VALUE);
	}

	/**
	 * What messages are made from now.
	 */
	Optional<TemplateSource> published(TemplateKey key) {
		return this.store.jdbc()
			.query("select v.source from sendpost_template t join sendpost_template_version v"
					+ " on v.template_id = t.id and v.number = t.published where t.owner = ? and t.name = ?",
					(row, number) -> JSON.readValue(row.getBytes("source"), TemplateSource.class), key.owner(),
					key.name())
			.stream()
			.findFirst();
	}

	/**
	 * Make a template with a draft, in the caller's transaction.
	 */
	StoredTemplate create(TemplateKey key, TemplateSource draft) {
		return this.store.inCallersTransaction(() -> {
			Instant now = this.store.now();
			UUID id = this.ids.get();
			boolean inserted = this.store.insertIfAbsent("sendpost_template", COLUMNS,
					this.store.platform().parameter(id), key.owner(), key.name(), null, 1, now.toEpochMilli(),
					now.toEpochMilli());
			if (!inserted) {
				throw new TemplateException(Reason.EXISTS, "there is a template " + key + " already");
			}
			insert(id, 1, draft, now);
			return new StoredTemplate(id, key.subAccount(), key.name(), null, 1, true, now, now);
		});
	}

	/**
	 * Save a draft, in the caller's transaction: in the place of the draft there is, or
	 * as a new version. What was published once stays as it is, for going back to it.
	 */
	StoredTemplate save(TemplateKey key, TemplateSource draft) {
		return this.store.inCallersTransaction(() -> {
			StoredTemplate template = locked(key);
			Instant now = this.store.now();
			int number = template.hasDraft() ? template.latest() : template.latest() + 1;
			if (template.hasDraft()) {
				this.store.jdbc()
					.update("update sendpost_template_version set source = ? where template_id = ? and number = ?",
							JSON.writeValueAsBytes(draft), this.store.platform().parameter(template.id()), number);
			}
			else {
				insert(template.id(), number, draft, now);
			}
			update(template.id(), template.published(), number, now);
			return new StoredTemplate(template.id(), template.subAccount(), template.name(), template.published(),
					number, true, template.createdAt(), now);
		});
	}

	/**
	 * Let messages be made from a version from now on, in the caller's transaction.
	 */
	StoredTemplate publish(TemplateKey key, @Nullable Integer number) {
		return this.store.inCallersTransaction(() -> {
			StoredTemplate template = locked(key);
			int version = (number != null) ? number : template.latest();
			Instant now = this.store.now();
			int updated = this.store.jdbc()
				.update("update sendpost_template_version set published_at = ? where template_id = ? and number = ?",
						now.toEpochMilli(), this.store.platform().parameter(template.id()), version);
			if (updated == 0) {
				throw new TemplateException(Reason.UNKNOWN, "template " + key + " has no version " + version);
			}
			update(template.id(), version, template.latest(), now);
			return new StoredTemplate(template.id(), template.subAccount(), template.name(), version, template.latest(),
					template.hasDraft() && version != template.latest(), template.createdAt(), now);
		});
	}

	/**
	 * Remove a template with its versions, in the caller's transaction.
	 */
	void remove(TemplateKey key) {
		this.store.inCallersTransaction(() -> {
			Object id = this.store.platform().parameter(locked(key).id());
			this.store.jdbc().update("delete from sendpost_template_version where template_id = ?", id);
			return this.store.jdbc().update("delete from sendpost_template where id = ?", id);
		});
	}

	private StoredTemplate locked(TemplateKey key) {
		return query(" where owner = ? and name = ? for update", key.owner(), key.name()).stream()
			.findFirst()
			.orElseThrow(() -> new TemplateException(Reason.UNKNOWN, "there is no template " + key));
	}

	private void insert(UUID id, int number, TemplateSource source, Instant now) {
		this.store.jdbc()
			.update("insert into sendpost_template_version (template_id, number, source, created_at)"
					+ " values (?, ?, ?, ?)", this.store.platform().parameter(id), number,
					JSON.writeValueAsBytes(source), now.toEpochMilli());
	}

	private void update(UUID id, @Nullable Integer published, int latest, Instant now) {
		this.store.jdbc()
			.update("update sendpost_template set published = ?, latest = ?, changed_at = ? where id = ?", published,
					latest, now.toEpochMilli(), this.store.platform().parameter(id));
	}

}
