package dev.sendpost.api.emailapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.domain.DomainRecord;
import dev.sendpost.domain.SendingDomain;
import dev.sendpost.domain.SendingDomainPage;
import dev.sendpost.domain.SendingDomains;

/**
 * Shows sending domains, and looks for their records.
 */
final class DomainOperations {

	private final Supplier<SendingDomains> domains;

	DomainOperations(Supplier<SendingDomains> domains) {
		this.domains = domains;
	}

	void addTo(ApiRoutes routes) {
		routes.get("/domains", this::list).post("/domains/{id}/verify", this::verify);
	}

	private SendingDomains domains(ApiCall call) {
		return this.domains.get().forSubmitter(call.submitter());
	}

	private ApiAnswer list(ApiCall call) {
		UUID after = call.query("after").map((id) -> ApiCall.parseId(id, "domain")).orElse(null);
		SendingDomainPage page = domains(call).list(after, SendingDomains.MAX_PAGE_SIZE);
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("domains", page.domains().stream().map(DomainOperations::entry).toList());
		if (page.next() != null) {
			answer.put("next", page.next());
		}
		return ApiAnswer.ok(answer);
	}

	private static Map<String, Object> entry(SendingDomain domain) {
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("id", domain.id());
		entry.put("domain", domain.name());
		entry.put("status", status(domain));
		return entry;
	}

	private static String status(SendingDomain domain) {
		if (domain.verified()) {
			return "verified";
		}
		return (domain.checkedAt() != null) ? "failed" : "pending";
	}

	private ApiAnswer verify(ApiCall call) {
		UUID id = call.id("id", "domain");
		SendingDomain domain = domains(call).verify(id).orElseThrow(() -> ApiProblem.notFound("domain", id));
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("status", status(domain));
		answer.put("domain", domain.name());
		if (!domain.verified()) {
			answer.put("missing", domain.missing().stream().map(DomainOperations::missing).toList());
		}
		return ApiAnswer.ok(answer);
	}

	private static Map<String, Object> missing(DomainRecord record) {
		Map<String, Object> missing = new LinkedHashMap<>();
		missing.put("type", record.type());
		missing.put("host", record.host());
		missing.put("value", record.value());
		missing.put("reason", record.reason());
		return missing;
	}

}
