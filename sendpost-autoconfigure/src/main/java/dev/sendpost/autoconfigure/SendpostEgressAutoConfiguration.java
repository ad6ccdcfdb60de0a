package dev.sendpost.autoconfigure;

import javax.net.ssl.SSLSocketFactory;

import dev.sendpost.egress.EgressClient;
import dev.sendpost.egress.EgressGuard;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@link EgressGuard}, which
 * keeps requests to users' URLs out of the private network.
 */
@AutoConfiguration
@EnableConfigurationProperties(EgressProperties.class)
public final class SendpostEgressAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	EgressGuard sendpostEgressGuard(EgressProperties properties) {
		return EgressPropertiesMapper.guard(properties);
	}

	/**
	 * The requests themselves.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HttpRequestExecutor.class)
	static class ClientConfiguration {

		@Bean
		@ConditionalOnMissingBean
		EgressClient sendpostEgressClient(EgressGuard guard, EgressProperties properties) {
			return new EgressClient(guard, SingletonSupplier.of(() -> (SSLSocketFactory) SSLSocketFactory.getDefault()),
					EgressPropertiesMapper.timeout("connect-timeout", properties.connectTimeout()),
					EgressPropertiesMapper.timeout("timeout", properties.timeout()));
		}

	}

}
