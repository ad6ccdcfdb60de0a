package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.sendpost.autoconfigure.WarmUpProperties.PlanProperties;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.limit.JdbcWarmUp;
import dev.sendpost.limit.RecipientProviders;
import dev.sendpost.limit.WarmUpPlan;
import dev.sendpost.store.Store;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.RouteCapacity;
import dev.sendpost.transport.Transports;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the warm-up of new routes.
 */
@AutoConfiguration(after = SendpostStoreAutoConfiguration.class)
@EnableConfigurationProperties(WarmUpProperties.class)
public final class SendpostWarmUpAutoConfiguration {

	private static final String ROUTES = "sendpost.warm-up.routes.";

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JdbcTemplate.class)
	@Conditional(OnWarmUpPlan.class)
	static class PlanConfiguration {

		@Bean
		@ConditionalOnMissingBean(RouteCapacity.class)
		JdbcWarmUp sendpostWarmUp(WarmUpProperties properties, ObjectProvider<Store> store, Transports transports,
				MailRoutingProperties routing) {
			Set<String> routes = new TreeSet<>(routing.routes().keySet());
			routes.addAll(transports.names());
			routes.add(MailRouter.DEFAULT_ROUTE);
			Map<String, WarmUpPlan> plans = new LinkedHashMap<>();
			properties.routes().forEach((route, plan) -> {
				if (!routes.contains(route)) {
					throw new InvalidSendpostPropertyException(ROUTES + route,
							"there is no route or transport '" + route + "'", "Name one of " + routes + ".");
				}
				plans.put(route, plan(ROUTES + route, plan));
			});
			Store used = store.getIfAvailable();
			if (used == null) {
				throw new InvalidSendpostPropertyException(ROUTES + plans.keySet().iterator().next(),
						"a warm-up needs a store, in which mail waits for its day",
						"Give the application a DataSource, or put H2 on its class path.");
			}
			return new JdbcWarmUp(used, plans, new RecipientProviders(properties.providers()));
		}

		@Bean
		@ConditionalOnBean(JdbcWarmUp.class)
		ScheduledJob sendpostWarmUpJob(JdbcWarmUp warmUp) {
			return new ScheduledJob("warm-up", Duration.ofHours(12), warmUp::forgetPast);
		}

		private static WarmUpPlan plan(String property, PlanProperties plan) {
			if (plan.start() == null) {
				throw new InvalidSendpostPropertyException(property + ".start", "the plan has no first day",
						"Set it to a date such as 2027-01-15.");
			}
			try {
				return new WarmUpPlan(plan.start(), plan.dailyCaps());
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidSendpostPropertyException(property + ".daily-caps", ex.getMessage(),
						"List the cap of each day, for example 50,100,500,1000,5000.");
			}
		}

	}

	/**
	 * Whether any route has a plan.
	 */
	static class OnWarmUpPlan implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return Binder.get(context.getEnvironment())
				.bind(ROUTES.substring(0, ROUTES.length() - 1), Bindable.mapOf(String.class, Object.class))
				.isBound();
		}

	}

}
