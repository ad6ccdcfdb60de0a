package dev.sendpost.admin.autoconfigure;

import dev.sendpost.admin.web.AdminPanel;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.function.support.HandlerFunctionAdapter;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;

/**
 * {@link ManagementContextConfiguration} for the admin panel, where the actuator has a
 * port of its own and the panel is to be there.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(RouterFunctionMapping.class)
@ConditionalOnBean(AdminPanel.class)
@ConditionalOnBooleanProperty(OnApplicationPort.PROPERTY)
class SendpostAdminManagementContextConfiguration {

	@Bean
	RouterFunctionMapping sendpostAdminHandlerMapping(AdminPanel panel) {
		return SendpostAdminAutoConfiguration.handlerMapping(panel);
	}

	@Bean
	HandlerFunctionAdapter sendpostAdminHandlerAdapter() {
		return new HandlerFunctionAdapter();
	}

}
