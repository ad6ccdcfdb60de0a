package dev.sendpost.suppression;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.sendpost.csv.CsvRows;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file of suppressions.
 */
final class SuppressionRows implements CsvRows {

	private final Suppressions suppressions;

	private final SuppressionImport options;

	private final List<NewSuppression> readable = new ArrayList<>();

	private final List<StoredSuppression> hashed = new ArrayList<>();

	private @Nullable SuppressionColumns columns;

	SuppressionRows(Suppressions suppressions, SuppressionImport options) {
		this.suppressions = suppressions;
		this.options = options;
	}

	@Override
	public boolean isHeader(List<String> first) {
		return !SuppressionColumns.isEntry(first);
	}

	@Override
	public void header(List<String> header) {
		this.columns = SuppressionColumns.of(header);
	}

	@Override
	public void withoutHeader(int count) {
		this.columns = SuppressionColumns.withoutHeader(count);
	}

	@Override
	public void take(List<String> cells) {
		SuppressionColumns.Row entry = Objects.requireNonNull(this.columns).row(cells, this.options);
		if (entry.readable() != null) {
			this.readable.add(entry.readable());
		}
		if (entry.hashed() != null) {
			this.hashed.add(entry.hashed());
		}
	}

	@Override
	public int write() {
		return this.suppressions.addImported(this.readable, this.hashed);
	}

	@Override
	public void clear() {
		this.readable.clear();
		this.hashed.clear();
	}

}
