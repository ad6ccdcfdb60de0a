package dev.sendpost.api.sendpost;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sendpost.domain.DomainRecord;
import dev.sendpost.domain.DomainRecordKind;
import dev.sendpost.domain.SendingDomain;
import org.jspecify.annotations.Nullable;

/**
 * A sending domain, {@code Domain}. Records that are not to be published are left out,
 * with all that would be said of them.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DomainAnswer(long id, String name, @Nullable Published dkim, @Nullable Published spf,
		@Nullable Published returnPath, @Nullable Published track, @Nullable Published dmarc,
		@Nullable Boolean dkimVerified, @Nullable Boolean spfVerified, @Nullable Boolean dmarcVerified,
		@Nullable Boolean returnPathVerified, @Nullable Boolean trackVerified, boolean verified, long created,
		@Nullable String dmarcFailureReason, @Nullable String dkimFailureReason, @Nullable String trackFailureReason,
		@Nullable String returnPathFailureReason) {

	/**
	 * The answer about a domain.
	 * @param domain the domain
	 * @param javaSdk whether the {@link JavaSdk} asks, which does not know SPF
	 */
	static DomainAnswer of(SendingDomain domain, boolean javaSdk) {
		DomainRecord dkim = record(domain, DomainRecordKind.DKIM);
		DomainRecord spf = javaSdk ? null : record(domain, DomainRecordKind.SPF);
		DomainRecord returnPath = record(domain, DomainRecordKind.RETURN_PATH);
		DomainRecord track = record(domain, DomainRecordKind.TRACKING);
		DomainRecord dmarc = record(domain, DomainRecordKind.DMARC);
		return new DomainAnswer(domain.number(), domain.name(), published(dkim), published(spf), published(returnPath),
				published(track), published(dmarc), verified(dkim), verified(spf), verified(dmarc),
				verified(returnPath), verified(track), domain.verified(), Nanos.of(domain.createdAt()), reason(dmarc),
				reason(dkim), reason(track), reason(returnPath));
	}

	private static @Nullable DomainRecord record(SendingDomain domain, DomainRecordKind kind) {
		return domain.record(kind).orElse(null);
	}

	private static @Nullable Published published(@Nullable DomainRecord record) {
		return (record != null) ? new Published(record.host(), record.type(), record.value()) : null;
	}

	private static @Nullable Boolean verified(@Nullable DomainRecord record) {
		return (record != null) ? record.isVerified() : null;
	}

	private static @Nullable String reason(@Nullable DomainRecord record) {
		if (record == null) {
			return null;
		}
		return (record.isVerified() || record.reason() == null) ? "" : record.reason();
	}

	/**
	 * A record to be published.
	 *
	 * @param host where
	 * @param type its type
	 * @param textValue its value
	 */
	record Published(String host, String type, String textValue) {

	}

}
