package dev.sendpost.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import dev.sendpost.MailGateway;
import dev.sendpost.Submitter;
import dev.sendpost.SubmitterResolver;
import dev.sendpost.event.JdbcDeliveryLog;
import dev.sendpost.event.RecordedEventListener;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.gateway.MailSendObservationConvention;
import dev.sendpost.gateway.OutboxDelivery;
import dev.sendpost.gateway.OutboxMailGateway;
import dev.sendpost.job.JobScheduler;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.outbox.Dispatcher;
import dev.sendpost.outbox.DispatcherObserver;
import dev.sendpost.outbox.DispatcherSettings;
import dev.sendpost.outbox.JdbcOutbox;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.outbox.OutboxEraser;
import dev.sendpost.outbox.QueuedEmailDelivery;
import dev.sendpost.outbox.Retention;
import dev.sendpost.outbox.RetrySchedule;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.statistics.StatisticsCounter;
import dev.sendpost.store.Store;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.Transports;
import dev.sendpost.transport.capture.CapturedMailbox;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the outbox: with a
 * {@link Store}, the {@link MailGateway} queues what it sends.
 */
@AutoConfiguration(after = { SendpostStoreAutoConfiguration.class, MailTransportAutoConfiguration.class },
		before = MailGatewayAutoConfiguration.class)
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ Store.class, MailRouter.class })
@EnableConfigurationProperties({ OutboxProperties.class, MailGatewayProperties.class })
public final class SendpostOutboxAutoConfiguration {

	private static final Duration RETENTION_DELAY = Duration.ofMinutes(10);

	@Bean
	@ConditionalOnMissingBean
	JdbcDeliveryLog sendpostDeliveryLog(Store store, ObjectProvider<RecordedEventListener> listeners,
			ApplicationEventPublisher publisher, ObjectProvider<StatisticsCounter> statistics) {
		return new JdbcDeliveryLog(store, listeners.orderedStream().toList(), publisher,
				statistics.getIfAvailable() != null);
	}

	@Bean
	@ConditionalOnMissingBean
	JdbcOutbox sendpostOutbox(Store store, JdbcDeliveryLog log, OutboxProperties properties,
			ObjectProvider<Clock> clock) {
		Clock used = clock.getIfUnique(Clock::systemUTC);
		return new JdbcOutbox(store, log, new EmailIds(used), used, OutboxPropertiesMapper.settings(properties));
	}

	@Bean
	@ConditionalOnMissingBean
	OutboxEraser sendpostOutboxEraser(Store store) {
		return new OutboxEraser(store);
	}

	@Bean
	@ConditionalOnMissingBean
	MailQueue mailQueue(JdbcOutbox outbox, ObjectProvider<CapturedMailbox> mailbox) {
		MailQueue queue = new MailQueue(outbox);
		mailbox.ifAvailable((captured) -> captured.expectFrom(queue::hasMailInTransit));
		return queue;
	}

	@Bean
	@ConditionalOnMissingBean(MailGateway.class)
	OutboxMailGateway mailGateway(MailGatewayProperties properties, ObjectProvider<MailDefaults> defaults,
			ObjectProvider<MailPolicy> policies, ObjectProvider<SubmitterResolver> submitter, JdbcOutbox outbox,
			ObjectProvider<Clock> clock) {
		Clock used = clock.getIfUnique(Clock::systemUTC);
		return new OutboxMailGateway(defaults.getIfAvailable(properties::defaults), policies.orderedStream().toList(),
				submitter.getIfAvailable(() -> Submitter::account), outbox, new EmailIds(used), used);
	}

	@Bean
	@ConditionalOnMissingBean(QueuedEmailDelivery.class)
	OutboxDelivery sendpostOutboxDelivery(ObjectProvider<MailPolicy> policies, MailRouter router,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<MailSendObservationConvention> observationConvention) {
		return new OutboxDelivery(policies.orderedStream().toList(), router,
				observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP),
				observationConvention.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	Dispatcher sendpostDispatcher(JdbcOutbox outbox, QueuedEmailDelivery delivery, Transports transports,
			OutboxProperties properties, MailGatewayProperties gateway, ObjectProvider<DispatcherObserver> observer) {
		DispatcherSettings settings = OutboxPropertiesMapper.dispatcher(properties, gateway);
		RetrySchedule schedule = OutboxPropertiesMapper.schedule(properties.retry());
		return new Dispatcher(outbox, delivery, transports, schedule, settings,
				() -> ThreadLocalRandom.current().nextLong(), observer.getIfUnique(() -> DispatcherObserver.NONE));
	}

	/**
	 * What is done from time to time.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(com.github.kagkarlsson.scheduler.Scheduler.class)
	static class JobConfiguration {

		@Bean
		ScheduledJob sendpostRetentionJob(Store store, OutboxProperties properties) {
			return new ScheduledJob("retention", RETENTION_DELAY,
					new Retention(store, OutboxPropertiesMapper.settings(properties))::apply);
		}

		@Bean
		@ConditionalOnMissingBean
		JobScheduler sendpostJobScheduler(Store store, ObjectProvider<ScheduledJob> jobs) {
			return new JobScheduler(store, jobs.orderedStream().toList());
		}

	}

}
