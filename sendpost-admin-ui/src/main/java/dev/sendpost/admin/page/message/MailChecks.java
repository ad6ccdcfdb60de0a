package dev.sendpost.admin.page.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailStream;
import dev.sendpost.ListUnsubscribe;
import dev.sendpost.mime.PlainText;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what mail clients, and the people before them, may dislike about a message.
 */
final class MailChecks {

	/** Where Gmail cuts HTML off. */
	static final int GMAIL_LIMIT = 102 * 1024;

	private static final int MAX_SUBJECT = 78;

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]{1,100}}}");

	private MailChecks() {
	}

	/**
	 * Check a message.
	 * @param email the message
	 * @param html its HTML, or {@code null} if it has none
	 * @param asSent whether it is what goes out: otherwise a policy may still put a way
	 * to unsubscribe into it
	 * @return the outcomes, the worst first
	 */
	static List<MailCheck> of(Email email, @Nullable Document html, boolean asSent) {
		List<MailCheck> checks = new ArrayList<>();
		checks.add(subject(email.subject()));
		checks.add(text(email));
		if (email.stream() == EmailStream.BROADCAST && asSent) {
			checks.add(unsubscribe(email.listUnsubscribe()));
		}
		if (asSent && email.variables() == null) {
			addUnlessGood(placeholders(email), checks);
		}
		String source = email.html();
		if (html != null && source != null) {
			List<MailLink> links = MailLink.in(html);
			checks.add(links(links));
			addUnlessGood(unencrypted(links), checks);
			checks.add(alternatives(html));
			addUnlessGood(pictures(email, html), checks);
			checks.add(size(source.getBytes(StandardCharsets.UTF_8).length));
			checks.add(support(ClientSupport.gaps(html)));
		}
		checks.sort((one, other) -> one.level().compareTo(other.level()));
		return checks;
	}

	/**
	 * Some outcomes are of interest only if they are bad.
	 */
	private static void addUnlessGood(MailCheck check, List<MailCheck> checks) {
		if (check.level() != MailCheck.Level.GOOD) {
			checks.add(check);
		}
	}

	private static MailCheck subject(String subject) {
		if (subject.isBlank()) {
			return MailCheck.bad("Subject", "There is none. Many filters take that for spam.", List.of());
		}
		return (subject.codePointCount(0, subject.length()) > MAX_SUBJECT)
				? MailCheck.wait("Subject",
						"It has more than " + MAX_SUBJECT + " characters: phones show half of that.", List.of())
				: MailCheck.good("Subject", "There is one, of a length that is shown.");
	}

	private static MailCheck text(Email email) {
		String text = email.text();
		String html = email.html();
		if (text == null && html == null) {
			return MailCheck.bad("Text part", "There is neither text nor HTML.", List.of());
		}
		if (html != null && (text == null || text.strip().equals(PlainText.fromHtml(html).strip()))) {
			return MailCheck.wait("Text part",
					"There is none of its own: it is made of the HTML. Write one if that does not read well.",
					List.of());
		}
		return MailCheck.good("Text part", "There is one, for those who read no HTML.");
	}

	private static MailCheck unsubscribe(@Nullable ListUnsubscribe unsubscribe) {
		if (unsubscribe == null) {
			return MailCheck.bad("Unsubscribe",
					"Broadcast mail without List-Unsubscribe is taken for spam. Let sendpost add it, or set it.",
					List.of());
		}
		return unsubscribe.oneClick() ? MailCheck.good("Unsubscribe", "One click is enough (RFC 8058).")
				: MailCheck.wait("Unsubscribe",
						"There is a way, but not with one click (RFC 8058), which Gmail and Yahoo ask of bulk senders.",
						List.of());
	}

	private static MailCheck placeholders(Email email) {
		List<String> left = new ArrayList<>();
		for (String part : new String[] { email.subject(), email.text(), email.html() }) {
			if (part != null) {
				PLACEHOLDER.matcher(part).results().map((match) -> match.group()).forEach(left::add);
			}
		}
		List<String> distinct = left.stream().distinct().toList();
		return distinct.isEmpty() ? MailCheck.good("Variables", "All are filled in.")
				: MailCheck.bad("Variables", "These stand for themselves, since nothing was filled in.", distinct);
	}

	private static MailCheck links(List<MailLink> links) {
		List<String> broken = links.stream()
			.filter(MailLink::broken)
			.map((link) -> named(link.target()) + ": " + link.problem())
			.toList();
		return broken.isEmpty() ? MailCheck.good("Links", "All are well written.")
				: MailCheck.bad("Links", "Some lead nowhere.", broken);
	}

	private static MailCheck unencrypted(List<MailLink> links) {
		List<String> doubtful = links.stream()
			.filter((link) -> !link.broken() && link.problem() != null)
			.map((link) -> named(link.target()) + ": " + link.problem())
			.toList();
		return doubtful.isEmpty() ? MailCheck.good("Where links lead", "All are encrypted.")
				: MailCheck.wait("Where links lead", "Some lead where they had better not.", doubtful);
	}

	private static MailCheck alternatives(Document html) {
		List<String> without = html.select("img:not([alt])").stream().map(MailChecks::source).toList();
		return without.isEmpty()
				? MailCheck.good("Pictures in words", "All say what they show, or that they show nothing.")
				: MailCheck.wait("Pictures in words",
						"Some have no alt text, which is read out, and stands there while pictures are not loaded.",
						without);
	}

	private static MailCheck pictures(Email email, Document html) {
		Set<String> known = email.attachments()
			.stream()
			.filter(Attachment::isInline)
			.map((attachment) -> "cid:" + attachment.contentId())
			.collect(Collectors.toSet());
		List<String> missing = html.select("img")
			.stream()
			.map(MailChecks::source)
			.filter((source) -> !source.matches("(?is)(https|data):.+") && !known.contains(Preview.decoded(source)))
			.toList();
		return missing.isEmpty() ? MailCheck.good("Pictures", "All can be loaded.") : MailCheck.bad("Pictures",
				"Some have no address of the web with https, nor are they attached under that content id.", missing);
	}

	private static MailCheck size(int octets) {
		if (octets > GMAIL_LIMIT) {
			return MailCheck.bad("Size",
					"The HTML has " + octets / 1024 + " kB. Gmail cuts off what is beyond 102 kB, the end with it.",
					List.of());
		}
		return (octets > GMAIL_LIMIT * 9 / 10) ? MailCheck.wait("Size",
				"The HTML has " + octets / 1024 + " kB. Gmail cuts it off beyond 102 kB.", List.of())
				: MailCheck.good("Size", "The HTML is below 102 kB, where Gmail cuts it off.");
	}

	private static MailCheck support(List<ClientSupport.Gap> gaps) {
		if (gaps.isEmpty()) {
			return MailCheck.good("Mail clients", "Nothing is in it that common clients are known to drop.");
		}
		return gaps.stream().allMatch(ClientSupport.Gap::decoration)
				? MailCheck.good("Mail clients",
						"All show what it says. Some leave decoration out: what, and which, is in the table below.")
				: MailCheck.wait("Mail clients", "Some do not show all of it. What, and which, is in the table below.",
						List.of());
	}

	private static String source(Element picture) {
		return named(picture.attr("src").strip());
	}

	private static String named(String address) {
		return address.isEmpty() ? "(empty)" : address;
	}

}
