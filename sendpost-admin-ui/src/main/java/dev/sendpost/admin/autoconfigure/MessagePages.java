package dev.sendpost.admin.autoconfigure;

import dev.sendpost.MailGateway;
import dev.sendpost.admin.page.message.InboxPage;
import dev.sendpost.admin.page.message.MessagesPage;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.transport.capture.CapturedMailbox;

import org.springframework.beans.factory.ObjectProvider;
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
	@Order(15)
	@ConditionalOnMissingBean
	@ConditionalOnBean(CapturedMailbox.class)
	InboxPage sendpostAdminInboxPage(CapturedMailbox mailbox, MailGateway gateway, ObjectProvider<MailQueue> queue,
			ObjectProvider<MailTemplates> templates) {
		boolean stored = queue.getIfAvailable() != null;
		return new InboxPage(mailbox, stored ? gateway : null, templates.getIfAvailable());
	}

	@Bean
	@Order(20)
	@ConditionalOnMissingBean
	@ConditionalOnBean({ DeliveryLog.class, MailQueue.class })
	MessagesPage sendpostAdminMessagesPage(MailGateway gateway, DeliveryLog log,
			ObjectProvider<Suppressions> suppressions, ObjectProvider<MailTemplates> templates) {
		return new MessagesPage(gateway, log, suppressions.getIfAvailable(), templates.getIfAvailable());
	}

}
