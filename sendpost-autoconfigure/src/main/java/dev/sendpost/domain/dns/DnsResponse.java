package dev.sendpost.domain.dns;

import java.util.List;

import org.xbill.DNS.Record;

/**
 * What a server said about a name and a type, with how long it may be believed.
 *
 * @param answer the records of the type
 * @param seconds how many seconds it may be remembered, 0 for not at all
 */
record DnsResponse(DnsAnswer<Record> answer, long seconds) {

	static DnsResponse of(DnsStatus status, List<String> aliases, String explanation, long seconds) {
		return new DnsResponse(new DnsAnswer<>(status, List.of(), aliases, explanation), seconds);
	}

}
