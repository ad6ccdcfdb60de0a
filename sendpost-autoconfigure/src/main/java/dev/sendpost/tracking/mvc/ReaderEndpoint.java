package dev.sendpost.tracking.mvc;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.sendpost.audience.AudienceException;
import dev.sendpost.audience.Preferences;
import dev.sendpost.tracking.TrackingLinks;
import dev.sendpost.tracking.TrackingObserver;
import dev.sendpost.tracking.mvc.ReaderPage.Kind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.HttpRequestHandler;

/**
 * Takes what a reader decides about the mail he gets. To look at a page changes nothing,
 * since programs look at all links; a form that is sent does. Whoever has the link may
 * send it, without a log-in: the link was sent to the reader alone.
 */
public final class ReaderEndpoint implements HttpRequestHandler {

	private static final Log logger = LogFactory.getLog(ReaderEndpoint.class);

	private final ReaderFinder finder;

	private final ReaderPages pages;

	private final TrackingObserver observer;

	private final boolean preferences;

	private ReaderEndpoint(ReaderFinder finder, ReaderPages pages, TrackingObserver observer, boolean preferences) {
		this.finder = finder;
		this.pages = pages;
		this.observer = observer;
		this.preferences = preferences;
	}

	/**
	 * The endpoint of the page to unsubscribe, and of the single click in a mail client
	 * (RFC 8058).
	 * @param finder finds readers
	 * @param pages answer them
	 * @param observer is told of links that are refused
	 * @return the endpoint
	 */
	public static ReaderEndpoint unsubscribe(ReaderFinder finder, ReaderPages pages, TrackingObserver observer) {
		return new ReaderEndpoint(finder, pages, observer, false);
	}

	/**
	 * The endpoint of the page where readers choose what they receive.
	 * @param finder finds readers
	 * @param pages answer them
	 * @param observer is told of links that are refused
	 * @return the endpoint
	 */
	public static ReaderEndpoint preferences(ReaderFinder finder, ReaderPages pages, TrackingObserver observer) {
		return new ReaderEndpoint(finder, pages, observer, true);
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!ReaderPages.refuse(request, response, "GET", "HEAD", "POST")) {
			this.pages.answer(request, response, page(request));
		}
	}

	private ReaderPage page(HttpServletRequest request) {
		try {
			String token = ReaderPages.token(request);
			Optional<ReaderChoices> reader = this.preferences ? this.finder.any(token) : this.finder.inMessage(token);
			if (reader.isPresent()) {
				Kind kind = "POST".equals(request.getMethod()) ? act(request, reader.get()) : shown(reader.get());
				return page(kind, reader.get(), token);
			}
		}
		catch (AudienceException ex) {
			logger.debug("The link of a reader is about something gone", ex);
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("What a reader decides cannot be stored; he is asked to try again", ex);
			return ReaderPage.of(Kind.UNAVAILABLE, StylesheetEndpoint.BESIDE);
		}
		this.observer.refused("reader");
		return ReaderPage.of(Kind.LINK_INVALID, StylesheetEndpoint.BESIDE);
	}

	private Kind shown(ReaderChoices reader) {
		if (this.preferences) {
			return Kind.PREFERENCES;
		}
		return reader.receives() ? Kind.UNSUBSCRIBE : Kind.UNSUBSCRIBED;
	}

	/**
	 * Do what the form says. On the page to unsubscribe that is the default, whatever a
	 * mail client sends along (RFC 8058 section 3.2 has it send
	 * {@code List-Unsubscribe=One-Click}, in either encoding of forms).
	 */
	private Kind act(HttpServletRequest request, ReaderChoices reader) {
		String action = request.getParameter("action");
		if (DefaultReaderPage.RESUBSCRIBE.equals(action)) {
			reader.resubscribe();
			return Kind.RESUBSCRIBED;
		}
		if (DefaultReaderPage.UNSUBSCRIBE.equals(action) || !this.preferences) {
			reader.unsubscribe(ReaderClient.of(request));
			return Kind.UNSUBSCRIBED;
		}
		if (DefaultReaderPage.SAVE.equals(action)) {
			reader.choose(choices(request, reader));
			return Kind.SAVED;
		}
		return Kind.PREFERENCES;
	}

	/**
	 * A box that is not ticked is not sent.
	 */
	private static Map<String, Boolean> choices(HttpServletRequest request, ReaderChoices reader) {
		Set<String> wanted = Set
			.copyOf(Arrays.asList(Objects.requireNonNullElse(request.getParameterValues("topic"), new String[0])));
		Map<String, Boolean> choices = new LinkedHashMap<>();
		for (Preferences.Choice choice : reader.topics()) {
			choices.put(choice.topic().key(), wanted.contains(choice.topic().key()));
		}
		return choices;
	}

	private ReaderPage page(Kind kind, ReaderChoices reader, String token) {
		String preferences = this.preferences ? "" : "../" + TrackingLinks.PREFERENCES + "/" + token;
		return new ReaderPage(kind, reader.address(), reader.sender(), reader.receives(), reader.topics(), preferences,
				StylesheetEndpoint.BESIDE);
	}

}
