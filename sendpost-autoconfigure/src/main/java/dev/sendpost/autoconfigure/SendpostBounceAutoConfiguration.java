package dev.sendpost.autoconfigure;

import dev.sendpost.bounce.BounceMail;
import dev.sendpost.bounce.BounceMailParser;
import dev.sendpost.bounce.VerpAddress;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.store.Store;
import dev.sendpost.transport.ReturnPath;
import org.apache.james.mime4j.stream.MimeTokenStream;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the return paths of messages,
 * and for what comes back to them: without a {@link Store} it is parsed, with one it is
 * recorded.
 */
@AutoConfiguration(after = { SendpostStoreAutoConfiguration.class, SendpostOutboxAutoConfiguration.class })
@ConditionalOnClass(MimeTokenStream.class)
@EnableConfigurationProperties(BounceProperties.class)
public final class SendpostBounceAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	BounceMailParser bounceMailParser() {
		return new BounceMailParser();
	}

	/**
	 * A return path for each message.
	 */
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnAddress.class)
	static class ReturnPathConfiguration {

		@Bean
		@ConditionalOnMissingBean
		VerpAddress sendpostVerpAddress(BounceProperties properties) {
			return BouncePropertiesMapper.verpAddress(properties);
		}

		@Bean
		@ConditionalOnMissingBean
		ReturnPath sendpostReturnPath(VerpAddress verp) {
			return (email) -> verp.address(email.id(), email.from().domain());
		}

	}

	/**
	 * Whether there is an address for bounces; an empty one is none.
	 */
	static class OnAddress implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return StringUtils.hasText(context.getEnvironment().getProperty("sendpost.bounces.address"));
		}

	}

	/**
	 * What takes bounce mail in.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JdbcTemplate.class)
	@ConditionalOnBean({ Store.class, DeliveryLog.class })
	static class StoreConfiguration {

		@Bean
		@ConditionalOnMissingBean
		BounceMail bounceMail(Store store, DeliveryLog log, BounceMailParser parser, ObjectProvider<VerpAddress> verp,
				BounceProperties properties) {
			VerpAddress returnPaths = verp.getIfAvailable();
			boolean required = (properties.requireReturnPath() != null) ? properties.requireReturnPath()
					: returnPaths != null;
			if (required && returnPaths == null) {
				throw new InvalidSendpostPropertyException("sendpost.bounces.require-return-path",
						"messages have no return path of their own without 'sendpost.bounces.address'",
						"Set 'sendpost.bounces.address', too, or leave this out.");
			}
			return new BounceMail(store, log, parser, returnPaths, required);
		}

	}

}
