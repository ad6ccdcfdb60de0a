package dev.sendpost.api;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.servlet.BodyReader;
import dev.sendpost.subaccount.ApiKey;
import dev.sendpost.subaccount.ApiKeyScope;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Serves the API of one service. What is below its resources and no operation is answered
 * as the service answers it; all other paths are the application's.
 */
public final class ApiDoor {

	private static final Log logger = LogFactory.getLog(ApiDoor.class);

	private final String name;

	private final List<String> resources;

	private final List<ApiRoute> routes;

	private final ApiAccess access;

	private final ApiErrorForm errors;

	private final ApiJson json;

	private final BodyReader bodies;

	private final Semaphore room;

	/**
	 * Create a door.
	 * @param name the name of the door
	 * @param resources the paths that are the API's, with all that is below them
	 * @param routes the operations
	 * @param errors how the service says that something was not done
	 * @param settings what all doors have in common
	 * @param json the JSON of the service
	 */
	public ApiDoor(String name, List<String> resources, List<ApiRoutes> routes, ApiErrorForm errors,
			ApiDoorSettings settings, ApiJson json) {
		this.name = name;
		this.resources = List.copyOf(resources);
		this.routes = routes.stream().flatMap((list) -> list.list().stream()).toList();
		this.access = settings.access();
		this.errors = errors;
		this.json = json;
		this.bodies = new BodyReader(settings.maxBodySize(), System::nanoTime);
		this.room = settings.bodies();
	}

	/**
	 * The name of the door.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The operations, for whoever describes them.
	 * @return the operations
	 */
	public List<ApiRoute> routes() {
		return this.routes;
	}

	/**
	 * Patterns of all paths that are answered here.
	 * @return the patterns
	 */
	public List<String> paths() {
		return this.resources.stream().flatMap((resource) -> Stream.of(resource, resource + "/**")).toList();
	}

	/**
	 * What serves the door.
	 * @return a function for a mapping of its own
	 */
	public RouterFunction<ServerResponse> router() {
		return router("");
	}

	/**
	 * What serves the door below a path. Functions of Spring that are nested by a path
	 * fail where there is a context path and a path of the servlet.
	 * @param basePath what all paths begin with, or empty
	 * @return a function for a mapping of its own
	 */
	public RouterFunction<ServerResponse> router(String basePath) {
		RouterFunctions.Builder router = RouterFunctions.route();
		for (ApiRoute route : this.routes) {
			router.route(RequestPredicates.method(route.method()).and(path(basePath + route.path())),
					(request) -> answer(request, () -> call(route, request)));
		}
		methods().forEach(
				(path, methods) -> router.route(path(basePath + path), (request) -> otherMethod(request, methods)));
		router.route((request) -> true, (request) -> answer(request, () -> {
			throw ApiProblem.of(Kind.UNKNOWN_PATH, "there is nothing at this path");
		}));
		return RouterFunctions.nest(ofThisDoor(basePath), router.build());
	}

	/**
	 * Whether a path is the door's at all: of the requests that are the application's
	 * own, nothing more is looked at.
	 */
	private RequestPredicate ofThisDoor(String basePath) {
		List<PathPattern> patterns = paths().stream()
			.map((path) -> PathPatternParser.defaultInstance.parse(basePath + path))
			.toList();
		return (request) -> {
			PathContainer path = request.requestPath().pathWithinApplication();
			return patterns.stream().anyMatch((pattern) -> pattern.matches(path));
		};
	}

	/**
	 * A path, with a slash at its end or without: clients write both.
	 */
	private static RequestPredicate path(String path) {
		String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
		return RequestPredicates.path(bare).or(RequestPredicates.path(bare + "/"));
	}

	private Map<String, String> methods() {
		return this.routes.stream()
			.collect(Collectors.groupingBy(ApiRoute::path, LinkedHashMap::new,
					Collectors.mapping((route) -> route.method().name(), Collectors.joining(", "))));
	}

	private ServerResponse otherMethod(ServerRequest request, String methods) {
		ApiAnswer answer = (request.method() == HttpMethod.OPTIONS) ? ApiAnswer.of(204, null)
				: answer(ApiProblem.of(Kind.METHOD_NOT_ALLOWED, "only " + methods + " is possible here"));
		return write(answer.header(HttpHeaders.ALLOW, methods));
	}

	private ApiAnswer call(ApiRoute route, ServerRequest request) {
		KeySource keys = route.keys();
		if (keys == null) {
			return call(route, request, null);
		}
		ApiKey key = this.access.admit(keys.find(request.headers().asHttpHeaders()),
				request.servletRequest().getRemoteAddr(), route.scope());
		if (route.wholeAccount() && !key.submitter().wholeAccount()) {
			throw ApiProblem.of(Kind.FORBIDDEN, "this takes a key of the account, and the key is one of a sub-account");
		}
		if (!route.testKeys() && key.test()) {
			throw ApiProblem.of(Kind.FORBIDDEN, "this takes a live key, and the key is a test key: those neither change"
					+ " what live mail depends on nor see its secrets");
		}
		return call(route, request, key);
	}

	private ApiAnswer call(ApiRoute route, ServerRequest request, @Nullable ApiKey key) {
		ApiCall call = new ApiCall(request, key, this.json, this.bodies, this.room);
		try {
			return route.handler().handle(call);
		}
		finally {
			call.end();
		}
	}

	private ServerResponse answer(ServerRequest request, Answering answering) {
		try {
			return write(answering.answer());
		}
		catch (UncheckedIOException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			ApiProblem problem = FeatureProblems.of(ex);
			if (problem == null) {
				logger.error("The door '" + this.name + "' failed at " + request.method() + " "
						+ Printable.shortened(request.path()), ex);
				problem = ApiProblem.of(Kind.INTERNAL, "something went wrong here; it is in the log");
			}
			return write(answer(problem));
		}
	}

	private ApiAnswer answer(ApiProblem problem) {
		ApiAnswer answer = this.errors.answer(problem);
		Duration retryAfter = problem.retryAfter();
		return (retryAfter != null)
				? answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, wholeSeconds(retryAfter))))
				: answer;
	}

	private static long wholeSeconds(Duration wait) {
		return wait.plusNanos(999_999_999).toSeconds();
	}

	private ServerResponse write(ApiAnswer answer) {
		ServerResponse.BodyBuilder response = ServerResponse.status(answer.status())
			.header(HttpHeaders.CACHE_CONTROL, "no-store")
			.header("X-Content-Type-Options", "nosniff");
		answer.headers().forEach((name, value) -> response.headers((headers) -> headers.set(name, value)));
		Object body = answer.body();
		if (body == null) {
			return response.build();
		}
		byte[] octets = this.json.write(body);
		return response.headers((headers) -> headers.set(HttpHeaders.CONTENT_TYPE, "application/json"))
			.contentLength(octets.length)
			.build((servletRequest, servletResponse) -> {
				servletResponse.getOutputStream().write(octets);
				return null;
			});
	}

	/**
	 * Comes to an answer.
	 */
	private interface Answering {

		ApiAnswer answer();

	}

}
