package dev.sendpost.domain;

import java.util.List;
import java.util.Locale;

import dev.sendpost.domain.dns.DnsAnswer;
import dev.sendpost.domain.dns.DnsResolver;
import dev.sendpost.domain.dns.MailExchanger;

/**
 * Looks up what is published, as it is.
 */
final class PublishedRecords {

	private static final int MAX_VALUES = 20;

	private static final int MAX_LENGTH = 2000;

	private static final String SPF_VERSION = "v=spf1";

	private final DnsResolver dns;

	PublishedRecords(DnsResolver dns) {
		this.dns = dns;
	}

	PublishedRecord find(DomainRecord record) {
		if (record.type().equals("CNAME")) {
			return of(record, this.dns.aliases(record.host()));
		}
		if (record.type().equals("MX")) {
			DnsAnswer<MailExchanger> answer = this.dns.mx(record.host());
			return of(record, answer,
					answer.records()
						.stream()
						.map((exchanger) -> exchanger.preference() + " " + exchanger.host())
						.toList());
		}
		DnsAnswer<String> texts = this.dns.txt(record.host());
		if (record.kind() != DomainRecordKind.SPF || !texts.isFound()) {
			return of(record, texts);
		}
		List<String> policies = texts.records()
			.stream()
			.filter((text) -> text.toLowerCase(Locale.ROOT).startsWith(SPF_VERSION))
			.toList();
		return policies.isEmpty()
				? new PublishedRecord(record, List.of(), "none of its TXT records begins with " + SPF_VERSION)
				: of(record, texts, policies);
	}

	private static PublishedRecord of(DomainRecord record, DnsAnswer<String> answer) {
		return of(record, answer, answer.records());
	}

	private static PublishedRecord of(DomainRecord record, DnsAnswer<?> answer, List<String> values) {
		return new PublishedRecord(record, values.stream().limit(MAX_VALUES).map(PublishedRecords::shortened).toList(),
				answer.explanation());
	}

	private static String shortened(String value) {
		return (value.length() > MAX_LENGTH) ? value.substring(0, MAX_LENGTH) + "..." : value;
	}

}
