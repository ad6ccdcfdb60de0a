package dev.sendpost.admin.page.suppression;

import java.io.InputStream;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.sendpost.admin.page.Form;
import dev.sendpost.admin.page.FormMistake;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.csv.CsvImportException;
import dev.sendpost.csv.CsvImportReport;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.SuppressionCsv;
import dev.sendpost.suppression.SuppressionImport;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionSearch;
import org.jspecify.annotations.Nullable;

/**
 * Takes entries in from files, and gives them out as one. A file is read while it comes
 * in, and written while it goes out.
 */
final class SuppressionFiles {

	private static final String TEMPLATE = "suppression-import";

	private static final List<String> FIELDS = List.of("reason", "account", "line");

	private final SuppressionCsv csv;

	private final @Nullable SubAccounts subAccounts;

	private final InstantSource clock;

	SuppressionFiles(SuppressionCsv csv, @Nullable SubAccounts subAccounts, InstantSource clock) {
		this.csv = csv;
		this.subAccounts = subAccounts;
		this.clock = clock;
	}

	void addTo(AdminRoutes routes) {
		routes.get("/suppressions/import", this::form)
			.change("/suppressions/import", "import suppressions", this::take)
			.get("/suppressions/export", this::export);
	}

	private static Map<String, Object> model() {
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("reasons", SuppressionsPage.reasons(null));
		return model;
	}

	private AdminAnswer form(AdminRequest request) {
		return Form.of(request, FIELDS).view(TEMPLATE, model());
	}

	private AdminAnswer take(AdminRequest request) {
		Form form = Form.of(request, FIELDS);
		Map<String, Object> model = model();
		return form.submit(TEMPLATE, model, () -> {
			SuppressionImport options = options(form).createdBy(SuppressionsPage.by(request.user().name()));
			InputStream file = request.file("file")
				.orElseThrow(() -> new FormMistake("file", "Choose a file that is not empty."));
			try {
				CsvImportReport report = this.csv.importFrom(file, options);
				report(report, model, request);
				return form.view(TEMPLATE, model);
			}
			catch (CsvImportException ex) {
				report(ex.getReport(), model, request);
				throw new FormMistake(null, Form.sentence(ex.getMessage()));
			}
		});
	}

	private static void report(CsvImportReport report, Map<String, Object> model, AdminRequest request) {
		model.put("report", report);
		request.concerns(report.added() + " added, " + report.known() + " known, " + report.refused() + " refused");
	}

	private SuppressionImport options(Form form) {
		SuppressionImport options = SuppressionImport
			.of(Objects.requireNonNullElse(form.choice("reason", SuppressionReason.class), SuppressionReason.MANUAL));
		if (form.text("account").isPresent()) {
			options = options.scope(SuppressionsPage.scope(form, this.subAccounts));
		}
		Long line = form.read("line", SuppressionFiles::line);
		return (line != null) ? options.fromLine(line) : options;
	}

	private static Long line(String text) {
		try {
			long line = Long.parseLong(text);
			if (line > 0) {
				return line;
			}
		}
		catch (NumberFormatException ex) {
			// Told below.
		}
		throw new FormMistake("line", "A line is a number from 1.");
	}

	private AdminAnswer export(AdminRequest request) {
		Form form = Form.of(request, SuppressionFilter.FIELDS);
		SuppressionSearch search;
		try {
			search = SuppressionFilter.search(form);
		}
		catch (FormMistake ex) {
			throw AdminProblem.refused(String.valueOf(ex.getMessage()));
		}
		LocalDate day = LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC);
		return new AdminAnswer.Download("suppressions-" + day + ".csv", "text/csv;charset=UTF-8",
				(out) -> this.csv.exportTo(out, search));
	}

}
