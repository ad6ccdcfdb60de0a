package dev.sendpost.admin.autoconfigure;

import dev.sendpost.MailGateway;
import dev.sendpost.admin.page.audience.CampaignsPage;
import dev.sendpost.admin.page.audience.ContactsPage;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.ContactCsv;
import dev.sendpost.campaign.Campaigns;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.template.MailTemplates;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * The pages of contacts and campaigns.
 */
@Configuration(proxyBeanMethods = false)
class AudiencePages {

	@Bean
	@Order(35)
	@ConditionalOnMissingBean
	@ConditionalOnBean(Audiences.class)
	ContactsPage sendpostAdminContactsPage(Audiences audiences, ObjectProvider<ContactCsv> csv,
			ObjectProvider<SubAccounts> subAccounts) {
		return new ContactsPage(audiences, csv.getIfAvailable(), subAccounts.getIfAvailable());
	}

	@Bean
	@Order(40)
	@ConditionalOnMissingBean
	@ConditionalOnBean({ Campaigns.class, Audiences.class, MailTemplates.class })
	CampaignsPage sendpostAdminCampaignsPage(Campaigns campaigns, Audiences audiences, MailTemplates templates,
			MailGateway gateway, ObjectProvider<SubAccounts> subAccounts) {
		return new CampaignsPage(campaigns, audiences, templates, gateway, subAccounts.getIfAvailable());
	}

}
