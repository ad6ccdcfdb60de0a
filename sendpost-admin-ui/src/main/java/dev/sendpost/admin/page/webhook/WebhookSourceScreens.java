package dev.sendpost.admin.page.webhook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.webhook.inbound.ConfiguredWebhookSource;
import dev.sendpost.webhook.inbound.ConfiguredWebhookSources;
import dev.sendpost.webhook.inbound.ReceivedWebhook;
import dev.sendpost.webhook.inbound.ReceivedWebhookContent;
import dev.sendpost.webhook.inbound.ReceivedWebhookPage;
import dev.sendpost.webhook.inbound.ReceivedWebhooks;
import dev.sendpost.webhook.inbound.WebhookDeliveryState;
import dev.sendpost.webhook.inbound.WebhookRefusals;
import org.jspecify.annotations.Nullable;

/**
 * Who sends webhooks, what came of them, and each as it came.
 */
public final class WebhookSourceScreens {

	private static final int LATEST = 3;

	private static final int PAGE_SIZE = 50;

	/** How many characters of a webhook are shown; all of it is in the file. */
	private static final int MAX_SHOWN = 100_000;

	/** What header fields are called that may let somebody in. */
	private static final Pattern SECRET = Pattern.compile("auth|cookie|signature|secret|token|password|key",
			Pattern.CASE_INSENSITIVE);

	private static final Map<String, String> DOWNLOAD = Map.of("Content-Security-Policy",
			"sandbox; default-src 'none'; frame-ancestors 'none'");

	private final ConfiguredWebhookSources sources;

	private final WebhookRefusals refusals;

	private final @Nullable ReceivedWebhooks received;

	/**
	 * Create the screens.
	 * @param sources the sources as they are set up
	 * @param refusals counts what was refused
	 * @param received what was received, or {@code null} if nothing is
	 */
	public WebhookSourceScreens(ConfiguredWebhookSources sources, WebhookRefusals refusals,
			@Nullable ReceivedWebhooks received) {
		this.sources = sources;
		this.refusals = refusals;
		this.received = received;
	}

	void addTo(AdminRoutes routes, boolean subscribers) {
		routes.get("/webhooks", (request) -> list(subscribers));
		ReceivedWebhooks received = this.received;
		if (received != null) {
			routes.get("/webhooks/sources/{name}", (request) -> show(request, received))
				.get("/webhooks/received/{id}", (request) -> showReceived(request, received))
				.get("/webhooks/received/{id}/file", (request) -> file(request, received))
				.change("/webhooks/received/{id}/again", "process a received webhook again",
						(request) -> again(request, received));
		}
	}

	private AdminAnswer list(boolean subscribers) {
		List<WebhookSourceRow> rows = new ArrayList<>();
		Map<String, Map<String, Long>> refused = this.refusals.counts();
		for (ConfiguredWebhookSource source : this.sources.sources()) {
			Map<WebhookDeliveryState, Integer> counts = Map.of();
			List<ReceivedWebhook> latest = List.of();
			if (this.received != null && source.path() != null) {
				counts = this.received.count(source.name());
				latest = this.received.find(source.name(), null, null, LATEST).webhooks();
			}
			rows.add(new WebhookSourceRow(source, counts, latest, refused.getOrDefault(source.name(), Map.of())));
		}
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("sources", rows);
		model.put("subscribers", subscribers);
		return AdminAnswer.view("webhook-sources", model);
	}

	private AdminAnswer show(AdminRequest request, ReceivedWebhooks received) {
		ConfiguredWebhookSource source = this.sources.sources()
			.stream()
			.filter((each) -> each.name().equals(request.variable("name")) && each.path() != null)
			.findFirst()
			.orElseThrow(() -> AdminProblem.notFound("source of webhooks"));
		WebhookDeliveryState state = request.field("state").map(WebhookSourceScreens::state).orElse(null);
		ReceivedWebhookPage page = received.find(source.name(), state, request.after(), PAGE_SIZE);
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("row", new WebhookSourceRow(source, received.count(source.name()), List.of(),
				this.refusals.counts().getOrDefault(source.name(), Map.of())));
		model.put("states", WebhookDeliveryState.values());
		model.put("state", (state != null) ? state.name() : "");
		model.put("webhooks", page.webhooks());
		UUID next = page.next();
		if (next != null) {
			model.put("next", next);
		}
		return AdminAnswer.view("webhook-source", model);
	}

	private static WebhookDeliveryState state(String name) {
		try {
			return WebhookDeliveryState.valueOf(name.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw AdminProblem.refused("There is no such state.");
		}
	}

	private static ReceivedWebhook webhook(AdminRequest request, ReceivedWebhooks received) {
		return received.find(request.id("id", "webhook")).orElseThrow(() -> AdminProblem.notFound("webhook"));
	}

	private AdminAnswer showReceived(AdminRequest request, ReceivedWebhooks received) {
		ReceivedWebhook webhook = webhook(request, received);
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("webhook", webhook);
		received.content(webhook.id()).ifPresent((kept) -> {
			String text = new String(kept.body(), StandardCharsets.UTF_8);
			model.put("size", kept.body().length);
			model.put("cut", text.length() > MAX_SHOWN);
			model.put("text", text.substring(0, Math.min(MAX_SHOWN, text.length())));
			model.put("headers", headers(kept));
		});
		return AdminAnswer.view("webhook-received", model);
	}

	private static Map<String, String> headers(ReceivedWebhookContent kept) {
		Map<String, String> headers = new TreeMap<>(kept.headers());
		headers.replaceAll((name, value) -> SECRET.matcher(name).find() ? "(not shown)" : value);
		return headers;
	}

	private static AdminAnswer file(AdminRequest request, ReceivedWebhooks received) {
		UUID id = request.id("id", "webhook");
		Map<String, String> headers = new LinkedHashMap<>(DOWNLOAD);
		headers.put("Content-Disposition", "attachment; filename=\"webhook-" + id + ".txt\"");
		byte[] body = received.content(id).orElseThrow(() -> AdminProblem.notFound("webhook")).body();
		return new AdminAnswer.Content("application/octet-stream", body, headers);
	}

	private static AdminAnswer again(AdminRequest request, ReceivedWebhooks received) {
		ReceivedWebhook webhook = webhook(request, received);
		request.concerns(webhook.source() + " " + webhook.id());
		if (!received.processAgain(webhook.id())) {
			throw AdminProblem.refused("What it says is no longer kept, or it is being processed at the moment.");
		}
		return AdminAnswer.redirect("/webhooks/received/" + webhook.id(), "It is processed again.");
	}

}
