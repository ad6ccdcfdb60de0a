package dev.sendpost.samples.data;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.sendpost.audience.Audience;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.ContactDetails;
import dev.sendpost.audience.ContactList;
import dev.sendpost.audience.ListDetails;
import dev.sendpost.campaign.CampaignContent;
import dev.sendpost.campaign.CampaignDetails;
import dev.sendpost.campaign.Campaigns;
import dev.sendpost.campaign.SubAccountCampaigns;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.TemplateContent;
import dev.sendpost.template.TemplateSource;
import dev.sendpost.template.TemplateVariable;

/**
 * Contacts on a list, templates, and campaigns that nobody has launched.
 */
class SampleAudience {

	private static final List<String> NAMES = List.of("Ada", "Björn", "Chiara", "Daniel", "Elif", "Fatima", "Grace",
			"Hiroshi", "Inés", "Jakub", "Kofi", "Linnéa");

	private static final List<String> CITIES = List.of("Berlin", "Lisbon", "Oslo", "Toronto", "Kyoto");

	private static final int CONTACTS = 240;

	private static final String NEWSLETTER = """
			<h1>What is new in {{month}}</h1>
			<p>Hello {{name}},</p>
			<p>the new catalogue is here: chairs that can be mended, lamps that last.</p>
			<p><a href="https://acme.example/catalogue">Have a look</a></p>
			<p><small><a href="{{unsubscribe_url}}">Unsubscribe</a></small></p>
			""";

	private final Audiences audiences;

	private final MailTemplates templates;

	private final Campaigns campaigns;

	SampleAudience(Audiences audiences, MailTemplates templates, Campaigns campaigns) {
		this.audiences = audiences;
		this.templates = templates;
		this.campaigns = campaigns;
	}

	void create() {
		Audience audience = this.audiences.forSubAccount(SampleAccounts.MAGAZINE);
		ContactList readers = audience.lists()
			.create(ListDetails.named("Readers").description("Everybody who asked for the newsletter"));
		audience.contacts()
			.upsert(IntStream.range(0, CONTACTS).mapToObj(SampleAudience::contact).toList(), readers.id());
		TemplateSource welcome = new TemplateSource(
				TemplateContent.html("Welcome, {{name}}!",
						"<h1>Welcome, {{name}}!</h1><p>Your account is ready. <a href=\"{{link}}\">Log in</a></p>"),
				Map.of(), List.of(TemplateVariable.optional("name", "reader"), TemplateVariable.required("link")));
		this.templates.create(null, "welcome", welcome);
		this.templates.publish(null, "welcome");
		this.templates.create(SampleAccounts.SHOP, "receipt", TemplateSource
			.of(TemplateContent.html("Your receipt {{number}}", "<p>Thank you for order {{number}}.</p>")));
		SubAccountCampaigns drafts = this.campaigns.forSubAccount(SampleAccounts.MAGAZINE);
		drafts.create(CampaignDetails.of("Autumn catalogue", readers.id(),
				CampaignContent.html("The new catalogue is here", NEWSLETTER.replace("{{month}}", "November"))));
	}

	private static ContactDetails contact(int number) {
		String name = NAMES.get(number % NAMES.size());
		return ContactDetails.of("reader" + number + "@mail.example")
			.name(name)
			.field("city", CITIES.get(number % CITIES.size()));
	}

}
