package dev.sendpost.audit;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One page of changes, the latest first.
 *
 * @param entries the changes
 * @param next what the next page follows, or {@code null} if this is the last
 */
public record AuditPage(List<AuditEntry> entries, @Nullable UUID next) {

	/**
	 * Create a page.
	 */
	public AuditPage {
		entries = List.copyOf(entries);
	}

}
