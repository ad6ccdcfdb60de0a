package dev.sendpost.samples.benchmark.panel;

import dev.sendpost.audience.Audience;
import dev.sendpost.audience.ContactList;
import dev.sendpost.audience.ListDetails;
import dev.sendpost.campaign.CampaignContent;
import dev.sendpost.campaign.CampaignDetails;
import dev.sendpost.campaign.SubAccountCampaigns;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Many contacts, all on one list that a campaign is for. Of a hundred, ten left it and
 * ten have not confirmed yet.
 */
final class AudienceData {

	private final JdbcTemplate jdbc;

	private final int contacts;

	AudienceData(JdbcTemplate jdbc, int contacts) {
		this.jdbc = jdbc;
		this.contacts = contacts;
	}

	void fill(Audience audience, SubAccountCampaigns campaigns) {
		ContactList list = audience.lists().create(ListDetails.named("Everybody"));
		campaigns.create(CampaignDetails.of("Autumn", list.id(), CampaignContent.html("The new catalogue",
				"<p>It is here. <a href=\"{{unsubscribe_url}}\">Unsubscribe</a></p>")));
		this.jdbc.update(
				"""
						insert into sendpost_contact (id, sub_account, mailbox, address, name, locale, fields, created_at, changed_at)
						select (lpad(to_hex(n), 12, '0') || '70008000000000000000')::uuid, 'default', 'user' || n || '@d.example',
							'user' || n || '@d.example', 'Reader ' || n, 'en', '{}', 0, 0
						from generate_series(1, ?) n""",
				this.contacts);
		this.jdbc.update("""
				insert into sendpost_list_member (list_id, contact_id, status, since)
				select ?, id, case when mailbox like 'user%1@%' then 'LEFT' when mailbox like 'user%2@%' then 'PENDING'
					else 'SUBSCRIBED' end, 0
				from sendpost_contact where mailbox like 'user%'""", list.id());
	}

}
