package dev.sendpost.admin.page.audience;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.sendpost.MailGateway;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.MenuGroup;
import dev.sendpost.admin.web.MenuItem;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.ContactList;
import dev.sendpost.campaign.Campaign;
import dev.sendpost.campaign.CampaignStatus;
import dev.sendpost.campaign.Campaigns;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.template.MailTemplates;
import org.jspecify.annotations.Nullable;

/**
 * Writes campaigns, sends them, and shows what becomes of them.
 */
public final class CampaignsPage implements AdminPage {

	private static final String PATH = "/campaigns";

	private static final int PAGE_SIZE = 50;

	private final CampaignSubjects subjects;

	private final List<ContactsPage.Screen> screens;

	/**
	 * Create the page.
	 * @param campaigns the campaigns
	 * @param audiences whom they go to
	 * @param templates what they can be made from
	 * @param gateway finds their messages
	 * @param subAccounts whose campaigns there are, or {@code null} if that is not known
	 */
	public CampaignsPage(Campaigns campaigns, Audiences audiences, MailTemplates templates, MailGateway gateway,
			@Nullable SubAccounts subAccounts) {
		this.subjects = new CampaignSubjects(campaigns, audiences, new Tenants(subAccounts, PATH));
		this.screens = List.of(new CampaignEditor(this.subjects, templates), new CampaignScreen(this.subjects, gateway),
				new CampaignLaunch(this.subjects));
	}

	@Override
	public MenuItem menu() {
		return new MenuItem(MenuGroup.AUDIENCE, PATH, "Campaigns");
	}

	@Override
	public void addTo(AdminRoutes routes) {
		Tenants tenants = this.subjects.tenants();
		routes.get(PATH, Mistakes.shown((request) -> list(request, tenants.chosen(request))))
			.get(PATH + "/{account}", Mistakes.shown((request) -> list(request, tenants.of(request))));
		this.screens.forEach((screen) -> screen.addTo(routes));
	}

	private AdminAnswer list(AdminRequest request, String account) {
		String name = request.field("status").orElse("");
		List<Campaign> found = this.subjects.campaigns()
			.forSubAccount(account)
			.list(name.isEmpty() ? null : status(name), request.after(), PAGE_SIZE + 1);
		List<Campaign> page = (found.size() > PAGE_SIZE) ? found.subList(0, PAGE_SIZE) : found;
		Map<UUID, String> lists = this.subjects.audiences()
			.forSubAccount(account)
			.lists()
			.all()
			.stream()
			.collect(Collectors.toMap(ContactList::id, ContactList::name));
		Map<String, Object> model = this.subjects.tenants().model(account);
		model.put("campaigns", page);
		Map<String, String> names = new LinkedHashMap<>();
		page.forEach((campaign) -> names.put(campaign.id().toString(),
				lists.getOrDefault(campaign.details().list(), "(removed)")));
		model.put("names", names);
		model.put("status", name);
		model.put("statuses", CampaignStatus.values());
		if (found.size() > PAGE_SIZE) {
			model.put("next", page.get(PAGE_SIZE - 1).id());
		}
		return AdminAnswer.view("campaigns", model);
	}

	private static CampaignStatus status(String name) {
		for (CampaignStatus status : CampaignStatus.values()) {
			if (status.name().equalsIgnoreCase(name)) {
				return status;
			}
		}
		throw AdminProblem.refused("There is no such status.");
	}

}
