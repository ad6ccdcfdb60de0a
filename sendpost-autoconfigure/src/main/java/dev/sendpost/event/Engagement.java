package dev.sendpost.event;

import org.jspecify.annotations.Nullable;

/**
 * What is known about an open or a click.
 *
 * @param automated whether a machine did it: an image proxy that fetches ahead, or a
 * scanner that follows links
 * @param url the link that was followed, or {@code null} if it is unknown or none was
 * @param ipAddress where the request came from, or {@code null} if it is unknown or not
 * kept
 * @param userAgent what the client called itself, or {@code null} if it is unknown or not
 * kept
 */
public record Engagement(boolean automated, @Nullable String url, @Nullable String ipAddress,
		@Nullable String userAgent) {

}
