package dev.sendpost.suppression;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One page of a search, newest entry first.
 *
 * @param suppressions the entries
 * @param next where the next page begins, for {@link SuppressionSearch#after(Long)}, or
 * {@code null} if this is the last
 */
public record SuppressionPage(List<Suppression> suppressions, @Nullable Long next) {

	/**
	 * Create a page.
	 */
	public SuppressionPage {
		suppressions = List.copyOf(suppressions);
	}

}
