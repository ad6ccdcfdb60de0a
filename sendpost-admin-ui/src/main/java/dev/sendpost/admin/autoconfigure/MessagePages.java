package dev.sendpost.admin.autoconfigure;

import dev.sendpost.MailGateway;
import dev.sendpost.admin.page.MessagesPage;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.outbox.MailQueue;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * The pages of messages.
 */
@Configuration(proxyBeanMethods = false)
class MessagePages {

	@Bean
	@Order(20)
	@ConditionalOnMissingBean
	@ConditionalOnBean({ DeliveryLog.class, MailQueue.class })
	MessagesPage sendpostAdminMessagesPage(MailGateway gateway, DeliveryLog log) {
		return new MessagesPage(gateway, log);
	}

}
