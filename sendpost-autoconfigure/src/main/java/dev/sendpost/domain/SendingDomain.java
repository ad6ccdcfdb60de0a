package dev.sendpost.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A domain that mail is sent from, with the records to be published for it.
 *
 * @param id identifies it
 * @param number identifies it where a service counts its domains
 * @param name its name as A-labels, in lower case
 * @param subAccount the name of the sub-account that it is of, or {@code null} if all
 * sub-accounts share it
 * @param configured whether it comes from the properties, where it cannot be removed
 * @param verified whether all records that are required were found
 * @param records the records to be published
 * @param createdAt when it was added, or the application started if it is configured
 * @param checkedAt when the records were last looked for, or {@code null} if never
 */
public record SendingDomain(UUID id, long number, String name, @Nullable String subAccount, boolean configured,
		boolean verified, List<DomainRecord> records, Instant createdAt, @Nullable Instant checkedAt) {

	/**
	 * Create a sending domain.
	 */
	public SendingDomain {
		records = List.copyOf(records);
	}

	/**
	 * The first record of a kind.
	 * @param kind the kind
	 * @return the record, empty if none of the kind is to be published
	 */
	public Optional<DomainRecord> record(DomainRecordKind kind) {
		return this.records.stream().filter((record) -> record.kind() == kind).findFirst();
	}

	/**
	 * The records that keep the domain from being verified.
	 * @return required records that were not found
	 */
	public List<DomainRecord> missing() {
		return this.records.stream().filter((record) -> record.required() && !record.isVerified()).toList();
	}

	/**
	 * Whether mail of a sub-account may be sent from it.
	 * @param subAccount the name of the sub-account
	 * @return whether the domain is of that sub-account, or shared
	 */
	public boolean isFor(String subAccount) {
		return this.subAccount == null || this.subAccount.equals(subAccount);
	}

}
