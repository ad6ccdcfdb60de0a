package dev.sendpost.admin.page;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.MenuGroup;
import dev.sendpost.admin.web.MenuItem;
import dev.sendpost.limit.JdbcWarmUp;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.RouteCapacity;
import dev.sendpost.transport.RoutingTable;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportFeature;
import dev.sendpost.transport.Transports;
import org.jspecify.annotations.Nullable;

/**
 * The ways out: how they are doing, and which mail takes which.
 */
public final class TransportsPage implements AdminPage {

	private static final String PATH = "/transports";

	private final Transports transports;

	private final RoutingTable table;

	private final @Nullable MailQueue queue;

	private final RouteCapacity capacity;

	private final Map<String, TransportLimits> limits;

	private final TestMail testMail;

	private final Clock clock;

	/**
	 * Create the page.
	 * @param transports the transports
	 * @param router which mail takes which
	 * @param queue what can pause them, or {@code null} if nothing can
	 * @param capacity how much the routes take
	 * @param limits the limits that are set in properties, by the names of transports
	 * @param testMail sends test mail
	 * @param clock tells when something failed
	 */
	public TransportsPage(Transports transports, MailRouter router, @Nullable MailQueue queue, RouteCapacity capacity,
			Map<String, TransportLimits> limits, TestMail testMail, Clock clock) {
		this.transports = transports;
		this.table = router.table();
		this.queue = queue;
		this.capacity = capacity;
		this.limits = Map.copyOf(limits);
		this.testMail = testMail;
		this.clock = clock;
	}

	@Override
	public MenuItem menu() {
		return new MenuItem(MenuGroup.DELIVERY, PATH, "Transports");
	}

	@Override
	public void addTo(AdminRoutes routes) {
		routes.get(PATH, this::list)
			.get("/transports/transport", (request) -> AdminAnswer.view("transport", one(request)))
			.change("/transports/check", "ask a transport whether it would take mail", this::check)
			.change("/transports/test", "send a test mail", this::test)
			.get("/transports/test", this.testMail::show);
	}

	private AdminAnswer list(AdminRequest request) {
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("transports", TransportRow.all(this.transports, paused()));
		model.put("reserved", this.transports.reservedNames());
		List<RouteRow> routes = new ArrayList<>(this.table.routes()
			.stream()
			.map((route) -> RouteRow.of(route, route.equals(this.table.defaultRoute()), warmUp()))
			.toList());
		if (this.table.routes().stream().noneMatch(this.table.defaultRoute()::equals)) {
			routes.add(RouteRow.of(this.table.defaultRoute(), true, warmUp()));
		}
		model.put("routes", routes);
		model.put("rules", this.table.rules().stream().map(RuleRow::of).toList());
		return AdminAnswer.view("transports", model);
	}

	private Set<String> paused() {
		return (this.queue != null) ? this.queue.state(1).pausedTransports() : Set.of();
	}

	private @Nullable JdbcWarmUp warmUp() {
		return (this.capacity instanceof JdbcWarmUp warmUp) ? warmUp : null;
	}

	private MailTransport transport(AdminRequest request) {
		String name = request.field("name").orElse("");
		return this.transports.all()
			.stream()
			.filter((transport) -> transport.name().equals(name))
			.findFirst()
			.orElseThrow(() -> AdminProblem.notFound("transport"));
	}

	private Map<String, Object> one(AdminRequest request) {
		MailTransport transport = transport(request);
		String name = transport.name();
		TransportRow row = TransportRow.of(transport, this.transports, paused().contains(name));
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("transport", row);
		model.put("pausable", this.queue != null);
		model.put("carried", features(transport, true));
		model.put("lacking", features(transport, false));
		model.put("limits", this.limits.getOrDefault(name, TransportLimits.NONE));
		if (row.state().lastFailure() != null) {
			model.put("failedAt", this.clock.instant().minus(row.state().lastFailure().age()));
		}
		if (warmUp() != null) {
			warmUp().today(name).ifPresent((day) -> model.put("warmUp", day));
		}
		model.put("usedBy",
				this.table.routes()
					.stream()
					.filter((route) -> route.transports().contains(name))
					.map((route) -> route.name())
					.toList());
		model.put("to", request.field("to").orElse(""));
		model.put("from", request.field("sender").orElse(""));
		return model;
	}

	private static List<String> features(MailTransport transport, boolean carried) {
		return Arrays.stream(TransportFeature.values())
			.filter((feature) -> transport.capabilities().features().contains(feature) == carried)
			.map(RouteRow::words)
			.toList();
	}

	private AdminAnswer check(AdminRequest request) {
		MailTransport transport = transport(request);
		request.concerns("transport " + transport.name());
		try {
			transport.check();
			return AdminAnswer.redirect(TransportRow.path(transport.name()), "It would take mail now.");
		}
		catch (TransportException ex) {
			String said = (ex.getServerText() != null) ? " It said: " + ex.getServerText() : "";
			return AdminAnswer.mistaken("transport", one(request), "It takes no mail now. " + ex.getMessage() + said);
		}
	}

	private AdminAnswer test(AdminRequest request) {
		MailTransport transport = transport(request);
		request.concerns("transport " + transport.name());
		return this.testMail.send(request, transport.name(), () -> one(request));
	}

}
