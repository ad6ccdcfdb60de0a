package dev.sendpost.admin.autoconfigure;

import dev.sendpost.MailGateway;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Import;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the pages of the panel, in the
 * order of its menu. There is a page for each feature that the application has.
 */
@AutoConfiguration(afterName = { "dev.sendpost.autoconfigure.MailGatewayAutoConfiguration",
		"dev.sendpost.autoconfigure.MailTransportAutoConfiguration",
		"dev.sendpost.autoconfigure.SendpostAudienceAutoConfiguration",
		"dev.sendpost.autoconfigure.SendpostAuditAutoConfiguration",
		"dev.sendpost.autoconfigure.SendpostBounceAutoConfiguration",
		"dev.sendpost.autoconfigure.SendpostCampaignAutoConfiguration",
		"dev.sendpost.autoconfigure.SendpostDomainAutoConfiguration",
		"dev.sendpost.autoconfigure.SendpostOutboxAutoConfiguration",
		"dev.sendpost.autoconfigure.SendpostOutgoingWebhookAutoConfiguration",
		"dev.sendpost.autoconfigure.SendpostStatisticsAutoConfiguration",
		"dev.sendpost.autoconfigure.SendpostSubAccountAutoConfiguration",
		"dev.sendpost.autoconfigure.SendpostSuppressionAutoConfiguration",
		"dev.sendpost.autoconfigure.SendpostTemplateAutoConfiguration",
		"dev.sendpost.autoconfigure.SendpostTrackingAutoConfiguration",
		"dev.sendpost.autoconfigure.SendpostWebhookEndpointAutoConfiguration",
		"dev.sendpost.autoconfigure.SendpostWebhookReceivingAutoConfiguration" })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(MailGateway.class)
@ConditionalOnBooleanProperty(name = "sendpost.admin.enabled", matchIfMissing = true)
@Import({ MessagePages.class, QueuePages.class, ContentPages.class, AudiencePages.class, AccessPages.class })
public final class SendpostAdminPageAutoConfiguration {

}
