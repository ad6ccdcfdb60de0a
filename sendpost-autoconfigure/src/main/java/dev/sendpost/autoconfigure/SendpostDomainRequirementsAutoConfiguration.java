package dev.sendpost.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.domain.DomainPolicyMode;
import dev.sendpost.domain.SendingDomains;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for an application without
 * {@link SendingDomains}: refuses properties that need them. Mail must not pass, nor
 * leave unsigned, because a library is missing.
 */
@AutoConfiguration(after = SendpostDomainAutoConfiguration.class)
@ConditionalOnMissingBean(SendingDomains.class)
@EnableConfigurationProperties(SendingDomainsProperties.class)
public final class SendpostDomainRequirementsAutoConfiguration {

	/** A class of each library that sending domains need, and where it comes from. */
	private static final Map<String, String> LIBRARIES = libraries();

	SendpostDomainRequirementsAutoConfiguration(SendingDomainsProperties properties, ResourceLoader resources) {
		if (properties.policy() != DomainPolicyMode.OFF) {
			throw refusal("sendpost.domains.policy", "set it to 'off'", resources.getClassLoader());
		}
		if (!properties.registered().isEmpty()) {
			throw refusal("sendpost.domains.registered", "remove the domains", resources.getClassLoader());
		}
	}

	private static Map<String, String> libraries() {
		Map<String, String> libraries = new LinkedHashMap<>();
		libraries.put("org.xbill.DNS.SimpleResolver", "dnsjava:dnsjava");
		libraries.put("com.github.benmanes.caffeine.cache.Caffeine", "com.github.ben-manes.caffeine:caffeine");
		libraries.put("crawlercommons.domains.EffectiveTldFinder", "com.github.crawler-commons:crawler-commons");
		return libraries;
	}

	private static InvalidSendpostPropertyException refusal(String property, String otherwise,
			@Nullable ClassLoader classLoader) {
		List<String> missing = LIBRARIES.entrySet()
			.stream()
			.filter((library) -> !ClassUtils.isPresent(library.getKey(), classLoader))
			.map(Map.Entry::getValue)
			.toList();
		if (missing.isEmpty()) {
			return new InvalidSendpostPropertyException(property, "there is no bean of the type SendingDomains",
					"Let the application have SendpostDomainAutoConfiguration, or " + otherwise + ".");
		}
		return new InvalidSendpostPropertyException(property,
				"sending domains need a library that is not there: " + String.join(", ", missing),
				"Add it to the application, or " + otherwise + ".");
	}

}
