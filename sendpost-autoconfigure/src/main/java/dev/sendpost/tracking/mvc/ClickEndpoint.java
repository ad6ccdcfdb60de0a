package dev.sendpost.tracking.mvc;

import java.io.IOException;
import java.util.Optional;

import dev.sendpost.tracking.EngagementRecorder;
import dev.sendpost.tracking.TrackedLink;
import dev.sendpost.tracking.TrackingLinks;
import dev.sendpost.tracking.TrackingObserver;
import dev.sendpost.tracking.mvc.ReaderPage.Kind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.HttpRequestHandler;

/**
 * Redirects to the target that a link was signed with, and to no other, and notes that
 * the link was followed.
 */
public final class ClickEndpoint implements HttpRequestHandler {

	private final TrackingLinks links;

	private final EngagementRecorder recorder;

	private final ReaderPages pages;

	private final TrackingObserver observer;

	/**
	 * Create an endpoint.
	 * @param links reads links
	 * @param recorder records clicks
	 * @param pages answer whoever has a link that does not work
	 * @param observer is told of links that are refused
	 */
	public ClickEndpoint(TrackingLinks links, EngagementRecorder recorder, ReaderPages pages,
			TrackingObserver observer) {
		this.links = links;
		this.recorder = recorder;
		this.pages = pages;
		this.observer = observer;
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (ReaderPages.refuse(request, response, "GET", "HEAD")) {
			return;
		}
		Optional<TrackedLink> link = this.links.click(ReaderPages.token(request));
		if (link.isEmpty()) {
			this.observer.refused("click");
			this.pages.answer(request, response, ReaderPage.of(Kind.LINK_INVALID, StylesheetEndpoint.BESIDE));
			return;
		}
		this.recorder.clicked(link.get(), ReaderClient.of(request));
		ReaderPages.protect(response);
		response.setStatus(HttpServletResponse.SC_FOUND);
		response.setHeader("Location", link.get().target());
	}

}
