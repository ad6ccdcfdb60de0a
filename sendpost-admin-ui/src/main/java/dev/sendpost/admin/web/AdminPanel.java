package dev.sendpost.admin.web;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Collectors;

import dev.sendpost.admin.web.AdminRoutes.Route;
import dev.sendpost.admin.web.Assets.Asset;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Serves the panel: finds out who asks, for what, and has it answered.
 */
public final class AdminPanel {

	private final AdminSettings settings;

	private final AdminAccess access;

	private final AdminDispatcher dispatcher;

	private final AnswerWriter writer;

	private final List<Route> routes;

	private final Assets assets = new Assets(AdminPanel.class.getClassLoader());

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
		this.dispatcher = new AdminDispatcher(tokens, audit);
		this.writer = new AnswerWriter(tokens, pages.stream()
			.map(AdminPage::menu)
			.collect(Collectors.groupingBy(MenuItem::group, () -> new EnumMap<>(MenuGroup.class), Collectors.toList())),
				this.assets);
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
			router.route(method(route).and(
					RequestPredicates.path(base + route.path()).or(RequestPredicates.path(base + slash(route.path())))),
					(request) -> answer(request, route));
		}
		for (String path : List.of(base, base + "/**")) {
			router.route(RequestPredicates.path(path), (request) -> answer(request, null));
		}
		return router.build();
	}

	/**
	 * What can be got can be asked for without its content (RFC 9110 section 9.3.2).
	 */
	private static RequestPredicate method(Route route) {
		return (route.method() == HttpMethod.GET) ? RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD)
				: RequestPredicates.method(route.method());
	}

	private static String slash(String path) {
		return path.isEmpty() ? "/" : path;
	}

	private ServerResponse asset(ServerRequest request) {
		Asset asset = this.assets.find(request.pathVariable("file"));
		if (asset == null) {
			return ServerResponse.notFound().headers((headers) -> headers.setAll(PanelHeaders.ALL)).build();
		}
		return ServerResponse.ok()
			.headers((headers) -> headers.setAll(PanelHeaders.ALL))
			.header(HttpHeaders.CONTENT_TYPE, asset.contentType())
			.cacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
			.build((servletRequest, servletResponse) -> {
				servletResponse.getOutputStream().write(asset.content());
				return null;
			});
	}

	private ServerResponse answer(ServerRequest request, @Nullable Route route) {
		return ServerResponse.ok().build((servletRequest, response) -> {
			answer(request, route, response);
			return null;
		});
	}

	private void answer(ServerRequest request, @Nullable Route route, HttpServletResponse response) throws IOException {
		AdminUser known = this.access.user(request.servletRequest());
		if (known == null) {
			PanelHeaders.set(response);
			this.access.refuse(request.servletRequest(), response);
			return;
		}
		AdminUser user = new AdminUser(known.name(), known.readOnly() || this.settings.readOnly());
		AdminRequest adminRequest = new AdminRequest(request, user, this.settings.basePath());
		this.writer.write(adminRequest, this.dispatcher.answer(adminRequest, route), response);
	}

}
