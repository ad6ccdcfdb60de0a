package dev.sendpost.admin.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.sendpost.MailGatewayException;
import dev.sendpost.admin.web.AdminAnswer.Content;
import dev.sendpost.admin.web.AdminAnswer.Download;
import dev.sendpost.admin.web.AdminAnswer.Redirect;
import dev.sendpost.admin.web.AdminAnswer.View;
import dev.sendpost.admin.web.AdminRoutes.Route;
import dev.sendpost.admin.web.Assets.Asset;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.RequestPath;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Serves the panel. Every answer keeps the browser from running or loading anything that
 * is not the panel's own.
 */
public final class AdminPanel {

	private static final Log logger = LogFactory.getLog(AdminPanel.class);

	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
			+ "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

	private final AdminSettings settings;

	private final AdminAccess access;

	private final FormTokens tokens;

	private final AdminAudit audit;

	private final Map<MenuGroup, List<MenuItem>> menu;

	private final List<Route> routes;

	private final Assets assets = new Assets(AdminPanel.class.getClassLoader());

	private final AdminRenderer renderer = new AdminRenderer();

	/**
	 * Create the panel.
	 * @param settings what is set about it
	 * @param access decides who may see it
	 * @param tokens guards its forms
	 * @param audit keeps who changed what
	 * @param pages its pages, in the order of the menu
	 */
	public AdminPanel(AdminSettings settings, AdminAccess access, FormTokens tokens, AdminAudit audit,
			List<AdminPage> pages) {
		this.settings = settings;
		this.access = access;
		this.tokens = tokens;
		this.audit = audit;
		this.menu = pages.stream()
			.map(AdminPage::menu)
			.collect(Collectors.groupingBy(MenuItem::group, () -> new EnumMap<>(MenuGroup.class), Collectors.toList()));
		AdminRoutes all = new AdminRoutes();
		pages.forEach((page) -> page.addTo(all));
		this.routes = all.list();
	}

	/**
	 * What serves it.
	 * @return a function for a mapping of its own
	 */
	public RouterFunction<ServerResponse> router() {
		RouterFunctions.Builder router = RouterFunctions.route();
		String base = this.settings.basePath();
		router.GET(base + "/assets/{file}", this::asset);
		for (Route route : this.routes) {
			router.route(
					RequestPredicates.method(route.method())
						.and(RequestPredicates.path(base + route.path())
							.or(RequestPredicates.path(base + slash(route.path())))),
					(request) -> answer(request, route));
		}
		for (String path : List.of(base, base + "/**")) {
			router.route(RequestPredicates.path(path), (request) -> answer(request, null));
		}
		return router.build();
	}

	private static String slash(String path) {
		return path.isEmpty() ? "/" : path;
	}

	private ServerResponse asset(ServerRequest request) {
		Asset asset = this.assets.find(request.pathVariable("file"));
		if (asset == null) {
			return ServerResponse.notFound().build();
		}
		return ServerResponse.ok()
			.headers((headers) -> headers.set(HttpHeaders.CONTENT_TYPE, asset.contentType()))
			.header("X-Content-Type-Options", "nosniff")
			.cacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
			.build((servletRequest, servletResponse) -> {
				servletResponse.getOutputStream().write(asset.content());
				return null;
			});
	}

	private ServerResponse answer(ServerRequest request, @Nullable Route route) {
		AdminUser known = this.access.user(request.servletRequest());
		if (known == null) {
			return ServerResponse.ok().build((servletRequest, servletResponse) -> {
				this.access.refuse(servletRequest, servletResponse);
				return null;
			});
		}
		AdminUser user = new AdminUser(known.name(), known.readOnly() || this.settings.readOnly());
		AdminRequest adminRequest = new AdminRequest(request, user, this.settings.basePath());
		try {
			if (route == null) {
				throw AdminProblem.of(404, "There is no page here.");
			}
			AdminAnswer answer = handle(adminRequest, route);
			return written(adminRequest, (answer instanceof View view && view.mistake() != null) ? 422 : 200, answer);
		}
		catch (AdminProblem ex) {
			return written(adminRequest, ex.status(), problem(ex.getMessage()));
		}
		catch (MailGatewayException ex) {
			return written(adminRequest, 422, problem(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			logger.error("The panel failed at " + request.method() + " " + this.settings.basePath() + "/...", ex);
			return written(adminRequest, 500, problem("Something went wrong. It is in the application's log."));
		}
	}

	private static AdminAnswer problem(@Nullable String message) {
		return AdminAnswer.view("problem", Map.of("message", Objects.requireNonNullElse(message, "")));
	}

	private AdminAnswer handle(AdminRequest request, Route route) {
		AdminUser user = request.user();
		if (route.method() == HttpMethod.POST && !this.tokens.isFromHere(request.request().servletRequest(), user)) {
			throw AdminProblem.of(403,
					"The form was not sent from a page of this panel, or is too old. Go back, load the page again and repeat it.");
		}
		String action = route.action();
		if (action == null) {
			return route.handler().handle(request);
		}
		if (user.readOnly()) {
			throw AdminProblem.of(403, "You may look at everything here, and change nothing.");
		}
		try {
			AdminAnswer answer = route.handler().handle(request);
			this.audit.changed(user, action, request.subject(), (answer instanceof View view) ? view.mistake() : null);
			return answer;
		}
		catch (AdminProblem | MailGatewayException ex) {
			this.audit.changed(user, action, request.subject(), ex.getMessage());
			throw ex;
		}
	}

	private ServerResponse written(AdminRequest request, int status, AdminAnswer answer) {
		HttpServletRequest servletRequest = request.request().servletRequest();
		if (answer instanceof Redirect redirect) {
			return ServerResponse.status(303)
				.header(HttpHeaders.CACHE_CONTROL, "no-store")
				.build((ignored, response) -> {
					String notice = redirect.notice();
					if (notice != null) {
						Notices.put(servletRequest, response, root(request), notice);
					}
					response.setHeader(HttpHeaders.LOCATION, root(request) + redirect.path());
					return null;
				});
		}
		ServerResponse.BodyBuilder builder = ServerResponse.status(status)
			.header(HttpHeaders.CACHE_CONTROL, "no-store")
			.header("Content-Security-Policy", POLICY)
			.header("Referrer-Policy", "no-referrer")
			.header("X-Content-Type-Options", "nosniff")
			.header("X-Frame-Options", "DENY")
			.header("Cross-Origin-Opener-Policy", "same-origin");
		if (answer instanceof Content content) {
			content.headers().forEach((name, value) -> builder.headers((headers) -> headers.set(name, value)));
			return builder.headers((headers) -> headers.set(HttpHeaders.CONTENT_TYPE, content.contentType()))
				.build((ignored, response) -> {
					response.getOutputStream().write(content.octets());
					return null;
				});
		}
		if (answer instanceof Download download) {
			return builder.headers((headers) -> {
				headers.set(HttpHeaders.CONTENT_TYPE, download.contentType());
				headers.setContentDisposition(
						ContentDisposition.attachment().filename(download.filename(), StandardCharsets.UTF_8).build());
			}).build((ignored, response) -> {
				download.body().writeTo(response.getOutputStream());
				return null;
			});
		}
		View view = (View) answer;
		return builder.headers((headers) -> headers.set(HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8"))
			.build((ignored, response) -> {
				byte[] page = this.renderer.render(view.template(), model(request, view, response), servletRequest,
						response);
				response.getOutputStream().write(page);
				return null;
			});
	}

	/**
	 * The path of the panel as browsers have to write it: below a context path, that of a
	 * servlet, and what a reverse proxy put before.
	 */
	private String root(AdminRequest request) {
		RequestPath path = request.request().requestPath();
		String all = path.value();
		return all.substring(0, all.length() - path.pathWithinApplication().value().length())
				+ this.settings.basePath();
	}

	private Map<String, Object> model(AdminRequest request, View view, HttpServletResponse response) {
		HttpServletRequest servletRequest = request.request().servletRequest();
		Map<String, Object> model = new HashMap<>(view.model());
		model.put("base", root(request));
		model.put("menu", this.menu);
		model.put("format", new Formats(request.locale()));
		model.put("current", request.path());
		model.put("user", request.user());
		model.put("assets", this.assets.paths());
		model.put("token", this.tokens.token(request.user()));
		if (view.mistake() != null) {
			model.put("mistake", view.mistake());
		}
		String notice = Notices.take(servletRequest, response, root(request));
		if (notice != null) {
			model.put("notice", notice);
		}
		return model;
	}

}
