package dev.sendpost.autoconfigure;

import java.util.Locale;
import java.util.regex.Pattern;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that keeps secrets below
 * {@code sendpost} out of actuator endpoints, also of those that show values.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class SendpostSanitizingAutoConfiguration {

	/**
	 * The names of secrets, of which nothing is left but letters and digits: they are
	 * spelled in one way in a file, in another as a variable, and in a third by the bean.
	 */
	private static final Pattern SECRET = Pattern
		.compile("sendpost(encryption.+|apikeys.+value|.+secret(s\\d*)?|.+password|.+privatekey)");

	@Bean
	SanitizingFunction sendpostSanitizingFunction() {
		return SanitizingFunction.sanitizeValue().ifKeyMatches(SendpostSanitizingAutoConfiguration::isSecret);
	}

	private static boolean isSecret(String key) {
		return SECRET.matcher(key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "")).matches();
	}

}
