package dev.sendpost.tracking;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailStream;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.ListUnsubscribe;
import dev.sendpost.mime.PlainText;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.policy.PolicyUnavailableException;
import dev.sendpost.template.LateVariables;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Puts links of the reader into a message when it is dispatched: to unsubscribe and to
 * choose, in its header and where the author wrote a placeholder for them; and tracked
 * links and a pixel into its HTML, if it is tracked. Follows the policies that fill in
 * templates and keep back suppressed recipients.
 * <p>
 * A link that acts for a reader is in messages to one recipient only. Opens and clicks of
 * a message to several are facts about the message.
 */
public final class TrackingPolicy implements MailPolicy, Ordered {

	/** Where the policy stands among others. */
	public static final int ORDER = 1000;

	private static final String UNSUBSCRIBE = LateVariables.placeholder(TrackingLinks.UNSUBSCRIBE_VARIABLE);

	private static final String PREFERENCES = LateVariables.placeholder(TrackingLinks.PREFERENCES_VARIABLE);

	private final TrackingLinks links;

	private final TrackingSettings settings;

	/**
	 * Create a policy.
	 * @param links makes the links
	 * @param settings what is tracked
	 */
	public TrackingPolicy(TrackingLinks links, TrackingSettings settings) {
		this.links = links;
		this.settings = settings;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void atIntake(PolicyMessage message) {
		if (message.recipients().size() > 1) {
			requireNoPlaceholder("html", message.email().html());
			requireNoPlaceholder("text", message.email().text());
			requireNoPlaceholder("amp", message.email().amp());
		}
	}

	private static void requireNoPlaceholder(String field, @Nullable String body) {
		if (body != null && (body.contains(UNSUBSCRIBE) || body.contains(PREFERENCES))) {
			throw new InvalidEmailException(field,
					"%s has a value in messages to one recipient only: send a message to each, for example as a batch",
					body.contains(UNSUBSCRIBE) ? UNSUBSCRIBE : PREFERENCES);
		}
	}

	@Override
	public void atDispatch(PolicyMessage message) {
		UUID id = message.id();
		List<EmailAddress> recipients = message.recipients();
		if (id == null || recipients.isEmpty()) {
			return;
		}
		atIntake(message);
		EmailAddress recipient = (recipients.size() == 1) ? recipients.get(0) : null;
		String subAccount = message.submitter().subAccount();
		Email email = message.email();
		if (recipient != null) {
			email = withLinks(email, new Reader(subAccount, recipient, id));
		}
		email = tracked(email, TrackedMessage.of(id, recipient), subAccount);
		if (email != message.email()) {
			message.replace(email);
		}
	}

	private Email withLinks(Email email, Reader reader) {
		boolean header = this.settings.unsubscribeHeader() && email.stream() == EmailStream.BROADCAST
				&& email.listUnsubscribe() == null;
		boolean written = hasPlaceholder(email.html()) || hasPlaceholder(email.text()) || hasPlaceholder(email.amp());
		if (!header && !written) {
			return email;
		}
		EmailBuilder builder = email.toBuilder();
		URI unsubscribe = available(() -> this.links.unsubscribe(reader, email.from()));
		if (header) {
			builder.listUnsubscribe(listUnsubscribe(unsubscribe));
		}
		if (written) {
			String preferences = available(() -> this.links.preferences(reader, email.from())).toString();
			UnaryOperator<String> fillIn = (body) -> body.replace(UNSUBSCRIBE, unsubscribe.toString())
				.replace(PREFERENCES, preferences);
			builder.html((email.html() != null) ? fillIn.apply(email.html()) : null);
			builder.text((email.text() != null) ? fillIn.apply(email.text()) : null);
			builder.amp((email.amp() != null) ? fillIn.apply(email.amp()) : null);
		}
		return builder.build();
	}

	private static boolean hasPlaceholder(@Nullable String body) {
		return body != null && (body.contains(UNSUBSCRIBE) || body.contains(PREFERENCES));
	}

	/**
	 * One click takes an {@code https:} link (RFC 8058 section 3.1).
	 */
	private ListUnsubscribe listUnsubscribe(URI link) {
		List<URI> targets = new ArrayList<>(List.of(link));
		EmailAddress address = this.settings.unsubscribeAddress();
		if (address != null) {
			String path = link.getPath();
			targets.add(URI.create("mailto:" + address.address() + "?subject=unsubscribe%20"
					+ path.substring(path.lastIndexOf('/') + 1)));
		}
		return new ListUnsubscribe(targets, "https".equals(link.getScheme()));
	}

	/**
	 * What is tracked here, no service that carries the message is to track again.
	 */
	private Email tracked(Email email, TrackedMessage message, String subAccount) {
		boolean opens = (email.trackOpens() != null) ? email.trackOpens() : this.settings.opens();
		boolean clicks = (email.trackClicks() != null) ? email.trackClicks() : this.settings.clicks();
		if (email.html() == null || !(opens || clicks)) {
			return email;
		}
		Email complete = PlainText.beside(email);
		String base = available(() -> this.links.base(email.from(), subAccount));
		EmailBuilder builder = complete.toBuilder()
			.html(HtmlTracking.apply(email.html(), clicks ? (target) -> link(email, message, target, base) : null,
					opens ? this.links.pixel(message, base) : null));
		if (opens) {
			builder.trackOpens(false);
		}
		if (clicks) {
			builder.trackClicks(false);
		}
		return builder.build();
	}

	private String link(Email email, TrackedMessage message, String target, String base) {
		ListUnsubscribe unsubscribe = email.listUnsubscribe();
		boolean leaves = unsubscribe != null
				&& unsubscribe.targets().stream().anyMatch((listed) -> listed.toASCIIString().equals(target));
		return (leaves || this.links.isOwn(target, base)) ? target
				: this.links.click(new TrackedLink(message, target), base);
	}

	private static <T> T available(Supplier<T> look) {
		try {
			return look.get();
		}
		catch (DataAccessException | TransactionException ex) {
			throw new PolicyUnavailableException("the host of links for readers cannot be looked up", ex);
		}
	}

}
