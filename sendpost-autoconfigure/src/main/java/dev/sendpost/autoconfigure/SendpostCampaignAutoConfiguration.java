package dev.sendpost.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import com.fasterxml.uuid.Generators;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.samskivert.mustache.Mustache;
import dev.sendpost.MailGateway;
import dev.sendpost.audience.Audiences;
import dev.sendpost.campaign.CampaignCleanUp;
import dev.sendpost.campaign.CampaignRunner;
import dev.sendpost.campaign.Campaigns;
import dev.sendpost.campaign.UnsubscribeOffer;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.store.Store;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.template.MailTemplates;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link Campaigns}, which need
 * {@link Audiences} and what fills in variables.
 */
@AutoConfiguration(after = { SendpostAudienceAutoConfiguration.class, SendpostTemplateAutoConfiguration.class,
		SendpostStatisticsAutoConfiguration.class, SendpostSubAccountAutoConfiguration.class,
		SendpostTrackingAutoConfiguration.class })
@EnableConfigurationProperties(CampaignProperties.class)
public final class SendpostCampaignAutoConfiguration {

	private static final Duration CLEAN_UP_DELAY = Duration.ofHours(1);

	/**
	 * Campaigns, and what sends them.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JdbcTemplate.class, JsonMapper.class, Generators.class, Mustache.class, Caffeine.class })
	@ConditionalOnBean({ Store.class, Audiences.class, MailTemplates.class })
	static class StoreConfiguration {

		@Bean
		@ConditionalOnMissingBean
		Campaigns sendpostCampaigns(Store store, Audiences audiences, MailTemplates templates,
				ObjectProvider<MailGateway> gateway, ObjectProvider<MailStatistics> statistics,
				ObjectProvider<UnsubscribeOffer> unsubscribe, ObjectProvider<SubAccounts> subAccounts,
				CampaignProperties properties, ObjectProvider<Clock> clock) {
			return new Campaigns(store, new EmailIds(clock.getIfUnique(Clock::systemUTC)), audiences, templates,
					gateway::getObject, statistics.getIfAvailable(),
					unsubscribe.getIfAvailable(() -> (subAccount) -> false),
					(name) -> subAccounts.stream().anyMatch((known) -> known.wasRemoved(name)),
					CampaignPropertiesMapper.settings(properties));
		}

		@Bean
		@ConditionalOnMissingBean
		CampaignRunner sendpostCampaignRunner(Campaigns campaigns) {
			return new CampaignRunner(campaigns);
		}

		/**
		 * What is done from time to time, where sub-accounts can be removed.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(com.github.kagkarlsson.scheduler.Scheduler.class)
		@ConditionalOnBean(SubAccounts.class)
		static class JobConfiguration {

			@Bean
			ScheduledJob sendpostCampaignJob(Campaigns campaigns, SubAccounts subAccounts) {
				return new ScheduledJob("campaigns", CLEAN_UP_DELAY,
						new CampaignCleanUp(campaigns, subAccounts::wasRemoved));
			}

		}

	}

}
