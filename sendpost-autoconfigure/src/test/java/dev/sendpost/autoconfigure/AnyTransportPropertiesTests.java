package dev.sendpost.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AnyTransportProperties}: editors offer what there is, and nothing
 * else.
 */
class AnyTransportPropertiesTests {

	private static final Path SOURCES = Path.of("src/main/java/dev/sendpost/autoconfigure");

	private static final Pattern PARAMETER = Pattern.compile("@param (\\w+) ([^@]+)");

	/** All records of properties, each named after its type. */
	private static final List<Class<?>> RECORDS = new ClassFileImporter().importPath(classes())
		.stream()
		.filter((candidate) -> candidate.getSimpleName().endsWith("TransportProperties") && candidate.isRecord()
				&& !candidate.isEquivalentTo(AnyTransportProperties.class))
		.<Class<?>>map((candidate) -> candidate.reflect())
		.toList();

	private static Path classes() {
		return Path.of("target/classes/dev/sendpost/autoconfigure");
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "CAPTURE")
	void allThatATransportOfATypeMayBeSetToIsOffered(TransportType type) {
		assertThat(components(record(type)).entrySet()).isNotEmpty()
			.isSubsetOf(components(AnyTransportProperties.class).entrySet());
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "CAPTURE")
	void whatItMeansForTheTypeIsSaid(TransportType type) throws IOException {
		Map<String, String> offered = descriptions(AnyTransportProperties.class);
		Class<?> record = record(type);
		Map<String, String> descriptions = descriptions(record);
		assertThat(descriptions.keySet()).isEqualTo(components(record).keySet());
		assertThat(descriptions)
			.allSatisfy((name, description) -> assertThat(offered.get(name)).as(name).contains(description));
	}

	@Test
	void nothingIsOfferedThatNoTypeHas() {
		assertThat(components(AnyTransportProperties.class).keySet())
			.allSatisfy((name) -> assertThat(RECORDS).anyMatch((record) -> components(record).containsKey(name)));
	}

	@Test
	void editorsFindIt() throws IOException {
		try (InputStream in = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			JsonNode properties = JsonMapper.shared().readTree(in).path("properties");
			assertThat(properties.valueStream()
				.filter((property) -> property.path("name").asString().equals("sendpost.transports"))
				.map((property) -> property.path("type").asString()))
				.containsExactly("java.util.Map<java.lang.String," + AnyTransportProperties.class.getName() + ">");
		}
	}

	@Test
	void itsEnumsTellTheValues() {
		assertThat(AnyTransportProperties.class.getRecordComponents())
			.filteredOn((component) -> component.getType().isEnum())
			.extracting(RecordComponent::getName)
			.contains("type", "preset", "encryption");
	}

	private static Class<?> record(TransportType type) {
		List<Class<?>> records = RECORDS.stream()
			.filter((record) -> record.getSimpleName()
				.equalsIgnoreCase(type.name().replace("_", "") + "TransportProperties"))
			.toList();
		assertThat(records).as(type.name()).hasSize(1);
		return records.get(0);
	}

	/**
	 * The names of the components, each with its type.
	 */
	private static Map<String, String> components(Class<?> record) {
		Map<String, String> components = new HashMap<>();
		Stream.of(record.getRecordComponents())
			.forEach((component) -> components.put(component.getName(), component.getGenericType().getTypeName()));
		return components;
	}

	/**
	 * What the Javadoc of a record says of its components.
	 */
	private static Map<String, String> descriptions(Class<?> record) throws IOException {
		String source = Files.readString(SOURCES.resolve(record.getSimpleName() + ".java"));
		String javadoc = source.substring(source.indexOf("/**"), source.indexOf("*/")).replaceAll("\\s+\\*\\s+", " ");
		Map<String, String> descriptions = new HashMap<>();
		Matcher parameter = PARAMETER.matcher(javadoc);
		while (parameter.find()) {
			descriptions.put(parameter.group(1), parameter.group(2).strip());
		}
		return descriptions;
	}

}
