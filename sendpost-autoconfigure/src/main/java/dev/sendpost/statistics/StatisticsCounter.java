package dev.sendpost.statistics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.sendpost.store.RowDeleter;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Counts the facts of the delivery log, each exactly once. Whatever records a fact notes
 * in the same transaction that it is uncounted; the note goes in the transaction that
 * counts it. A lock keeps nodes from counting at the same time.
 */
public final class StatisticsCounter {

	private static final Duration HOURS_KEPT = Duration.ofDays(90);

	private static final Duration DIMENSIONS_KEPT = Duration.ofDays(400);

	private static final int NOTES_AT_ONCE = 1024;

	private static final int MESSAGES_AT_ONCE = 512;

	private static final String COUNTS = "sendpost_statistic";

	private static final String RECOUNT = "sendpost_statistic_recount";

	private static final RowDeleter NOTES = new RowDeleter("sendpost_uncounted",
			List.of("email_id uuid", "event_id uuid"));

	private final Store store;

	private final StatisticsSettings settings;

	private final CountedMessages messages;

	/**
	 * Create a counter.
	 * @param store what to count, and where
	 * @param settings what it has to know of the rest
	 */
	public StatisticsCounter(Store store, StatisticsSettings settings) {
		this.store = store;
		this.settings = settings;
		this.messages = new CountedMessages(store, settings.uncountedRoute());
	}

	/**
	 * Finish the recount that was asked for, if any; count what was recorded since the
	 * last time; and delete counts that are kept no longer. To be called from time to
	 * time, by one node; another one that calls it too waits.
	 */
	public void countNew() {
		boolean recounting = true;
		while (recounting && !Thread.currentThread().isInterrupted()) {
			recounting = this.store.inOwnTransaction(this::recountSome);
		}
		UUID last = new UUID(0, 0);
		while (last != null && !Thread.currentThread().isInterrupted()) {
			UUID after = last;
			last = this.store.inOwnTransaction(() -> countSome(after));
		}
		this.store.inOwnTransaction(this::deleteOld);
	}

	/**
	 * Ask for a recount of days from the facts. It is done by {@link #countNew()}, some
	 * messages at a time, goes on where it was if a node dies over it, and replaces the
	 * counts in the end; until then the old ones are shown, and new facts wait to be
	 * counted. A fact of those days about a message that is deleted already is not found
	 * again.
	 * @param first the first day, of UTC
	 * @param last the last day, also included
	 * @throws IllegalArgumentException if the last day is before the first, or messages
	 * that were accepted on the first may be deleted already
	 * @throws IllegalStateException if another recount is not finished
	 */
	public void recount(LocalDate first, LocalDate last) {
		if (last.isBefore(first)) {
			throw new IllegalArgumentException("A recount cannot begin on %s and end on %s".formatted(first, last));
		}
		LocalDate earliest = LocalDate.ofInstant(this.store.now().minus(this.settings.logRetention()), ZoneOffset.UTC)
			.plusDays(2);
		if (first.isBefore(earliest)) {
			throw new IllegalArgumentException(
					"A recount cannot begin on %s: messages of the time before %s may be deleted already"
						.formatted(first, earliest));
		}
		this.store.inOwnTransaction(() -> {
			if (lock() != null) {
				throw new IllegalStateException("There is a recount that is not finished");
			}
			this.store.update("delete from " + RECOUNT, List.of());
			return this.store
				.update("update sendpost_statistic_state set recount_from = ?, recount_until = ?, recounted = null,"
						+ " recounted_messages = 0 where id = 1", List.of(millis(first), millis(last.plusDays(1))));
		});
	}

	/**
	 * The recount that was asked for.
	 * @return how far it is, or nothing if it is finished
	 */
	public Optional<StatisticsRecount> recount() {
		return this.store.jdbc()
			.query("select * from sendpost_statistic_state where recount_from is not null",
					(row, number) -> progress(row))
			.stream()
			.findFirst()
			.map((progress) -> new StatisticsRecount(day(progress.from()), day(progress.until()).minusDays(1),
					progress.messages()));
	}

	private static long millis(LocalDate day) {
		return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
	}

	private static LocalDate day(long millis) {
		return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
	}

	/**
	 * Keep others from counting until the end of the transaction.
	 * @return the recount under way, or {@code null} if there is none
	 */
	private @Nullable Progress lock() {
		List<Progress> state = locked();
		if (state.isEmpty()) {
			this.store.insertIfAbsent("sendpost_statistic_state", "id, recounted_messages", 1, 0);
			state = locked();
		}
		Progress progress = state.get(0);
		return (progress.until() > progress.from()) ? progress : null;
	}

	private List<Progress> locked() {
		return this.store.jdbc()
			.query("select * from sendpost_statistic_state where id = 1 for update", (row, number) -> progress(row));
	}

	private Progress progress(ResultSet row) throws SQLException {
		return new Progress(row.getLong("recount_from"), row.getLong("recount_until"),
				this.store.platform().uuid(row, "recounted"), row.getLong("recounted_messages"));
	}

	/**
	 * Count the facts that some notes name.
	 * @return the last message, if there are more notes about later ones
	 */
	private @Nullable UUID countSome(UUID after) {
		if (lock() != null) {
			return null;
		}
		this.store.preferIndexes();
		List<Note> notes = this.store.jdbc()
			.query("select email_id, event_id from sendpost_uncounted where email_id > ?"
					+ " order by email_id, event_id limit " + NOTES_AT_ONCE, (row, number) -> note(row),
					this.store.platform().parameter(after));
		if (notes.isEmpty()) {
			return null;
		}
		Set<Note> done = new LinkedHashSet<>(notes);
		List<UUID> ids = notes.stream().map(Note::emailId).distinct().toList();
		Map<UUID, CountedMessage> found = this.messages.read(ids);
		Cells cells = new Cells(COUNTS, (time) -> true);
		found.forEach((id, message) -> {
			message.countNew(cells, this::provider);
			if (!message.counted()) {
				done.add(new Note(id, id));
			}
			message.facts()
				.stream()
				.filter((fact) -> !fact.counted())
				.forEach((fact) -> done.add(new Note(id, fact.id())));
		});
		cells.write(this.store);
		NOTES.delete(this.store,
				done.stream()
					.map((note) -> new @Nullable Object[] { this.store.platform().parameter(note.emailId()),
							this.store.platform().parameter(note.eventId()) })
					.toList());
		return (notes.size() == NOTES_AT_ONCE) ? ids.get(ids.size() - 1) : null;
	}

	private Note note(ResultSet row) throws SQLException {
		return new Note(this.store.platform().requiredUuid(row, "email_id"),
				this.store.platform().requiredUuid(row, "event_id"));
	}

	private String provider(String mailbox) {
		return Objects.requireNonNullElse(
				this.settings.providers().apply(mailbox.substring(mailbox.lastIndexOf('@') + 1)), Cells.OTHER_PROVIDER);
	}

	/**
	 * Recount some messages, or put the counts in place if there are no more.
	 * @return whether there is more to do
	 */
	private boolean recountSome() {
		Progress progress = lock();
		if (progress == null) {
			return false;
		}
		this.store.preferIndexes();
		List<UUID> ids = this.store.jdbc()
			.query("select id from sendpost_email where id > ? order by id limit " + MESSAGES_AT_ONCE,
					(row, number) -> this.store.platform().requiredUuid(row, "id"),
					this.store.platform().parameter(Objects.requireNonNullElse(progress.last(), new UUID(0, 0))));
		if (ids.isEmpty()) {
			putInPlace(progress);
			return false;
		}
		Cells cells = new Cells(RECOUNT, (time) -> time >= progress.from() && time < progress.until());
		this.messages.read(ids).values().forEach((message) -> message.countAgain(cells, this::provider));
		cells.write(this.store);
		this.store.update(
				"update sendpost_statistic_state set recounted = ?, recounted_messages = recounted_messages + ?"
						+ " where id = 1",
				List.of(this.store.platform().parameter(ids.get(ids.size() - 1)), ids.size()));
		return true;
	}

	private void putInPlace(Progress progress) {
		for (String series : series()) {
			this.store.update("delete from " + COUNTS + " where series = ? and starts_at >= ? and starts_at < ?",
					List.of(series, progress.from(), progress.until()));
		}
		String columns = "series, sub_account, name, starts_at, " + Counter.COLUMNS;
		this.store.update("insert into " + COUNTS + " (" + columns + ") select " + columns + " from " + RECOUNT,
				List.of());
		this.store.update("delete from " + RECOUNT, List.of());
		this.store.update("update sendpost_statistic_state set recount_from = null, recount_until = null,"
				+ " recounted = null where id = 1", List.of());
	}

	private static List<String> series() {
		List<String> series = new ArrayList<>();
		Arrays.stream(StatisticsGranularity.values()).forEach((granularity) -> series.add(granularity.name()));
		Arrays.stream(StatisticsDimension.values()).forEach((dimension) -> series.add(dimension.name()));
		return series;
	}

	private int deleteOld() {
		lock();
		Instant now = this.store.now();
		int deleted = deleteBefore(StatisticsGranularity.HOUR.name(), now.minus(HOURS_KEPT));
		for (StatisticsDimension dimension : StatisticsDimension.values()) {
			deleted += deleteBefore(dimension.name(), now.minus(DIMENSIONS_KEPT));
		}
		return deleted;
	}

	private int deleteBefore(String series, Instant time) {
		return this.store.update("delete from " + COUNTS + " where series = ? and starts_at < ?",
				List.of(series, time.toEpochMilli()));
	}

	/**
	 * That a fact is uncounted.
	 */
	private record Note(UUID emailId, UUID eventId) {

	}

	/**
	 * How far a recount is. It is none where the days end before they begin.
	 */
	private record Progress(long from, long until, @Nullable UUID last, long messages) {

	}

}
