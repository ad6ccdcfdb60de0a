package dev.sendpost.domain;

import java.util.List;

/**
 * What the name system holds where a record is to be published.
 *
 * @param record the record as it is to be
 * @param values what is there, word for word, possibly nothing
 * @param explanation why there is nothing, empty if there is something
 */
public record PublishedRecord(DomainRecord record, List<String> values, String explanation) {

	/**
	 * Create a record.
	 */
	public PublishedRecord {
		values = List.copyOf(values);
	}

}
