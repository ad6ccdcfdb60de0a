package dev.sendpost.api.sendry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.domain.DomainRecord;
import dev.sendpost.domain.DomainRecordKind;
import dev.sendpost.domain.DomainRecordState;
import dev.sendpost.domain.SendingDomain;
import dev.sendpost.domain.SendingDomainPage;
import dev.sendpost.domain.SendingDomains;
import org.jspecify.annotations.Nullable;

/**
 * Sending domains.
 */
final class DomainOperations {

	private final Supplier<SendingDomains> domains;

	DomainOperations(Supplier<SendingDomains> domains) {
		this.domains = domains;
	}

	void addTo(ApiRoutes routes) {
		routes.post("/domains", this::create)
			.get("/domains", this::list)
			.get("/domains/{id}", this::find)
			.delete("/domains/{id}", this::remove)
			.post("/domains/{id}/verify", this::verify);
	}

	private ApiAnswer create(ApiCall call) {
		String name = call.body(NewDomain.class).name();
		if (name == null) {
			throw ApiProblem.invalid("name", "is missing");
		}
		return Answers.created(DomainView.of(own(call).add(name, owner(call))));
	}

	private ApiAnswer list(ApiCall call) {
		SendingDomainPage page = own(call).list(Page.after(call), Page.size(call));
		return Page.of(page.domains(), DomainView::of, page.next());
	}

	private ApiAnswer find(ApiCall call) {
		return ApiAnswer.ok(DomainView.of(require(call)));
	}

	private ApiAnswer remove(ApiCall call) {
		SendingDomain domain = require(call);
		if (!own(call).remove(domain.id())) {
			throw ApiProblem.of(Kind.CONFLICT,
					domain.configured() ? "the domain is defined by the application's properties; remove it there"
							: "the domain is shared by all sub-accounts; only a key of the account removes it");
		}
		return Answers.deleted();
	}

	private ApiAnswer verify(ApiCall call) {
		UUID id = call.id("id", "domain");
		SendingDomain domain = own(call).verify(id).orElseThrow(() -> ApiProblem.notFound("domain", id));
		Map<String, Object> verified = new LinkedHashMap<>();
		verified.put("id", domain.id());
		verified.put("name", domain.name());
		verified.put("status", DomainView.status(domain));
		verified.put("spf_verified", isVerified(domain, DomainRecordKind.SPF));
		verified.put("dkim_verified", isVerified(domain, DomainRecordKind.DKIM));
		verified.put("dmarc_verified", isVerified(domain, DomainRecordKind.DMARC));
		return ApiAnswer.ok(verified);
	}

	/**
	 * Whether what is to be published of a kind is there; where there is nothing to
	 * publish, whether the domain is verified without.
	 */
	private static boolean isVerified(SendingDomain domain, DomainRecordKind kind) {
		List<DomainRecord> records = domain.records().stream().filter((record) -> record.kind() == kind).toList();
		List<DomainRecord> required = records.stream().filter(DomainRecord::required).toList();
		return records.isEmpty() ? domain.verified()
				: (required.isEmpty() ? records : required).stream().allMatch(DomainRecord::isVerified);
	}

	private SendingDomain require(ApiCall call) {
		UUID id = call.id("id", "domain");
		return own(call).find(id).orElseThrow(() -> ApiProblem.notFound("domain", id));
	}

	private SendingDomains own(ApiCall call) {
		return this.domains.get().forSubmitter(call.submitter());
	}

	private static @Nullable String owner(ApiCall call) {
		return call.submitter().wholeAccount() ? null : call.submitter().subAccount();
	}

	/**
	 * A domain to add.
	 *
	 * @param name its name
	 */
	record NewDomain(@Nullable String name) {

	}

	/**
	 * A domain, as the service shows it.
	 *
	 * @param id its id
	 * @param name its name
	 * @param status whether it is verified
	 * @param dnsRecords what is to be published
	 * @param createdAt when it was added
	 */
	record DomainView(String id, String name, String status, List<RecordView> dnsRecords, Instant createdAt) {

		static DomainView of(SendingDomain domain) {
			return new DomainView(domain.id().toString(), domain.name(), status(domain),
					domain.records()
						.stream()
						.filter((record) -> !record.value().isEmpty())
						.map((record) -> RecordView.of(record, domain.name()))
						.toList(),
					domain.createdAt());
		}

		static String status(SendingDomain domain) {
			if (domain.verified()) {
				return "verified";
			}
			boolean failed = domain.missing().stream().anyMatch((record) -> record.state() == DomainRecordState.FAILED);
			return failed ? "failed" : "pending";
		}

	}

	/**
	 * A record to be published.
	 *
	 * @param type its type
	 * @param host the whole name that it is published at
	 * @param value what it holds
	 * @param name the name without that of the domain, as most providers of DNS ask for;
	 * {@code @} for the domain itself
	 * @param priority the preference of a mail exchanger, otherwise {@code null}
	 * @param verified whether it was found
	 */
	record RecordView(String type, String host, String value, String name,
			@JsonInclude(Include.NON_NULL) @Nullable Integer priority, boolean verified) {

		static RecordView of(DomainRecord record, String domain) {
			String name = record.host().equals(domain) ? "@"
					: record.host().substring(0, record.host().length() - domain.length() - 1);
			int separator = record.value().indexOf(' ');
			boolean exchanger = record.type().equals("MX") && separator > 0;
			return new RecordView(record.type(), record.host(),
					exchanger ? record.value().substring(separator + 1) : record.value(), name,
					exchanger ? Integer.valueOf(record.value().substring(0, separator)) : null, record.isVerified());
		}

	}

}
