package dev.sendpost.domain;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

import dev.sendpost.domain.dkim.DkimKeyRecord;
import org.jspecify.annotations.Nullable;

/**
 * Lists what is to be published for a domain.
 */
final class RecordsToPublish {

	static final String DMARC_PREFIX = "_dmarc.";

	private static final String RETURN_PATH_PREFIX = "sp-bounces.";

	private static final String TRACKING_PREFIX = "track.";

	/** Asks for nothing but lets the domain be seen as one that has DMARC. */
	private static final String DMARC_RECORD = "v=DMARC1; p=none;";

	/** What stands in for a host that the domain itself chooses. */
	static final String ANY_HOST = "";

	private final SendingDomainSettings settings;

	RecordsToPublish(SendingDomainSettings settings) {
		this.settings = settings;
	}

	/**
	 * The records, none of them checked.
	 */
	List<DomainRecord> list(String name, List<PublishedKey> keys) {
		List<DomainRecord> records = new ArrayList<>();
		for (PublishedKey key : keys) {
			records.add(record(DomainRecordKind.DKIM, PublishedKey.host(key.selector(), name), "TXT",
					DkimKeyRecord.text(key.algorithm(), key.publicKey()), key.required()));
		}
		if (this.settings.spfInclude() != null || !this.settings.sendingAddresses().isEmpty()) {
			records.add(record(DomainRecordKind.SPF, name, "TXT",
					spf(this.settings.spfInclude(), this.settings.sendingAddresses()), true));
		}
		if (this.settings.returnPathTarget() != null) {
			records.add(record(DomainRecordKind.RETURN_PATH, RETURN_PATH_PREFIX + name, "CNAME",
					this.settings.returnPathTarget(), true));
		}
		if (this.settings.bounceHost() != null) {
			records.add(record(DomainRecordKind.MX, RETURN_PATH_PREFIX + name, "MX", "10 " + this.settings.bounceHost(),
					false));
		}
		else {
			records.add(record(DomainRecordKind.MX, name, "MX", ANY_HOST, false));
		}
		if (this.settings.trackingTarget() != null) {
			records.add(record(DomainRecordKind.TRACKING, TRACKING_PREFIX + name, "CNAME",
					this.settings.trackingTarget(), false));
		}
		records.add(record(DomainRecordKind.DMARC, DMARC_PREFIX + name, "TXT", DMARC_RECORD, false));
		return records;
	}

	private static DomainRecord record(DomainRecordKind kind, String host, String type, String value,
			boolean required) {
		return new DomainRecord(kind, host, type, value, required, DomainRecordState.PENDING, null);
	}

	static String spf(@Nullable String include, List<InetAddress> addresses) {
		StringBuilder spf = new StringBuilder("v=spf1");
		if (include != null) {
			spf.append(" include:").append(include);
		}
		for (InetAddress address : addresses) {
			spf.append((address instanceof Inet6Address) ? " ip6:" : " ip4:").append(address.getHostAddress());
		}
		return spf.append(" ~all").toString();
	}

}
