package dev.sendpost.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.api.ApiDoor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for an application without doors:
 * says why there is none where one is enabled. It must not seem to be there because the
 * application starts.
 */
@AutoConfiguration(after = SendpostDoorAutoConfiguration.class)
@ConditionalOnMissingBean(ApiDoor.class)
@EnableConfigurationProperties(DoorProperties.class)
public final class SendpostDoorRequirementsAutoConfiguration {

	private static final Log logger = LogFactory.getLog(SendpostDoorRequirementsAutoConfiguration.class);

	/** A class of each library that doors need, and where it comes from. */
	private static final Map<String, String> LIBRARIES = libraries();

	SendpostDoorRequirementsAutoConfiguration(DoorProperties properties, ResourceLoader resources) {
		for (String door : properties.enabled()) {
			require("sendpost.doors." + door + ".enabled", resources);
		}
	}

	private static Map<String, String> libraries() {
		Map<String, String> libraries = new LinkedHashMap<>();
		libraries.put("org.springframework.web.servlet.DispatcherServlet",
				"org.springframework.boot:spring-boot-starter-webmvc");
		libraries.put("tools.jackson.databind.json.JsonMapper", "tools.jackson.core:jackson-databind");
		return libraries;
	}

	private static void require(String property, ResourceLoader resources) {
		List<String> missing = missing(resources.getClassLoader());
		if (!missing.isEmpty()) {
			throw new InvalidSendpostPropertyException(property,
					"a door needs a library that is not there: " + String.join(", ", missing),
					"Add it to the application, or set it to 'false'.");
		}
		if (resources instanceof ReactiveWebApplicationContext) {
			throw new InvalidSendpostPropertyException(property,
					"doors are served by Spring MVC, and this application is reactive (Spring WebFlux)",
					"Serve the door by an application with Spring MVC, or set it to 'false'.");
		}
		logger.warn("No requests are answered although '" + property
				+ "' is 'true': the application serves no requests, or has no MailGateway or no ApiKeys.");
	}

	private static List<String> missing(@Nullable ClassLoader classLoader) {
		List<String> missing = new ArrayList<>();
		LIBRARIES.forEach((type, library) -> {
			if (!ClassUtils.isPresent(type, classLoader)) {
				missing.add(library);
			}
		});
		return missing;
	}

}
