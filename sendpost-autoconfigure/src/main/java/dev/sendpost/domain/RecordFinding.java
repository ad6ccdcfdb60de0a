package dev.sendpost.domain;

import dev.sendpost.domain.dns.DnsAnswer;
import org.jspecify.annotations.Nullable;

/**
 * What a look for one record found.
 *
 * @param state {@link DomainRecordState#PENDING} if the name system did not tell
 * @param reason what there is to say, or {@code null}
 */
record RecordFinding(DomainRecordState state, @Nullable String reason) {

	/** How the reason of a record begins that the name system tells nothing about. */
	static final String UNKNOWN = "could not be checked: ";

	private static final int MAX_REASON_LENGTH = 1000;

	/**
	 * Create a finding. What others publish may be in the reason, but not all of it.
	 */
	RecordFinding {
		if (reason != null) {
			reason = reason.replaceAll("[^\\x20-\\x7e]", "?");
			reason = (reason.length() > MAX_REASON_LENGTH) ? reason.substring(0, MAX_REASON_LENGTH) : reason;
		}
	}

	static RecordFinding verified(@Nullable String remark) {
		return new RecordFinding(DomainRecordState.VERIFIED, remark);
	}

	static RecordFinding failed(String reason) {
		return new RecordFinding(DomainRecordState.FAILED, reason);
	}

	static RecordFinding unknown(String reason) {
		return new RecordFinding(DomainRecordState.PENDING, reason);
	}

	/**
	 * What an answer without records means.
	 */
	static RecordFinding of(DnsAnswer<?> answer) {
		return answer.isTemporary() ? unknown(answer.explanation()) : failed(answer.explanation());
	}

	/**
	 * The record after this finding. One that the name system tells nothing about stays
	 * what it was: a server that is away proves nothing.
	 */
	DomainRecord applyTo(DomainRecord record) {
		if (this.state != DomainRecordState.PENDING) {
			return record.with(this.state, this.reason);
		}
		return record.with(record.state(), UNKNOWN + this.reason);
	}

}
