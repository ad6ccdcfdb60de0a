package dev.sendpost.tracking.mvc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;

import dev.sendpost.audience.AudienceException;
import dev.sendpost.audience.AudienceException.Reason;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.MembershipStatus;
import dev.sendpost.tracking.TrackingObserver;
import dev.sendpost.tracking.mvc.ReaderPage.Kind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.util.StringUtils;
import org.springframework.web.HttpRequestHandler;

/**
 * Asks whoever opens the link in a mail of double opt-in to press a button, and confirms
 * the membership when that is done: programs open links too.
 */
public final class ConfirmationEndpoint implements HttpRequestHandler {

	private static final Log logger = LogFactory.getLog(ConfirmationEndpoint.class);

	private final Audiences audiences;

	private final ReaderPages pages;

	private final TrackingObserver observer;

	/**
	 * Create an endpoint.
	 * @param audiences whose memberships are confirmed
	 * @param pages answer readers
	 * @param observer is told of links that are refused
	 */
	public ConfirmationEndpoint(Audiences audiences, ReaderPages pages, TrackingObserver observer) {
		this.audiences = audiences;
		this.pages = pages;
		this.observer = observer;
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!ReaderPages.refuse(request, response, "GET", "HEAD", "POST")) {
			this.pages.answer(request, response, ReaderPage.of(answer(request), StylesheetEndpoint.NAME));
		}
	}

	private Kind answer(HttpServletRequest request) {
		String token = request.getParameter("token");
		if (!StringUtils.hasText(token)) {
			this.observer.refused("confirmation");
			return Kind.LINK_INVALID;
		}
		return "POST".equals(request.getMethod()) ? confirm(token, request) : Kind.CONFIRM;
	}

	/**
	 * Who has left the list since he was asked is not put back.
	 */
	private Kind confirm(String token, HttpServletRequest request) {
		try {
			return (this.audiences.confirm(token, address(request)).status() == MembershipStatus.SUBSCRIBED)
					? Kind.CONFIRMED : Kind.LINK_INVALID;
		}
		catch (AudienceException ex) {
			this.observer.refused("confirmation");
			return (ex.getReason() == Reason.LINK_EXPIRED) ? Kind.LINK_EXPIRED : Kind.LINK_INVALID;
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("A membership cannot be confirmed; the reader is asked to try again", ex);
			return Kind.UNAVAILABLE;
		}
	}

	/**
	 * The address of the client, which is a literal unless a filter of the application
	 * put something else in its place: no name is looked up.
	 */
	private static @Nullable InetAddress address(HttpServletRequest request) {
		String address = request.getRemoteAddr();
		if (address == null || !(address.matches("[0-9.]+") || address.indexOf(':') >= 0)) {
			return null;
		}
		try {
			return InetAddress.getByName(address);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

}
