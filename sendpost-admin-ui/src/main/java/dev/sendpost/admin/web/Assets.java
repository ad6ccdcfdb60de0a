package dev.sendpost.admin.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The files that pages refer to. Their names carry a digest of their content, so that
 * browsers may keep them for good.
 */
final class Assets {

	private static final String WEBJARS = "META-INF/resources/webjars/";

	private static final String OWN = "dev/sendpost/admin/assets/";

	private static final Map<String, String> FILES = Map.ofEntries(Map.entry("panel.css", OWN + "panel.css"),
			Map.entry("panel.js", OWN + "panel.js"), Map.entry("charts.js", OWN + "charts.js"),
			Map.entry("editor.js", OWN + "editor.js"), Map.entry("quiet.js", OWN + "quiet.js"),
			Map.entry("zone.js", OWN + "zone.js"), Map.entry("icon.svg", OWN + "icon.svg"),
			Map.entry("htmx.js", WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js"),
			Map.entry("chart.js", WEBJARS + "chart.js/4.5.1/dist/chart.umd.min.js"));

	private final Map<String, Asset> byPath = new LinkedHashMap<>();

	private final Map<String, String> paths = new LinkedHashMap<>();

	Assets() {
		FILES.forEach((name, resource) -> {
			byte[] content = read(resource);
			String digest = HexFormat.of().formatHex(Digests.sha256(content), 0, 8);
			String path = digest + "-" + name;
			this.paths.put(name, path);
			this.byPath.put(path, new Asset(contentType(name), content));
		});
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

	private static byte[] read(String resource) {
		try (InputStream in = Assets.class.getClassLoader().getResourceAsStream(resource)) {
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
