package dev.sendpost.domain.dns;

import java.util.List;
import java.util.function.Function;

/**
 * An answer of the domain name system.
 *
 * @param <T> what a record holds
 * @param status what became of the question
 * @param records the records; none unless they were found
 * @param aliases the names that the name is an alias of, one after the other (RFC 1034
 * section 3.6.2)
 * @param explanation what happened, for a person to read; empty if records were found
 */
public record DnsAnswer<T>(DnsStatus status, List<T> records, List<String> aliases, String explanation) {

	/**
	 * Create an answer.
	 */
	public DnsAnswer {
		records = List.copyOf(records);
		aliases = List.copyOf(aliases);
	}

	/**
	 * Whether there are records.
	 * @return whether there is at least one
	 */
	public boolean isFound() {
		return this.status == DnsStatus.FOUND;
	}

	/**
	 * Whether the name system says that there is nothing: a void look-up (RFC 7208
	 * section 4.6.4).
	 * @return whether the name or the records do not exist
	 */
	public boolean isVoid() {
		return this.status == DnsStatus.NO_DATA || this.status == DnsStatus.NO_SUCH_NAME;
	}

	/**
	 * Whether asking later may bring another answer without anybody changing the zone.
	 * @return whether it may
	 */
	public boolean isTemporary() {
		return this.status == DnsStatus.UNAVAILABLE;
	}

	<R> DnsAnswer<R> map(Function<T, R> mapping) {
		return new DnsAnswer<>(this.status, this.records.stream().map(mapping).toList(), this.aliases,
				this.explanation);
	}

}
