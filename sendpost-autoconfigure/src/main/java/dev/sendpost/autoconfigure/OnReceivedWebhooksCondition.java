package dev.sendpost.autoconfigure;

import java.util.Map;

import dev.sendpost.webhook.inbound.ReceivingSource;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if the webhooks of some source are received: one in properties whose endpoint
 * is not switched off, or one that is a bean.
 */
class OnReceivedWebhooksCondition extends SpringBootCondition implements ConfigurationCondition {

	private static final ConfigurationPropertyName SOURCES = ConfigurationPropertyName.of("sendpost.webhooks.sources");

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("received webhooks");
		Binder binder = Binder.get(context.getEnvironment());
		Map<String, Object> sources = binder.bind(SOURCES, Bindable.mapOf(String.class, Object.class)).orElse(Map.of());
		for (String name : sources.keySet()) {
			ConfigurationPropertyName endpoint = ConfigurationPropertyName.of(SOURCES + "[" + name + "].endpoint");
			if (binder.bind(endpoint, Bindable.of(Boolean.class)).orElse(true)) {
				return ConditionOutcome.match(message.found("source").items(name));
			}
		}
		if (context.getBeanFactory() != null
				&& context.getBeanFactory().getBeanNamesForType(ReceivingSource.class, true, false).length > 0) {
			return ConditionOutcome.match(message.found("bean").items(ReceivingSource.class.getName()));
		}
		return ConditionOutcome.noMatch(message.didNotFind("source").atAll());
	}

}
