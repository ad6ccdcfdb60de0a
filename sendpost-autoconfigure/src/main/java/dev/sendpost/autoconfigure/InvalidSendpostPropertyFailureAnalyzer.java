package dev.sendpost.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Tells which property is wrong, where it was set, and what to do. Its value is not
 * repeated beyond what the reason needs: it could be a secret.
 */
class InvalidSendpostPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSendpostPropertyException> {

	private final Environment environment;

	InvalidSendpostPropertyFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSendpostPropertyException cause) {
		StringBuilder description = new StringBuilder("The property '").append(cause.getProperty())
			.append("' is not usable:\n\n    Reason: ")
			.append(cause.getReason());
		ConfigurationProperty found = find(cause.getProperty());
		if (found != null && found.getOrigin() != null) {
			description.append("\n    Origin: ").append(found.getOrigin());
		}
		return new FailureAnalysis(description.toString(), cause.getAction(), cause);
	}

	private @Nullable ConfigurationProperty find(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.');
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

}
