package dev.sendpost.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What editors offer to whoever writes properties.
 */
class ConfigurationMetadataTests {

	/** The panel has metadata of its own. */
	private static final String OF_ANOTHER_MODULE = "admin";

	private static final Map<String, String> properties = new TreeMap<>();

	@BeforeAll
	static void read() throws IOException {
		Enumeration<URL> files = MailGatewayProperties.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json");
		for (URL file : Collections.list(files)) {
			try (InputStream in = file.openStream()) {
				JsonNode metadata = JsonMapper.shared().readTree(in);
				metadata.path("properties").forEach((property) -> {
					if (property.path("name").asString().contains("sendpost")) {
						properties.put(property.path("name").asString(), property.path("description").asString());
					}
				});
			}
		}
	}

	@Test
	void everyPropertyIsDescribed() {
		assertThat(properties).isNotEmpty().allSatisfy((name, description) -> assertThat(description).endsWith("."));
	}

	@Test
	void thePropertyCheckKnowsEachNameBelowSendpost() {
		assertThat(properties.keySet()
			.stream()
			.filter((name) -> name.startsWith("sendpost."))
			.map((name) -> name.split("\\.")[1])).isNotEmpty().isSubsetOf(SendpostPropertyCheck.knownNames());
		assertThat(SendpostPropertyCheck.knownNames()).contains(OF_ANOTHER_MODULE)
			.filteredOn((known) -> !known.equals(OF_ANOTHER_MODULE))
			.allSatisfy((known) -> assertThat(properties.keySet())
				.anyMatch((name) -> name.equals("sendpost." + known) || name.startsWith("sendpost." + known + ".")));
	}

	@Test
	void transportsTheOutboxAndTheHealthSwitchAreThere() {
		assertThat(properties).containsKeys("sendpost.transports", "sendpost.from", "sendpost.routing.routes",
				"management.health.sendpost.enabled", "sendpost.outbox.retry.delays", "sendpost.store.file",
				"sendpost.jdbc.initialize-schema");
	}

}
