package dev.sendpost.admin.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.StoreRequiredException;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.admin.web.MenuGroup;
import dev.sendpost.admin.web.MenuItem;
import dev.sendpost.domain.DomainPolicy;
import dev.sendpost.domain.DomainPolicyMode;
import dev.sendpost.domain.InvalidSendingDomainException;
import dev.sendpost.domain.PublishedRecord;
import dev.sendpost.domain.SendingDomain;
import dev.sendpost.domain.SendingDomainExistsException;
import dev.sendpost.domain.SendingDomainPage;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.secret.EncryptionKeyRequiredException;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccounts;
import org.jspecify.annotations.Nullable;

/**
 * The domains that mail is sent from, and what is to be published for them.
 */
public final class DomainsPage implements AdminPage {

	private static final String PATH = "/domains";

	private static final int PAGE_SIZE = 50;

	private final SendingDomains domains;

	private final @Nullable DomainPolicy policy;

	private final @Nullable SubAccounts subAccounts;

	/**
	 * Create the page.
	 * @param domains the domains
	 * @param policy what becomes of mail from those that are not verified, or
	 * {@code null} if nothing does
	 * @param subAccounts the sub-accounts, or {@code null} if they are not known
	 */
	public DomainsPage(SendingDomains domains, @Nullable DomainPolicy policy, @Nullable SubAccounts subAccounts) {
		this.domains = domains;
		this.policy = policy;
		this.subAccounts = subAccounts;
	}

	@Override
	public MenuItem menu() {
		return new MenuItem(MenuGroup.DELIVERY, PATH, "Domains");
	}

	@Override
	public void addTo(AdminRoutes routes) {
		routes.get(PATH, this::list)
			.get("/domains/add", (request) -> AdminAnswer.view("domain-add", form(request)))
			.change("/domains/add", "add a sending domain", this::add)
			.get("/domains/{id}", this::show)
			.change("/domains/{id}/check", "look for the records of a sending domain", this::check)
			.confirmed("/domains/{id}/rotate", "make new keys for a sending domain", this::askRotate, this::rotate)
			.confirmed("/domains/{id}/remove", "remove a sending domain", this::askRemove, this::remove);
	}

	private AdminAnswer list(AdminRequest request) {
		boolean unverified = request.isTicked("unverified");
		SendingDomainPage page = unverified ? this.domains.listUnverified(request.after(), PAGE_SIZE)
				: this.domains.list(request.after(), PAGE_SIZE);
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("unverified", unverified);
		model.put("domains", page.domains());
		model.put("policy", ((this.policy != null) ? this.policy.mode() : DomainPolicyMode.OFF).name());
		UUID next = page.next();
		if (next != null) {
			model.put("next", next);
		}
		return AdminAnswer.view("domains", model);
	}

	private Map<String, Object> form(AdminRequest request) {
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("name", request.field("name").orElse(""));
		model.put("account", request.field("account").orElse(""));
		model.put("accounts", (this.subAccounts != null)
				? this.subAccounts.list().stream().map(SubAccount::name).toList() : List.of());
		return model;
	}

	private AdminAnswer add(AdminRequest request) {
		String name = request.field("name").orElse("");
		String account = request.field("account").orElse(null);
		request.concerns("domain " + name);
		if (account != null && this.subAccounts != null && this.subAccounts.find(account).isEmpty()) {
			return AdminAnswer.mistaken("domain-add", form(request), "There is no sub-account " + account + ".");
		}
		try {
			SendingDomain added = this.domains.add(name, account);
			return AdminAnswer.redirect(path(added), "The domain was added. Publish these records, then check them.");
		}
		catch (InvalidSendingDomainException | SendingDomainExistsException | EncryptionKeyRequiredException
				| StoreRequiredException ex) {
			return AdminAnswer.mistaken("domain-add", form(request), String.valueOf(ex.getMessage()));
		}
	}

	private SendingDomain domain(AdminRequest request) {
		return this.domains.find(request.id("id", "domain")).orElseThrow(() -> AdminProblem.notFound("domain"));
	}

	private AdminAnswer show(AdminRequest request) {
		SendingDomain domain = domain(request);
		List<PublishedRecord> published = request.isTicked("published")
				? this.domains.published(domain.id()).orElse(null) : null;
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("domain", domain);
		model.put("asked", published != null);
		model.put("records", domain.records().stream().map((record) -> RecordCard.of(record, published)).toList());
		model.put("missing", domain.missing().size());
		model.put("enforced", this.policy != null && this.policy.mode() == DomainPolicyMode.ENFORCE);
		return AdminAnswer.view("domain", model);
	}

	private AdminAnswer check(AdminRequest request) {
		SendingDomain before = domain(request);
		request.concerns("domain " + before.name());
		SendingDomain checked = this.domains.verify(before.id()).orElseThrow(() -> AdminProblem.notFound("domain"));
		return AdminAnswer.redirect(path(checked) + "?published=now", checked.verified()
				? "The domain is verified: all required records are there." : "The domain is not verified yet.");
	}

	private Confirmation askRotate(AdminRequest request) {
		SendingDomain domain = changeable(request);
		return new Confirmation("Make new DKIM keys for " + domain.name() + "?",
				"There will be new records to publish. The present keys sign until the new ones are found; leave their"
						+ " records where they are for two weeks after that.",
				"Make new keys", path(domain));
	}

	private AdminAnswer rotate(AdminRequest request) {
		SendingDomain domain = changeable(request);
		request.concerns("domain " + domain.name());
		try {
			this.domains.rotateKeys(domain.id()).orElseThrow(() -> AdminProblem.notFound("domain"));
		}
		catch (EncryptionKeyRequiredException ex) {
			throw AdminProblem.refused(String.valueOf(ex.getMessage()));
		}
		return AdminAnswer.redirect(path(domain), "There are new keys. Publish their records, then check them.");
	}

	private Confirmation askRemove(AdminRequest request) {
		SendingDomain domain = changeable(request);
		return new Confirmation("Remove " + domain.name() + "?",
				"Its private keys are deleted, and mail from it is no longer signed. Where domains are enforced, such"
						+ " mail is refused. To add the domain again takes new keys, and new records.",
				"Remove the domain", path(domain));
	}

	private AdminAnswer remove(AdminRequest request) {
		SendingDomain domain = changeable(request);
		request.concerns("domain " + domain.name());
		if (!this.domains.remove(domain.id())) {
			throw AdminProblem.notFound("domain");
		}
		return AdminAnswer.redirect(PATH, "The domain " + domain.name() + " was removed.");
	}

	private SendingDomain changeable(AdminRequest request) {
		SendingDomain domain = domain(request);
		if (domain.configured()) {
			throw AdminProblem.refused("The domain comes from the properties of the application. Change it there.");
		}
		return domain;
	}

	private static String path(SendingDomain domain) {
		return PATH + "/" + domain.id();
	}

}
