package dev.sendpost.admin.page.message;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.admin.page.message.ReaderView.ReaderFile;
import dev.sendpost.admin.page.message.ReaderView.ReaderHeader;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * Shows what a message says, in all its parts.
 */
final class MessageReader {

	private static final int SHOWN_SOURCE = 256 * 1024;

	private static final int MAX_LINKS = 500;

	/**
	 * Add what the views refer to.
	 * @param routes the paths of the panel
	 * @param path the path of the message
	 * @param opened finds the message
	 */
	void addTo(AdminRoutes routes, String path, Function<AdminRequest, OpenMessage> opened) {
		routes.get(path + "/html", (request) -> html(opened.apply(request)))
			.get(path + "/source", (request) -> source(opened.apply(request)))
			.get(path + "/attachments/{number}", (request) -> attachment(opened.apply(request), request));
	}

	/**
	 * The view that is asked for, or the one that says most.
	 * @param message the message
	 * @param request asks for it
	 * @param path the path of the message
	 * @param kept fields that links to other views pass on
	 */
	ReaderView view(OpenMessage message, AdminRequest request, String path, Map<String, String> kept) {
		Email email = message.shown();
		ReaderMode mode = request.field("view")
			.flatMap(ReaderMode::of)
			.filter((asked) -> asked.isFor(message))
			.orElseGet(() -> ReaderMode.first(message));
		boolean phone = request.field("width").filter("phone"::equals).isPresent();
		boolean dark = request.field("scheme").filter("dark"::equals).isPresent();
		String html = email.html();
		Document document = (html != null) ? Jsoup.parse(html) : null;
		List<MailLink> links = (document != null) ? MailLink.in(document) : List.of();
		List<ReaderTab> tabs = new ArrayList<>();
		for (ReaderMode tab : ReaderMode.values()) {
			if (tab.isFor(message)) {
				int count = (tab == ReaderMode.LINKS) ? links.size()
						: (tab == ReaderMode.FILES) ? email.attachments().size() : -1;
				tabs.add(new ReaderTab("view-" + tab.key(), tab.title(), count,
						link(path, kept, tab.key(), phone, dark), tab == mode));
			}
		}
		List<ReaderTab> widths = List.of(
				new ReaderTab("width-desktop", "Desktop", -1, link(path, kept, mode.key(), false, dark), !phone),
				new ReaderTab("width-phone", "Phone", -1, link(path, kept, mode.key(), true, dark), phone));
		List<ReaderTab> schemes = List.of(
				new ReaderTab("scheme-light", "Light", -1, link(path, kept, mode.key(), phone, false), !dark),
				new ReaderTab("scheme-dark", "Dark", -1, link(path, kept, mode.key(), phone, true), dark));
		MessageSource source = (mode == ReaderMode.SOURCE || mode == ReaderMode.HEADERS)
				? MessageSource.of(message, SHOWN_SOURCE) : null;
		return new ReaderView(mode.key(), tabs, widths, schemes, phone, dark, path, message.note(),
				text(mode, email, source), source != null && source.cut(),
				(mode == ReaderMode.HEADERS && source != null) ? headers(source, email) : List.of(), files(email),
				links.stream().limit(MAX_LINKS).toList(),
				(mode == ReaderMode.CHECKS) ? MailChecks.of(email, document, message.asSent()) : List.of(),
				(mode == ReaderMode.CHECKS && document != null) ? ClientSupport.gaps(document) : List.of());
	}

	private static String link(String path, Map<String, String> kept, String view, boolean phone, boolean dark) {
		Map<String, String> fields = new LinkedHashMap<>(kept);
		fields.put("view", view);
		if (phone) {
			fields.put("width", "phone");
		}
		if (dark) {
			fields.put("scheme", "dark");
		}
		return link(path, fields);
	}

	/**
	 * A path with fields.
	 */
	static String link(String path, Map<String, String> fields) {
		UriComponentsBuilder link = UriComponentsBuilder.fromPath(path);
		fields.keySet().forEach((name) -> link.queryParam(name, "{" + name + "}"));
		return link.encode().buildAndExpand(fields).toUriString();
	}

	private static @Nullable String text(ReaderMode mode, Email email, @Nullable MessageSource source) {
		return switch (mode) {
			case TEXT -> email.text();
			case MARKUP -> email.html();
			case AMP -> email.amp();
			case SOURCE -> (source != null) ? source.text() : null;
			default -> null;
		};
	}

	/**
	 * The header fields, and who gets a copy unseen, of whom they do not tell.
	 */
	private static List<ReaderHeader> headers(MessageSource source, Email email) {
		List<ReaderHeader> headers = new ArrayList<>(source.headers());
		email.bcc().forEach((hidden) -> headers.add(new ReaderHeader("Bcc (not in the message)", hidden.toString())));
		return headers;
	}

	private static List<ReaderFile> files(Email email) {
		List<ReaderFile> files = new ArrayList<>();
		for (Attachment attachment : email.attachments()) {
			files.add(new ReaderFile(files.size(), attachment.filename(), attachment.contentType(), attachment.size(),
					attachment.contentId()));
		}
		return files;
	}

	private static AdminAnswer html(OpenMessage message) {
		String html = Optional.ofNullable(message.shown().html())
			.orElseThrow(() -> AdminProblem.notFound("message with HTML"));
		return new AdminAnswer.Content("text/html;charset=UTF-8",
				Preview.of(html, message.shown().attachments()).getBytes(StandardCharsets.UTF_8), AdminAnswer.SANDBOX);
	}

	private static AdminAnswer source(OpenMessage message) {
		return file(message.id() + ".eml", (out) -> MessageSource.write(message, out));
	}

	private static AdminAnswer attachment(OpenMessage message, AdminRequest request) {
		List<Attachment> attachments = message.shown().attachments();
		try {
			Attachment attachment = attachments.get(Integer.parseInt(request.variable("number")));
			return file(attachment.filename(), (out) -> {
				try (InputStream in = attachment.content().getInputStream()) {
					in.transferTo(out);
				}
			});
		}
		catch (NumberFormatException | IndexOutOfBoundsException ex) {
			throw AdminProblem.notFound("attachment");
		}
	}

	/**
	 * Something that browsers keep, whatever it says that it is, and do not show.
	 */
	private static AdminAnswer file(String name, AdminAnswer.Body body) {
		return new AdminAnswer.Download(name, "application/octet-stream", body);
	}

}
