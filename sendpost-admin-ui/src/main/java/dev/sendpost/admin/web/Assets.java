package dev.sendpost.admin.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * The files that pages refer to. Their names carry a digest of their content, so that
 * browsers may keep them for good.
 */
final class Assets {

	private static final String OWN = "dev/sendpost/admin/assets/";

	private static final List<String> OWN_FILES = List.of("panel.css", "panel.js", "charts.js", "editor.js", "quiet.js",
			"zone.js", "icon.svg");

	private final ClassLoader classLoader;

	private final Map<String, Asset> byPath = new LinkedHashMap<>();

	private final Map<String, String> paths = new LinkedHashMap<>();

	Assets(ClassLoader classLoader) {
		this.classLoader = classLoader;
		OWN_FILES.forEach((name) -> add(name, read(OWN + name)));
		add("htmx.js", webjar("htmx.org", "dist/htmx.min.js"));
		add("chart.js", webjar("chart.js", "dist/chart.umd.min.js"));
	}

	private void add(String name, byte[] content) {
		String path = HexFormat.of().formatHex(Digests.sha256(content), 0, 8) + "-" + name;
		this.paths.put(name, path);
		this.byPath.put(path, new Asset(contentType(name), content));
	}

	/**
	 * A file of a webjar, whose folder has the name of its version.
	 */
	private byte[] webjar(String name, String file) {
		Properties about = new Properties();
		String resource = "META-INF/maven/org.webjars.npm/" + name + "/pom.properties";
		try {
			about.load(new ByteArrayInputStream(read(resource)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		String version = Objects.requireNonNull(about.getProperty("version"), () -> "no version in " + resource);
		return read("META-INF/resources/webjars/" + name + "/" + version + "/" + file);
	}

	/**
	 * The paths of all files below that of the files, by their names.
	 */
	Map<String, String> paths() {
		return this.paths;
	}

	@Nullable Asset find(String path) {
		return this.byPath.get(path);
	}

	private static String contentType(String name) {
		return switch (name.substring(name.lastIndexOf('.') + 1)) {
			case "css" -> "text/css;charset=UTF-8";
			case "js" -> "text/javascript;charset=UTF-8";
			default -> "image/svg+xml";
		};
	}

	private byte[] read(String resource) {
		try (InputStream in = this.classLoader.getResourceAsStream(resource)) {
			if (in == null) {
				throw new IllegalStateException("There is no " + resource + " on the class path");
			}
			return in.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A file.
	 */
	record Asset(String contentType, byte[] content) {

	}

}
