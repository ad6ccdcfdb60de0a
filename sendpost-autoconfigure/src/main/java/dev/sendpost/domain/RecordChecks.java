package dev.sendpost.domain;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.sendpost.domain.dkim.DkimKeyRecord;
import dev.sendpost.domain.dns.DnsAnswer;
import dev.sendpost.domain.dns.DnsResolver;
import dev.sendpost.domain.dns.MailExchanger;
import dev.sendpost.domain.spf.SpfEvaluator;
import dev.sendpost.domain.spf.SpfResult;
import dev.sendpost.domain.spf.SpfVerdict;

/**
 * Looks for the records of one domain.
 */
final class RecordChecks {

	private final DnsResolver dns;

	private final SendingDomainSettings settings;

	RecordChecks(DnsResolver dns, SendingDomainSettings settings) {
		this.dns = dns;
		this.settings = settings;
	}

	/**
	 * The records as they are now.
	 */
	List<DomainRecord> check(String domain, List<DomainRecord> records, List<PublishedKey> keys) {
		List<DomainRecord> checked = new ArrayList<>(records.size());
		for (DomainRecord record : records) {
			checked.add(find(domain, record, keys).applyTo(record));
		}
		return checked;
	}

	private RecordFinding find(String domain, DomainRecord record, List<PublishedKey> keys) {
		return switch (record.kind()) {
			case DKIM -> keys.stream()
				.filter((key) -> PublishedKey.host(key.selector(), domain).equals(record.host()))
				.findFirst()
				.map((key) -> dkim(record, key))
				.orElseGet(() -> RecordFinding.failed("there is no such key any more"));
			case SPF -> spf(domain);
			case RETURN_PATH, TRACKING -> alias(record);
			case MX -> mx(record);
			case DMARC -> new DmarcCheck(this.dns).find(domain);
		};
	}

	private RecordFinding dkim(DomainRecord record, PublishedKey key) {
		DnsAnswer<String> answer = this.dns.txt(record.host());
		if (!answer.isFound()) {
			return RecordFinding.of(answer);
		}
		List<String> texts = answer.records();
		if (texts.size() > 1) {
			return RecordFinding.failed(record.host() + " has " + texts.size()
					+ " TXT records; there must be one (split strings belong" + " to one record)");
		}
		try {
			DkimKeyRecord found = DkimKeyRecord.parse(texts.get(0));
			String mismatch = found.mismatch(key.algorithm(), key.publicKey());
			if (mismatch != null) {
				return RecordFinding.failed(mismatch);
			}
			return RecordFinding.verified(
					found.isTest() ? "t=y: receivers may treat the mail as if it were not signed; remove it" : null);
		}
		catch (IllegalArgumentException ex) {
			return RecordFinding.failed("the record is malformed: " + ex.getMessage());
		}
	}

	private RecordFinding spf(String domain) {
		SpfEvaluator evaluator = new SpfEvaluator(this.dns);
		if (this.settings.spfInclude() != null) {
			String include = "include:" + this.settings.spfInclude();
			RecordFinding finding = spf(evaluator.checkIncludes(this.settings.spfInclude(), domain), include);
			if (finding.state() != DomainRecordState.VERIFIED) {
				return finding;
			}
		}
		for (InetAddress address : this.settings.sendingAddresses()) {
			String term = ((address.getAddress().length == 4) ? "ip4:" : "ip6:") + address.getHostAddress();
			RecordFinding finding = spf(evaluator.checkHost(address, domain, "postmaster@" + domain, domain), term);
			if (finding.state() != DomainRecordState.VERIFIED) {
				return finding;
			}
		}
		return RecordFinding.verified(null);
	}

	private static RecordFinding spf(SpfVerdict verdict, String term) {
		return switch (verdict.result()) {
			case PASS -> RecordFinding.verified(null);
			case TEMPERROR -> RecordFinding.unknown(verdict.describe());
			case PERMERROR -> RecordFinding.failed("permerror: " + verdict.describe());
			case NONE -> RecordFinding.failed(verdict.describe());
			case FAIL, SOFTFAIL, NEUTRAL -> RecordFinding.failed(
					name(verdict.result()) + ": " + verdict.describe() + "; add " + term + " before what matches all");
		};
	}

	private static String name(SpfResult result) {
		return result.name().toLowerCase(Locale.ROOT);
	}

	private RecordFinding alias(DomainRecord record) {
		DnsAnswer<String> answer = this.dns.aliases(record.host());
		if (!answer.isFound()) {
			return RecordFinding.of(answer);
		}
		return answer.records().contains(record.value()) ? RecordFinding.verified(null) : RecordFinding
			.failed("it is an alias of " + String.join(" -> ", answer.records()) + ", not of " + record.value());
	}

	private RecordFinding mx(DomainRecord record) {
		DnsAnswer<MailExchanger> answer = this.dns.mx(record.host());
		if (!answer.isFound()) {
			return RecordFinding.of(answer);
		}
		List<String> hosts = answer.records().stream().map(MailExchanger::host).toList();
		if (hosts.contains("")) {
			return RecordFinding.failed(record.host() + " says that it takes no mail (RFC 7505), so bounces are lost");
		}
		String bounceHost = this.settings.bounceHost();
		return (bounceHost == null || hosts.contains(bounceHost)) ? RecordFinding.verified(null)
				: RecordFinding.failed("its mail goes to " + String.join(", ", hosts) + ", not to " + bounceHost);
	}

}
