package dev.sendpost.suppression;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.csv.CsvCell;
import dev.sendpost.csv.RefusedLine;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a file, and what its rows mean. Their names, and the names and numbers
 * of the reasons, are those of SendPost's API.
 */
final class SuppressionColumns {

	static final String EMAIL = "email";

	static final String TYPE = "type";

	static final String SMTP_ERROR = "smtp_error";

	static final String CREATED = "created";

	static final String EXPIRES = "expires";

	static final String SUB_ACCOUNT = "sub_account";

	static final String CREATED_BY = "created_by";

	static final String HASH = "hash";

	/** The columns of an export. */
	static final List<String> ALL = List.of(EMAIL, TYPE, SMTP_ERROR, CREATED, EXPIRES, SUB_ACCOUNT, CREATED_BY, HASH);

	private static final Map<String, String> ALIASES = Map.of("address", EMAIL, "emailaddress", EMAIL, "recipient",
			EMAIL, "reason", TYPE, "smtperror", SMTP_ERROR, "createdat", CREATED, "expiresat", EXPIRES, "subaccount",
			SUB_ACCOUNT);

	private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

	private final Map<String, Integer> columns;

	private final int count;

	private SuppressionColumns(Map<String, Integer> columns, int count) {
		this.columns = columns;
		this.count = count;
	}

	/**
	 * Whether a first row is no header but an entry already.
	 */
	static boolean isEntry(List<String> row) {
		return row.stream().anyMatch((cell) -> cell.indexOf('@') >= 0);
	}

	/**
	 * Columns without a header: the first is the address.
	 */
	static SuppressionColumns withoutHeader(int count) {
		return new SuppressionColumns(Map.of(EMAIL, 0), count);
	}

	/**
	 * Columns by their header.
	 * @throws IllegalArgumentException if the address is not among them, or one is there
	 * twice
	 */
	static SuppressionColumns of(List<String> header) {
		Map<String, Integer> columns = new HashMap<>();
		for (int i = 0; i < header.size(); i++) {
			String name = header.get(i).strip().toLowerCase(Locale.ROOT);
			String known = ALL.contains(name) ? name : ALIASES.get(name.replaceAll("[ _-]", ""));
			if (known != null && columns.putIfAbsent(known, i) != null) {
				throw new IllegalArgumentException("the column '" + known + "' is there twice");
			}
		}
		if (!columns.containsKey(EMAIL) && !columns.containsKey(HASH)) {
			throw new IllegalArgumentException("the header " + new RefusedLine(1, "", header.toString()).text()
					+ " has no column '" + EMAIL + "'; columns are separated by commas");
		}
		return new SuppressionColumns(columns, header.size());
	}

	/**
	 * Read a row.
	 * @throws IllegalArgumentException or another {@link RuntimeException} whose message
	 * says what is wrong with it
	 */
	Row row(List<String> cells, SuppressionImport options) {
		if (cells.size() != this.count) {
			throw new IllegalArgumentException("it has " + cells.size() + " fields instead of " + this.count);
		}
		SuppressionReason reason = reason(cell(cells, TYPE), options.reason());
		SuppressionScope scope = scope(cell(cells, SUB_ACCOUNT), options.scope());
		String smtpError = cell(cells, SMTP_ERROR);
		Instant since = time(CREATED, cell(cells, CREATED));
		Instant expiresAt = time(EXPIRES, cell(cells, EXPIRES));
		String hash = cell(cells, HASH);
		String email = cell(cells, EMAIL);
		if (email == null && hash != null) {
			return new Row(null, new StoredSuppression(key(hash),
					new Suppression(0, null, reason, scope, smtpError, since, expiresAt, options.createdBy())));
		}
		if (email == null) {
			throw new IllegalArgumentException("it has no address");
		}
		return new Row(new NewSuppression(SuppressionTarget.parse(email), reason, scope, smtpError, since, expiresAt,
				options.createdBy()), null);
	}

	private @Nullable String cell(List<String> cells, String column) {
		Integer index = this.columns.get(column);
		String text = (index != null) ? CsvCell.read(cells.get(index).strip()) : "";
		return text.isEmpty() ? null : text;
	}

	private static SuppressionReason reason(@Nullable String text, SuppressionReason preset) {
		if (text == null) {
			return preset;
		}
		return switch (text.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "")) {
			case "0", "manual" -> SuppressionReason.MANUAL;
			case "1", "unsubscribe", "unsubscribed" -> SuppressionReason.UNSUBSCRIBE;
			case "2", "hardbounce", "hardbounced", "bounce" -> SuppressionReason.HARD_BOUNCE;
			case "3", "spamcomplaint", "complaint", "spam" -> SuppressionReason.SPAM_COMPLAINT;
			default -> throw new IllegalArgumentException(
					"'" + text + "' is no type: manual (0), unsubscribe (1), hardBounce (2) and spamComplaint (3) are");
		};
	}

	/**
	 * The name of a reason.
	 */
	static String type(SuppressionReason reason) {
		return switch (reason) {
			case MANUAL -> "manual";
			case UNSUBSCRIBE -> "unsubscribe";
			case HARD_BOUNCE -> "hardBounce";
			case SPAM_COMPLAINT -> "spamComplaint";
		};
	}

	private static SuppressionScope scope(@Nullable String subAccount, @Nullable SuppressionScope required) {
		SuppressionScope named = (subAccount != null) ? SuppressionScope.subAccount(subAccount) : null;
		if (required == null) {
			return (named != null) ? named : SuppressionScope.account();
		}
		if (named != null && !named.equals(required)) {
			throw new IllegalArgumentException("it is for the " + named + " and not for the " + required);
		}
		return required;
	}

	/**
	 * A time in ISO 8601, or in seconds, milliseconds or nanoseconds since 1970.
	 */
	private static @Nullable Instant time(String column, @Nullable String text) {
		if (text == null) {
			return null;
		}
		try {
			Instant time = time(text);
			if (time.isBefore(Instant.EPOCH) || !time.isBefore(YEAR_10000)) {
				throw new IllegalArgumentException(
						"'" + text + "' in the column '" + column + "' is not within the years 1970 to 9999");
			}
			return time;
		}
		catch (DateTimeParseException | NumberFormatException ex) {
			throw new IllegalArgumentException("'" + text + "' in the column '" + column
					+ "' is no time such as 2026-02-03T04:05:06Z, nor nanoseconds since 1970", ex);
		}
	}

	private static Instant time(String text) {
		if (!text.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			return Instant.parse(text);
		}
		long number = Long.parseLong(text);
		if (text.length() > 16) {
			return Instant.ofEpochSecond(number / 1_000_000_000, number % 1_000_000_000);
		}
		return (text.length() > 11) ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
	}

	private static UUID key(String hash) {
		if (!hash.matches("[0-9a-fA-F]{32}")) {
			throw new IllegalArgumentException("'" + hash + "' is no hash of 32 hexadecimal digits");
		}
		return new UUID(Long.parseUnsignedLong(hash.substring(0, 16), 16),
				Long.parseUnsignedLong(hash.substring(16), 16));
	}

	/**
	 * The cells of an entry, in the order of {@link #ALL}.
	 */
	static List<String> cells(StoredSuppression stored) {
		Suppression suppression = stored.suppression();
		List<String> cells = new ArrayList<>(ALL.size());
		SuppressionTarget target = suppression.target();
		cells.add(CsvCell.write((target != null) ? target.toString() : null));
		cells.add(type(suppression.reason()));
		cells.add(CsvCell.write(suppression.smtpError()));
		cells.add((suppression.since() != null) ? suppression.since().toString() : "");
		cells.add((suppression.expiresAt() != null) ? suppression.expiresAt().toString() : "");
		cells.add(CsvCell.write(suppression.scope().subAccount()));
		cells.add(CsvCell.write(suppression.createdBy()));
		cells.add((target != null) ? "" : stored.key().toString().replace("-", ""));
		return cells;
	}

	/**
	 * What a row means: a suppression to add, or else one of which only the hash is
	 * known.
	 */
	record Row(@Nullable NewSuppression readable, @Nullable StoredSuppression hashed) {

	}

}
