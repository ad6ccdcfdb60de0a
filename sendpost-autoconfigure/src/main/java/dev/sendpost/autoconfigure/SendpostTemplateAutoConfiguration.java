package dev.sendpost.autoconfigure;

import java.time.Clock;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.samskivert.mustache.Mustache;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.store.Store;
import dev.sendpost.template.JdbcTemplates;
import dev.sendpost.template.LateVariables;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.NoTemplatesPolicy;
import dev.sendpost.template.StoredTemplateFinder;
import dev.sendpost.template.TemplateFinder;
import dev.sendpost.template.TemplatePolicy;
import dev.sendpost.template.ThymeleafTemplateFinder;
import org.thymeleaf.ITemplateEngine;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for templates.
 */
@AutoConfiguration(after = SendpostStoreAutoConfiguration.class,
		afterName = "org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration",
		before = { SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class })
public final class SendpostTemplateAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("com.samskivert.mustache.Mustache")
	static class NoTemplatesConfiguration {

		@Bean
		NoTemplatesPolicy sendpostNoTemplatesPolicy() {
			return new NoTemplatesPolicy();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Mustache.class, Caffeine.class })
	static class TemplateConfiguration {

		@Bean
		@ConditionalOnMissingBean
		TemplatePolicy sendpostTemplatePolicy(ObjectProvider<TemplateFinder> finders,
				ObjectProvider<LateVariables> late) {
			return new TemplatePolicy(() -> finders.orderedStream().toList(),
					late.getIfUnique(() -> LateVariables.NONE));
		}

	}

	/**
	 * Templates that are stored.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Mustache.class, Caffeine.class, JdbcTemplate.class, JsonMapper.class })
	@ConditionalOnBean(Store.class)
	static class StoreConfiguration {

		@Bean
		@ConditionalOnMissingBean
		MailTemplates sendpostMailTemplates(Store store, ObjectProvider<Clock> clock,
				ObjectProvider<LateVariables> late) {
			EmailIds ids = new EmailIds(clock.getIfUnique(Clock::systemUTC));
			return new MailTemplates(new JdbcTemplates(store, ids), Ticker.systemTicker(),
					late.getIfUnique(() -> LateVariables.NONE));
		}

		@Bean
		@ConditionalOnMissingBean
		StoredTemplateFinder sendpostStoredTemplateFinder(MailTemplates templates) {
			return new StoredTemplateFinder(templates);
		}

	}

	/**
	 * The application's own templates.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Mustache.class, Caffeine.class, ITemplateEngine.class })
	@ConditionalOnSingleCandidate(ITemplateEngine.class)
	static class ThymeleafConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ThymeleafTemplateFinder sendpostThymeleafTemplateFinder(ITemplateEngine engine) {
			return new ThymeleafTemplateFinder(engine);
		}

	}

}
