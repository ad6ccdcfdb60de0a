package dev.sendpost.admin.autoconfigure;

import dev.sendpost.MailGateway;
import dev.sendpost.admin.page.MessagesPage;
import dev.sendpost.admin.page.OverviewPage;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.outbox.MailQueue;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the pages of the panel, in the
 * order of its menu. There is a page for each feature that the application has.
 */
@AutoConfiguration(afterName = { "dev.sendpost.autoconfigure.MailGatewayAutoConfiguration",
		"dev.sendpost.autoconfigure.SendpostOutboxAutoConfiguration" })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(MailGateway.class)
@ConditionalOnBooleanProperty(name = "sendpost.admin.enabled", matchIfMissing = true)
public final class SendpostAdminPageAutoConfiguration {

	@Bean
	@Order(10)
	@ConditionalOnMissingBean
	OverviewPage sendpostAdminOverviewPage(MailGateway gateway, ObjectProvider<MailQueue> queue) {
		return new OverviewPage(gateway, queue.getIfAvailable());
	}

	@Bean
	@Order(20)
	@ConditionalOnMissingBean
	@ConditionalOnBean({ DeliveryLog.class, MailQueue.class })
	MessagesPage sendpostAdminMessagesPage(MailGateway gateway, DeliveryLog log) {
		return new MessagesPage(gateway, log);
	}

}
