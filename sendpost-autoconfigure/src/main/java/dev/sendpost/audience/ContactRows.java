package dev.sendpost.audience;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import dev.sendpost.csv.CsvRows;
import dev.sendpost.store.Store;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.Suppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.Suppressions;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file of contacts. Those who get no mail become contacts that get none,
 * and are put on no list.
 */
final class ContactRows implements CsvRows {

	private final Store store;

	private final Suppressions suppressions;

	private final Audience audience;

	private final @Nullable UUID list;

	private final boolean doubleOptIn;

	private final List<ContactDetails> subscribed = new ArrayList<>();

	private final Map<ContactDetails, SuppressionReason> suppressed = new LinkedHashMap<>();

	private @Nullable ContactColumns columns;

	ContactRows(AudienceStore store, Audience audience, @Nullable UUID list) {
		this.store = store.store();
		this.suppressions = store.suppressions();
		this.audience = audience;
		this.list = list;
		this.doubleOptIn = list != null && audience.lists().require(list).details().doubleOptIn();
	}

	@Override
	public boolean isHeader(List<String> first) {
		return first.stream().noneMatch((cell) -> cell.indexOf('@') >= 0);
	}

	@Override
	public void header(List<String> header) {
		this.columns = ContactColumns.of(header);
	}

	@Override
	public void withoutHeader(int count) {
		this.columns = ContactColumns.withoutHeader(count);
	}

	@Override
	public void take(List<String> cells) {
		ContactColumns.Row row = Objects.requireNonNull(this.columns).row(cells);
		switch (row.status()) {
			case SUBSCRIBED -> this.subscribed.add(row.details());
			case PENDING -> this.subscribed.add(requirePossible(row.details()));
			case UNSUBSCRIBED -> this.suppressed.put(row.details(), SuppressionReason.UNSUBSCRIBE);
			case BOUNCED -> this.suppressed.put(row.details(), SuppressionReason.HARD_BOUNCE);
			case COMPLAINED -> this.suppressed.put(row.details(), SuppressionReason.SPAM_COMPLAINT);
			case SUPPRESSED -> this.suppressed.put(row.details(), SuppressionReason.MANUAL);
		}
	}

	private ContactDetails requirePossible(ContactDetails details) {
		if (!this.doubleOptIn) {
			throw new IllegalArgumentException(
					"it is pending, and only on a list with double opt-in can it be asked to confirm");
		}
		return details;
	}

	@Override
	public int write() {
		return this.store.inOwnTransaction(() -> {
			// A table that is being filled has grown since its statistics were taken.
			this.store.preferIndexes();
			int added = this.audience.contacts().write(this.subscribed, this.list).added();
			if (!this.suppressed.isEmpty()) {
				added += this.audience.contacts().write(this.suppressed.keySet(), null).added();
				this.suppressions.add(this.suppressed.entrySet()
					.stream()
					.map((entry) -> NewSuppression.of(entry.getKey().address(), entry.getValue())
						.subAccount(this.audience.subAccount())
						.createdBy(Suppression.BY_IMPORT))
					.toList());
			}
			return added;
		});
	}

	@Override
	public void clear() {
		this.subscribed.clear();
		this.suppressed.clear();
	}

}
