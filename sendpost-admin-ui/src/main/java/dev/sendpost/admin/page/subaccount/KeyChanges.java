package dev.sendpost.admin.page.subaccount;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.sendpost.admin.page.Form;
import dev.sendpost.admin.page.FormMistake;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.ApiKeyStyle;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.IssuedApiKey;
import dev.sendpost.subaccount.SubAccounts;
import org.jspecify.annotations.Nullable;

/**
 * Makes, rotates and revokes keys. A key is in the answer that makes it, and nowhere
 * else.
 */
final class KeyChanges {

	private static final String TEMPLATE = "key-new";

	private static final String ROTATE_TEMPLATE = "key-rotate";

	private static final List<String> FIELDS = List.of("account", "name", "scope", "mode", "style", "until");

	private static final List<String> ROTATE_FIELDS = List.of("overlap");

	private static final String TEST = "test";

	private static final Map<String, String> OVERLAPS = overlaps();

	private final SubAccounts subAccounts;

	private final ApiKeys keys;

	private final InstantSource clock;

	KeyChanges(SubAccounts subAccounts, ApiKeys keys, InstantSource clock) {
		this.subAccounts = subAccounts;
		this.keys = keys;
		this.clock = clock;
	}

	void addTo(AdminRoutes routes) {
		routes.get("/sub-accounts/keys/new", this::form)
			.change("/sub-accounts/keys/new", "create a key", this::create)
			.get("/sub-accounts/keys/{id}/rotate", this::rotateForm)
			.change("/sub-accounts/keys/{id}/rotate", "rotate a key", this::rotate)
			.confirmed("/sub-accounts/keys/{id}/revoke", "revoke a key", this::askRevoke, this::revoke);
	}

	private static Map<String, String> overlaps() {
		Map<String, String> overlaps = new LinkedHashMap<>();
		overlaps.put("P7D", "for a week more");
		overlaps.put("P30D", "for 30 days more");
		overlaps.put("P1D", "for a day more");
		overlaps.put("PT1H", "for an hour more");
		overlaps.put("PT0S", "not any more");
		return overlaps;
	}

	private static Map<String, Object> model(Form form) {
		Map<String, Object> model = new LinkedHashMap<>();
		form.text("account").ifPresent((account) -> model.put("account", account));
		Map<String, String> scopes = new LinkedHashMap<>();
		for (ApiKeyScope scope : List.of(ApiKeyScope.SENDING_ACCESS, ApiKeyScope.READ_ONLY, ApiKeyScope.FULL_ACCESS)) {
			scopes.put(scope.name(), KeyRow.words(scope));
		}
		model.put("scopes", scopes);
		Map<String, String> modes = new LinkedHashMap<>();
		modes.put("live", "live: mail is sent");
		modes.put(TEST, "test: mail is only captured");
		model.put("modes", modes);
		Map<String, String> styles = new LinkedHashMap<>();
		Arrays.stream(ApiKeyStyle.values()).forEach((style) -> styles.put(style.name(), words(style)));
		model.put("styles", styles);
		return model;
	}

	private static String words(ApiKeyStyle style) {
		String prefix = style.prefix(false);
		String name = style.name().toLowerCase(Locale.ROOT);
		return prefix.isEmpty() ? name + ": letters and digits" : name + ": " + prefix + "...";
	}

	private AdminAnswer form(AdminRequest request) {
		Form form = Form.of(request, FIELDS);
		form.text("account").ifPresent(this::requireKnown);
		return form.view(TEMPLATE, model(form));
	}

	private void requireKnown(String subAccount) {
		if (this.subAccounts.find(subAccount).isEmpty()) {
			throw AdminProblem.notFound("sub-account");
		}
	}

	private AdminAnswer create(AdminRequest request) {
		Form form = Form.of(request, FIELDS);
		request.concerns("a key of " + form.text("account").map((name) -> "sub-account " + name).orElse("the account"));
		return form.submit(TEMPLATE, model(form), () -> {
			String name = form.required("name", "Say what it is for, so that people recognise it.");
			ApiKeyRequest wanted = form
				.taken("name",
						() -> new ApiKeyRequest(name, form.text("account").orElse(null),
								Objects.requireNonNullElse(form.choice("scope", ApiKeyScope.class),
										ApiKeyScope.READ_ONLY),
								form.text("mode").filter(TEST::equals).isPresent(),
								Objects.requireNonNullElse(form.choice("style", ApiKeyStyle.class), ApiKeyStyle.NATIVE),
								until(form)));
			IssuedApiKey issued = this.keys.issue(wanted);
			request.concerns(subject(KeyRow.of(issued.details(), this.clock.instant())));
			return shown(issued, null);
		});
	}

	private @Nullable Instant until(Form form) {
		Instant until = form.endOfDay("until");
		if (until != null && !until.isAfter(this.clock.instant())) {
			throw new FormMistake("until", "This day is over. Leave it empty if the key is not to expire.");
		}
		return until;
	}

	private static String subject(KeyRow key) {
		return "key " + key.hint() + "... of "
				+ ((key.subAccount() != null) ? "sub-account " + key.subAccount() : "the account");
	}

	private AdminAnswer shown(IssuedApiKey issued, @Nullable KeyRow replaced) {
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("text", issued.text());
		model.put("key", KeyRow.of(issued.details(), this.clock.instant()));
		if (replaced != null) {
			model.put("replaced", replaced);
		}
		return AdminAnswer.view("key-issued", model);
	}

	private AdminAnswer rotateForm(AdminRequest request) {
		KeyRow key = KeyViews.key(this.keys, request, this.clock);
		return Form.of(request, ROTATE_FIELDS).view(ROTATE_TEMPLATE, Map.of("key", key, "overlaps", OVERLAPS));
	}

	private AdminAnswer rotate(AdminRequest request) {
		KeyRow key = KeyViews.key(this.keys, request, this.clock);
		request.concerns(subject(key));
		Form form = Form.of(request, ROTATE_FIELDS);
		return form.submit(ROTATE_TEMPLATE, Map.of("key", key, "overlaps", OVERLAPS), () -> {
			String overlap = form.text("overlap")
				.filter(OVERLAPS::containsKey)
				.orElseThrow(() -> new FormMistake("overlap", "Choose one of those that there are."));
			IssuedApiKey issued = this.keys.rotate(key.id(), Duration.parse(overlap));
			return shown(issued, KeyViews.key(this.keys, request, this.clock));
		});
	}

	private Confirmation askRevoke(AdminRequest request) {
		KeyRow key = KeyViews.key(this.keys, request, this.clock);
		return new Confirmation("Revoke the key '" + key.name() + "'?",
				"Whoever has " + (key.hint().isEmpty() ? "it" : key.hint() + "...")
						+ " is not let in any more, on all nodes within five seconds. This cannot be undone. To give"
						+ " its users time for a new one, rotate it instead.",
				"Revoke", "/sub-accounts/keys/" + key.id());
	}

	private AdminAnswer revoke(AdminRequest request) {
		KeyRow key = KeyViews.key(this.keys, request, this.clock);
		request.concerns(subject(key));
		return SubAccountsPage.attempt(() -> {
			this.keys.revoke(key.id());
			return AdminAnswer.redirect("/sub-accounts/keys/" + key.id(), "The key is revoked.");
		});
	}

}
