package dev.sendpost.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The OpenAPI description of what a door serves. It is no secret, so it takes no key.
 *
 * @param path where it is served
 * @param resource where it is on the class path
 */
public record ApiDescription(String path, String resource) {

	private static final MediaType YAML = MediaType.parseMediaType("application/yaml");

	/**
	 * The description of a door.
	 * @param door the name of the door
	 * @param basePath what all paths of doors begin with
	 * @return the description
	 */
	public static ApiDescription of(String door, String basePath) {
		return new ApiDescription(basePath + "/openapi/" + door + ".yaml", door + ".openapi.yaml");
	}

	/**
	 * What serves it.
	 * @return a function for a mapping of its own
	 */
	public RouterFunction<ServerResponse> router() {
		return RouterFunctions.route()
			.GET(this.path, (request) -> ServerResponse.ok().contentType(YAML).body(content()))
			.build();
	}

	/**
	 * The description itself.
	 * @return YAML, as UTF-8
	 * @throws IllegalStateException if there is none
	 */
	public byte[] content() {
		try (InputStream in = ApiDescription.class.getResourceAsStream(this.resource)) {
			if (in == null) {
				throw new IllegalStateException("There is no " + this.resource);
			}
			return in.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
