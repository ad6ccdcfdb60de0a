package dev.sendpost.domain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sendpost.domain.dns.DnsAnswer;
import dev.sendpost.domain.dns.DnsResolver;

/**
 * Finds the policy of a domain, its own or that of its organizational domain (RFC 7489
 * section 6.6.3).
 */
final class DmarcCheck {

	private static final List<String> POLICIES = List.of("none", "quarantine", "reject");

	private final DnsResolver dns;

	DmarcCheck(DnsResolver dns) {
		this.dns = dns;
	}

	RecordFinding find(String domain) {
		RecordFinding own = findAt(domain, false);
		String organizational = PublicSuffixes.organizationalDomain(domain);
		boolean inherits = own.state() == DomainRecordState.FAILED && own.reason() == null;
		if (inherits && !organizational.equals(domain)) {
			own = findAt(organizational, true);
			inherits = own.state() == DomainRecordState.FAILED && own.reason() == null;
		}
		return inherits ? RecordFinding.failed("there is no DMARC record") : own;
	}

	/**
	 * What is published for one name; failed without a reason if there is nothing.
	 */
	private RecordFinding findAt(String name, boolean inherited) {
		DnsAnswer<String> answer = this.dns.txt(RecordsToPublish.DMARC_PREFIX + name);
		if (answer.isVoid()) {
			return new RecordFinding(DomainRecordState.FAILED, null);
		}
		if (!answer.isFound()) {
			return RecordFinding.of(answer);
		}
		List<String> records = answer.records().stream().filter(DmarcCheck::isRecord).toList();
		if (records.isEmpty()) {
			return new RecordFinding(DomainRecordState.FAILED, null);
		}
		if (records.size() > 1) {
			return RecordFinding.failed(RecordsToPublish.DMARC_PREFIX + name + " has " + records.size()
					+ " DMARC records, so that receivers ignore them; there must be one");
		}
		return judge(tags(records.get(0)), name, inherited);
	}

	private static boolean isRecord(String text) {
		return text.strip().matches("(?s)v\\s*=\\s*DMARC1\\s*(;.*)?");
	}

	private static Map<String, String> tags(String record) {
		Map<String, String> tags = new LinkedHashMap<>();
		for (String part : record.split(";")) {
			int equals = part.indexOf('=');
			if (equals > 0) {
				tags.putIfAbsent(part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
						part.substring(equals + 1).strip());
			}
		}
		return tags;
	}

	private static RecordFinding judge(Map<String, String> tags, String name, boolean inherited) {
		String policy = tags.getOrDefault("p", "").toLowerCase(Locale.ROOT);
		if (!POLICIES.contains(policy)) {
			return RecordFinding.failed(RecordsToPublish.DMARC_PREFIX + name + (policy.isEmpty()
					? " has no policy: the tag p= is missing" : " has the unknown policy p=" + policy));
		}
		String applied = inherited ? tags.getOrDefault("sp", policy).toLowerCase(Locale.ROOT) : policy;
		StringBuilder remark = new StringBuilder();
		if (inherited) {
			remark.append("the policy is that of ").append(name).append(": ").append(applied);
		}
		if ("s".equalsIgnoreCase(tags.get("adkim"))) {
			remark.append(remark.isEmpty() ? "" : "; ")
				.append("adkim=s: mail from names below the domain is not aligned with its signature");
		}
		return RecordFinding.verified(remark.isEmpty() ? null : remark.toString());
	}

}
