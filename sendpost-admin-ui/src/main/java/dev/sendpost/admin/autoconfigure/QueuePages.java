package dev.sendpost.admin.autoconfigure;

import dev.sendpost.MailGateway;
import dev.sendpost.admin.page.OverviewPage;
import dev.sendpost.outbox.MailQueue;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * The pages of the queue, and of what it goes through.
 */
@Configuration(proxyBeanMethods = false)
class QueuePages {

	@Bean
	@Order(10)
	@ConditionalOnMissingBean
	OverviewPage sendpostAdminOverviewPage(MailGateway gateway, ObjectProvider<MailQueue> queue) {
		return new OverviewPage(gateway, queue.getIfAvailable());
	}

}
