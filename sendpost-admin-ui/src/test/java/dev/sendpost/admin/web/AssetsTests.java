package dev.sendpost.admin.web;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Assets}.
 */
class AssetsTests {

	private static final String ABOUT = "META-INF/maven/org.webjars.npm/htmx.org/pom.properties";

	@Test
	void theVersionOfAWebjarIsThatOnTheClassPath() {
		Assets assets = new Assets(with(Map.of(ABOUT, "artifactId=htmx.org\nversion=9.9.9\n",
				"META-INF/resources/webjars/htmx.org/9.9.9/dist/htmx.min.js", "a later one")));
		String path = assets.paths().get("htmx.js");
		assertThat(path).endsWith("-htmx.js");
		Assets.Asset asset = assets.find(path);
		assertThat(asset).isNotNull();
		assertThat(asset.content()).asString().isEqualTo("a later one");
		assertThat(assets.paths().get("chart.js")).isEqualTo(new Assets(with(Map.of())).paths().get("chart.js"));
	}

	@Test
	void aWebjarThatIsNotThereIsNamed() {
		assertThatIllegalStateException().isThrownBy(() -> new Assets(with(Map.of(ABOUT, "version=9.9.9"))))
			.withMessageContaining("htmx.org/9.9.9/dist/htmx.min.js");
	}

	private static ClassLoader with(Map<String, String> resources) {
		return new ClassLoader(AssetsTests.class.getClassLoader()) {

			@Override
			public InputStream getResourceAsStream(String name) {
				String text = resources.get(name);
				return (text != null) ? new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))
						: super.getResourceAsStream(name);
			}

		};
	}

}
