package dev.sendpost.admin.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the admin panel.
 *
 * @param enabled Whether there is a panel.
 * @param basePath Path of the panel.
 * @param onManagementPort Whether the panel is where the actuator is, if that has a port
 * of its own.
 * @param readOnly Whether nobody may change anything in the panel.
 * @param role Role of those who may use the panel, in applications with Spring Security.
 * @param readOnlyRole Role of those who may only look, in applications with Spring
 * Security.
 * @param loginPage Page of the application where its users log in. By default it is the
 * page of Spring Security if Spring Boot sets it up, and else they log in with HTTP Basic
 * authentication.
 * @param username User name, in applications without Spring Security.
 * @param password Password, in applications without Spring Security. By default one is
 * made and logged at each start.
 */
@ConfigurationProperties("sendpost.admin")
record AdminProperties(@DefaultValue("true") boolean enabled, @DefaultValue("/sendpost") String basePath,
		@DefaultValue("false") boolean onManagementPort, @DefaultValue("false") boolean readOnly,
		@DefaultValue("SENDPOST_ADMIN") String role, @DefaultValue("SENDPOST_VIEWER") String readOnlyRole,
		@Nullable String loginPage, @DefaultValue("admin") String username, @Nullable String password) {

	/**
	 * What is set, without the password.
	 */
	@Override
	public String toString() {
		return "AdminProperties[basePath=" + this.basePath + ", username=" + this.username + "]";
	}

}
