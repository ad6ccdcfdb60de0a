package dev.sendpost.admin.autoconfigure;

import java.time.Clock;
import java.util.Map;

import dev.sendpost.MailGateway;
import dev.sendpost.admin.page.DomainsPage;
import dev.sendpost.admin.page.OverviewFeatures;
import dev.sendpost.admin.page.OverviewPage;
import dev.sendpost.admin.page.QueuePage;
import dev.sendpost.admin.page.QueuePauses;
import dev.sendpost.admin.page.TestMail;
import dev.sendpost.admin.page.TransportLimits;
import dev.sendpost.admin.page.TransportsPage;
import dev.sendpost.domain.DomainPolicy;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.RouteCapacity;
import dev.sendpost.transport.Transports;
import dev.sendpost.webhook.inbound.WebhookRefusals;
import dev.sendpost.webhook.outbound.WebhookSubscribers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * The pages of the queue, and of what it goes through.
 */
@Configuration(proxyBeanMethods = false)
class QueuePages {

	@Bean
	@Order(10)
	@ConditionalOnMissingBean
	OverviewPage sendpostAdminOverviewPage(MailGateway gateway, Transports transports, ObjectProvider<MailQueue> queue,
			ObjectProvider<MailStatistics> statistics, ObjectProvider<SendingDomains> domains,
			ObjectProvider<DomainPolicy> domainPolicy, ObjectProvider<WebhookSubscribers> subscribers,
			ObjectProvider<WebhookRefusals> refusals, ObjectProvider<Suppressions> suppressions,
			ObjectProvider<Clock> clock) {
		return new OverviewPage(gateway,
				new OverviewFeatures(transports, queue.getIfAvailable(), statistics.getIfAvailable(),
						domains.getIfAvailable(), domainPolicy.getIfAvailable(), subscribers.getIfAvailable(),
						refusals.getIfAvailable(), suppressions.getIfAvailable()),
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@Order(25)
	@ConditionalOnMissingBean
	@ConditionalOnBean(MailQueue.class)
	QueuePage sendpostAdminQueuePage(MailQueue queue, Transports transports, ObjectProvider<SubAccounts> subAccounts) {
		return new QueuePage(queue, transports, new QueuePauses(queue, transports, subAccounts.getIfAvailable()));
	}

	@Bean
	@Order(55)
	@ConditionalOnMissingBean
	@ConditionalOnBean(SendingDomains.class)
	DomainsPage sendpostAdminDomainsPage(SendingDomains domains, ObjectProvider<DomainPolicy> policy,
			ObjectProvider<SubAccounts> subAccounts) {
		return new DomainsPage(domains, policy.getIfAvailable(), subAccounts.getIfAvailable());
	}

	@Bean
	@Order(60)
	@ConditionalOnMissingBean
	@ConditionalOnBean({ Transports.class, MailRouter.class })
	TransportsPage sendpostAdminTransportsPage(Transports transports, MailRouter router,
			ObjectProvider<MailQueue> queue, ObjectProvider<RouteCapacity> capacity, MailGateway gateway,
			Environment environment, ObjectProvider<Clock> clock) {
		MailQueue used = queue.getIfAvailable();
		Map<String, TransportLimits> limits = Binder.get(environment)
			.bind("sendpost.transports", Bindable.mapOf(String.class, TransportLimits.class))
			.orElseGet(Map::of);
		return new TransportsPage(transports, router, used, capacity.getIfAvailable(() -> RouteCapacity.UNLIMITED),
				limits, new TestMail(gateway, used != null), clock.getIfUnique(Clock::systemUTC));
	}

}
