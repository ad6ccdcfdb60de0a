package dev.sendpost.admin.autoconfigure;

import dev.sendpost.MailGateway;
import dev.sendpost.admin.page.template.TemplatesPage;
import dev.sendpost.admin.page.webhook.WebhookSourceScreens;
import dev.sendpost.admin.page.webhook.WebhookSubscriberScreens;
import dev.sendpost.admin.page.webhook.WebhooksPage;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.webhook.inbound.ConfiguredWebhookSources;
import dev.sendpost.webhook.inbound.ReceivedWebhooks;
import dev.sendpost.webhook.inbound.WebhookRefusals;
import dev.sendpost.webhook.outbound.WebhookSubscribers;
import dev.sendpost.webhook.outbound.WebhookTester;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * The pages of templates and webhooks.
 */
@Configuration(proxyBeanMethods = false)
class ContentPages {

	@Bean
	@Order(30)
	@ConditionalOnMissingBean
	@ConditionalOnBean(MailTemplates.class)
	TemplatesPage sendpostAdminTemplatesPage(MailTemplates templates, MailGateway gateway,
			ObjectProvider<SubAccounts> subAccounts) {
		return new TemplatesPage(templates, gateway, subAccounts.getIfAvailable());
	}

	@Bean
	@Order(65)
	@ConditionalOnMissingBean
	@ConditionalOnBean({ ConfiguredWebhookSources.class, WebhookRefusals.class })
	@Conditional(OnWebhooksCondition.class)
	WebhooksPage sendpostAdminWebhooksPage(ConfiguredWebhookSources sources, WebhookRefusals refusals,
			ObjectProvider<ReceivedWebhooks> received, ObjectProvider<WebhookSubscribers> subscribers,
			ObjectProvider<WebhookTester> tester, ObjectProvider<SubAccounts> subAccounts) {
		WebhookSubscribers told = subscribers.getIfAvailable();
		return new WebhooksPage(new WebhookSourceScreens(sources, refusals, received.getIfAvailable()), (told != null)
				? new WebhookSubscriberScreens(told, tester.getObject(), subAccounts.getIfAvailable()) : null);
	}

	/**
	 * Webhooks that come in, or go out.
	 */
	static class OnWebhooksCondition extends AnyNestedCondition {

		OnWebhooksCondition() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBean(ReceivedWebhooks.class)
		static class Received {

		}

		@ConditionalOnBean({ WebhookSubscribers.class, WebhookTester.class })
		static class Told {

		}

	}

}
