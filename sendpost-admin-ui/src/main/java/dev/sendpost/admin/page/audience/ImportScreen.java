package dev.sendpost.admin.page.audience;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.AudienceException;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.ContactCsv;
import dev.sendpost.audience.ContactImport;
import dev.sendpost.audience.ContactList;
import dev.sendpost.csv.CsvImportException;
import dev.sendpost.csv.CsvImportReport;
import org.jspecify.annotations.Nullable;

/**
 * Reads contacts from a file, while that is sent.
 */
final class ImportScreen implements ContactsPage.Screen {

	private static final String IMPORT = "/contacts/{account}/import";

	private static final String VIEW = "contact-import";

	private final Audiences audiences;

	private final @Nullable ContactCsv csv;

	private final Tenants tenants;

	ImportScreen(Audiences audiences, @Nullable ContactCsv csv, Tenants tenants) {
		this.audiences = audiences;
		this.csv = csv;
		this.tenants = tenants;
	}

	@Override
	public void addTo(AdminRoutes routes) {
		if (this.csv != null) {
			routes.get(IMPORT, Mistakes.shown((request) -> AdminAnswer.view(VIEW, model(request, null, null))))
				.change(IMPORT, "import contacts", (request) -> read(request, this.csv));
		}
	}

	private Map<String, Object> model(AdminRequest request, @Nullable CsvImportReport report,
			@Nullable ContactList onto) {
		String account = this.tenants.of(request);
		Map<String, Object> model = this.tenants.model(account);
		model.put("csv", true);
		model.put("lists", this.audiences.forSubAccount(account).lists().all());
		model.put("list", request.field("list").orElse(""));
		model.put("fromLine", (report != null && !report.complete()) ? String.valueOf(report.nextLine())
				: (report != null) ? "" : request.field("fromLine").orElse(""));
		if (report != null) {
			model.put("report", report);
		}
		if (onto != null) {
			model.put("onto", onto);
		}
		return model;
	}

	private AdminAnswer read(AdminRequest request, ContactCsv csv) {
		String account = this.tenants.of(request);
		Audience audience = this.audiences.forSubAccount(account);
		ContactList list = request.field("list").map((id) -> list(audience, id)).orElse(null);
		request.concerns("contacts of " + account + ((list != null) ? ", list " + list.name() : ""));
		ContactImport options = ContactImport.all();
		if (list != null) {
			options = options.list(list.id());
		}
		try {
			options = options.fromLine(request.field("fromLine").map(ImportScreen::line).orElse(1L));
		}
		catch (NumberFormatException ex) {
			return AdminAnswer.mistaken(VIEW, model(request, null, list), "The line to begin with is a number from 1.");
		}
		Optional<InputStream> file = request.file("file");
		if (file.isEmpty()) {
			return AdminAnswer.mistaken(VIEW, model(request, null, list), "Choose a file, or one that is not empty.");
		}
		try {
			CsvImportReport report = csv.importInto(audience, file.get(), options);
			return AdminAnswer.view(VIEW, model(request, report, list));
		}
		catch (CsvImportException ex) {
			return AdminAnswer.mistaken(VIEW, model(request, ex.getReport(), list),
					Mistakes.sentence(String.valueOf(ex.getMessage())));
		}
		catch (AudienceException ex) {
			return AdminAnswer.mistaken(VIEW, model(request, null, list), Mistakes.text(ex));
		}
	}

	private static ContactList list(Audience audience, String id) {
		return audience.lists().find(ContactListing.id(id)).orElseThrow(() -> AdminProblem.notFound("list"));
	}

	private static long line(String text) {
		long line = Long.parseLong(text);
		if (line < 1) {
			throw new NumberFormatException();
		}
		return line;
	}

}
