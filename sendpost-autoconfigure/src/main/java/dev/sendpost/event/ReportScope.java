package dev.sendpost.event;

import java.util.Collection;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which messages somebody may report on.
 *
 * @param transports the names of the transports that the messages went through; all of
 * them if there is none
 * @param subAccount the name of the sub-account that they are of, or {@code null} for
 * those of all
 */
public record ReportScope(Set<String> transports, @Nullable String subAccount) {

	/** All messages. */
	public static final ReportScope ALL = new ReportScope(Set.of(), null);

	/**
	 * Create a scope.
	 */
	public ReportScope {
		transports = Set.copyOf(transports);
	}

	/**
	 * The condition on a transport and a sub-account, with its parameters. A transport
	 * that is not known may be any.
	 */
	String condition(String transport, String subAccount, Collection<Object> parameters) {
		StringBuilder condition = new StringBuilder();
		if (!this.transports.isEmpty()) {
			condition.append(" and (")
				.append(transport)
				.append(" is null or ")
				.append(transport)
				.append(" in (")
				.append(SentMessages.marks(this.transports))
				.append("))");
			parameters.addAll(this.transports);
		}
		if (this.subAccount != null) {
			condition.append(" and ").append(subAccount).append(" = ?");
			parameters.add(this.subAccount);
		}
		return condition.toString();
	}

}
