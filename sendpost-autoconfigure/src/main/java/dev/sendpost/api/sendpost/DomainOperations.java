package dev.sendpost.api.sendpost;

import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.sendpost.Submitter;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.domain.SendingDomain;
import dev.sendpost.domain.SendingDomainPage;
import dev.sendpost.domain.SendingDomains;
import org.jspecify.annotations.Nullable;

/**
 * The sending domains of a sub-account, and those that all sub-accounts share.
 */
final class DomainOperations {

	private static final String WHAT = "domain";

	private final Supplier<SendingDomains> domains;

	DomainOperations(Supplier<SendingDomains> domains) {
		this.domains = domains;
	}

	void addTo(ApiRoutes routes) {
		routes.get("/domain", this::list);
		routes.post("/domain", this::create);
		routes.get("/domain/{domain_id}", this::find);
		routes.delete("/domain/{domain_id}", this::remove);
	}

	private SendingDomains domains(Submitter submitter) {
		return this.domains.get().forSubmitter(submitter);
	}

	private ApiAnswer list(ApiCall call) {
		SendingDomains domains = domains(SubAccountKey.submitter(call));
		boolean javaSdk = JavaSdk.isCalling(call);
		List<SendingDomain> listed = Listing.of(call, Listing.MAX_LIMIT).of(all(domains), SendingDomain::name);
		return ApiAnswer.ok(listed.stream().map((domain) -> DomainAnswer.of(domain, javaSdk)).toList());
	}

	private static Stream<SendingDomain> all(SendingDomains domains) {
		return Stream
			.<@Nullable SendingDomainPage>iterate(domains.list(null, SendingDomains.MAX_PAGE_SIZE),
					(page) -> page != null, (page) -> after(domains, page))
			.flatMap((page) -> page.domains().stream());
	}

	private static @Nullable SendingDomainPage after(SendingDomains domains, SendingDomainPage page) {
		UUID next = page.next();
		return (next != null) ? domains.list(next, SendingDomains.MAX_PAGE_SIZE) : null;
	}

	private ApiAnswer create(ApiCall call) {
		Submitter submitter = SubAccountKey.submitter(call);
		NewDomain request = call.bodyOfAnyType(NewDomain.class);
		if (request.name() == null) {
			throw ApiProblem.invalid("name", "is missing");
		}
		SendingDomain added = domains(submitter).add(request.name(), submitter.subAccount());
		return ApiAnswer.ok(DomainAnswer.of(added, JavaSdk.isCalling(call)));
	}

	private ApiAnswer find(ApiCall call) {
		return ApiAnswer.ok(DomainAnswer.of(require(call), JavaSdk.isCalling(call)));
	}

	private ApiAnswer remove(ApiCall call) {
		SendingDomain domain = require(call);
		if (!domains(call.submitter()).remove(domain.id())) {
			throw ApiProblem.of(Kind.CONFLICT,
					"the domain '" + domain.name() + "' is shared by all sub-accounts; it is the account's to remove");
		}
		return ApiAnswer.ok(Removed.of(domain.number(), "Domain", domain.name()));
	}

	private SendingDomain require(ApiCall call) {
		SendingDomains domains = domains(SubAccountKey.submitter(call));
		long id = Ids.read(call, "domain_id", WHAT);
		return domains.find(id).orElseThrow(() -> ApiProblem.notFound(WHAT, id));
	}

	/**
	 * A domain to add.
	 *
	 * @param name its name
	 */
	record NewDomain(@Nullable String name) {

	}

}
