package dev.sendpost.autoconfigure;

import dev.sendpost.observation.RecipientOutcomeMeterHandler;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for meters about what became of
 * mail.
 */
@AutoConfiguration(after = MailTransportAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class SendpostMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RecipientOutcomeMeterHandler recipientOutcomeMeterHandler(MeterRegistry registry) {
		return new RecipientOutcomeMeterHandler(registry);
	}

}
