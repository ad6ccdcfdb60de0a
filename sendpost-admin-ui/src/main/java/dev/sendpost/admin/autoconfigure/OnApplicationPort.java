package dev.sendpost.admin.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether the panel is at the port of the application.
 */
class OnApplicationPort extends SpringBootCondition {

	static final String PROPERTY = "sendpost.admin.on-management-port";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Admin panel at the application's port");
		Environment environment = context.getEnvironment();
		if (!environment.getProperty(PROPERTY, Boolean.class, false)) {
			return ConditionOutcome.match(message.because(PROPERTY + " is not set"));
		}
		Integer management = environment.getProperty("management.server.port", Integer.class);
		Integer server = environment.getProperty("server.port", Integer.class, 8080);
		if (management == null || (management.equals(server) && management != 0)) {
			return ConditionOutcome.match(message.because("the actuator is there too"));
		}
		return ConditionOutcome.noMatch(message.because("the actuator has a port of its own"));
	}

}
