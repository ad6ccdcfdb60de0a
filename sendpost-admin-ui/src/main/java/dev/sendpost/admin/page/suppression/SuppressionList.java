package dev.sendpost.admin.page.suppression;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.admin.page.Form;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.suppression.Suppression;
import dev.sendpost.suppression.SuppressionPage;
import dev.sendpost.suppression.SuppressionSearch;
import dev.sendpost.suppression.Suppressions;
import org.jspecify.annotations.Nullable;

/**
 * Finds entries, and shows one. An address or a domain is found by its key; for what else
 * is asked for, some of the entries are looked through for each page.
 */
final class SuppressionList {

	private static final int PAGE_SIZE = 50;

	/** How many entries are looked through for a page. */
	private static final int EXAMINED = 100_000;

	private final Suppressions suppressions;

	private final boolean files;

	private final InstantSource clock;

	SuppressionList(Suppressions suppressions, boolean files, InstantSource clock) {
		this.suppressions = suppressions;
		this.files = files;
		this.clock = clock;
	}

	void addTo(AdminRoutes routes) {
		routes.get("/suppressions", this::list).get("/suppressions/entries/{id}", this::show);
	}

	private AdminAnswer list(AdminRequest request) {
		Form form = Form.of(request, SuppressionFilter.FIELDS);
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("reasons", SuppressionsPage.reasons("any"));
		model.put("scopes", SuppressionFilter.SCOPES);
		model.put("files", this.files);
		model.put("changeable", this.suppressions.isStored());
		model.put("entries", List.of());
		model.put("examined", EXAMINED);
		return form.submit("suppressions", model, () -> {
			SuppressionSearch search = SuppressionFilter.search(form);
			Long after = after(request);
			boolean filtered = !search.equals(SuppressionSearch.all());
			model.put("filtered", filtered);
			model.put("configured", (filtered || after != null) ? List.of() : rows(this.suppressions.configured()));
			if (this.suppressions.isStored()) {
				find(form, search.after(after).size(PAGE_SIZE).examining(EXAMINED), model);
			}
			return form.view("suppressions", model);
		});
	}

	private void find(Form form, SuppressionSearch search, Map<String, Object> model) {
		List<Suppression> exact = form.text("address").map(this::exact).orElse(List.of());
		List<Suppression> entries = new ArrayList<>();
		if (search.after() == null) {
			exact.stream().filter(matches(search)).forEach((entry) -> entries.add(0, entry));
		}
		if (entries.isEmpty() || search.containing() == null || search.containing().indexOf('@') < 0) {
			SuppressionPage page = this.suppressions.search(search);
			page.suppressions().stream().filter((entry) -> !exact.contains(entry)).forEach(entries::add);
			Long next = page.next();
			if (next != null) {
				model.put("next", next);
				model.put("partial", page.suppressions().size() < PAGE_SIZE);
			}
		}
		model.put("entries", rows(entries));
	}

	/**
	 * The entries about just what was typed, if that is an address or a domain.
	 */
	private List<Suppression> exact(String text) {
		try {
			return this.suppressions.find(text);
		}
		catch (InvalidEmailException ex) {
			return List.of();
		}
	}

	private static Predicate<Suppression> matches(SuppressionSearch search) {
		return (entry) -> (search.reason() == null || entry.reason() == search.reason())
				&& (search.scope() == null || entry.scope().equals(search.scope()))
				&& within(search, Optional.ofNullable(entry.since()).orElse(Instant.EPOCH));
	}

	private static boolean within(SuppressionSearch search, Instant since) {
		return (search.from() == null || !since.isBefore(search.from()))
				&& (search.until() == null || since.isBefore(search.until()));
	}

	private List<SuppressionRow> rows(List<Suppression> entries) {
		Instant now = this.clock.instant();
		return entries.stream().map((entry) -> SuppressionRow.of(entry, now)).toList();
	}

	private static @Nullable Long after(AdminRequest request) {
		try {
			return request.field("after").map(Long::valueOf).orElse(null);
		}
		catch (NumberFormatException ex) {
			throw AdminProblem.refused("There is no such page. Begin with the first.");
		}
	}

	private AdminAnswer show(AdminRequest request) {
		Suppression entry = entry(this.suppressions, request);
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("entry", SuppressionRow.of(entry, this.clock.instant()));
		model.put("isAddress", entry.target() != null && entry.target().value().indexOf('@') >= 0);
		return AdminAnswer.view("suppression", model);
	}

	static Suppression entry(Suppressions suppressions, AdminRequest request) {
		try {
			return suppressions.find(Long.parseLong(request.variable("id")))
				.orElseThrow(() -> AdminProblem.notFound("suppression"));
		}
		catch (NumberFormatException ex) {
			throw AdminProblem.notFound("suppression");
		}
	}

}
