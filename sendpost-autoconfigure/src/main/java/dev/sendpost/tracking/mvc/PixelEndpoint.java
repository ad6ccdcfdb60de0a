package dev.sendpost.tracking.mvc;

import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

import dev.sendpost.tracking.EngagementRecorder;
import dev.sendpost.tracking.TrackedMessage;
import dev.sendpost.tracking.TrackingLinks;
import dev.sendpost.tracking.TrackingObserver;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.HttpRequestHandler;

/**
 * Answers with a pixel that nobody sees, and notes that the message was opened.
 */
public final class PixelEndpoint implements HttpRequestHandler {

	/** One transparent pixel (GIF89a). */
	private static final byte[] PIXEL = Base64.getDecoder()
		.decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

	private final TrackingLinks links;

	private final EngagementRecorder recorder;

	private final TrackingObserver observer;

	/**
	 * Create an endpoint.
	 * @param links reads links
	 * @param recorder records opens
	 * @param observer is told of links that are refused
	 */
	public PixelEndpoint(TrackingLinks links, EngagementRecorder recorder, TrackingObserver observer) {
		this.links = links;
		this.recorder = recorder;
		this.observer = observer;
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (ReaderPages.refuse(request, response, "GET", "HEAD")) {
			return;
		}
		ReaderPages.protect(response);
		Optional<TrackedMessage> message = this.links.open(ReaderPages.token(request));
		if (message.isEmpty()) {
			this.observer.refused("open");
			response.setStatus(HttpServletResponse.SC_NOT_FOUND);
			return;
		}
		this.recorder.opened(message.get(), ReaderClient.of(request));
		response.setContentType("image/gif");
		response.setContentLength(PIXEL.length);
		response.getOutputStream().write(PIXEL);
	}

}
