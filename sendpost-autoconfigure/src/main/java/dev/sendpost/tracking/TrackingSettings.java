package dev.sendpost.tracking;

import java.net.URI;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is tracked, and where links lead.
 *
 * @param baseUrl where readers reach the application, or {@code null} if nothing is
 * tracked and no link is offered
 * @param path the path below it, with a slash before and none behind it
 * @param opens whether opens are tracked of messages that do not say
 * @param clicks whether clicks are tracked of messages that do not say
 * @param unsubscribeHeader whether broadcast mail gets a {@code List-Unsubscribe} header
 * @param unsubscribeAddress who takes mail that unsubscribes, for the same header, or
 * {@code null} if nobody does
 * @param keepIpAddress whether it is kept where a reader's request came from
 * @param keepUserAgent whether it is kept what a reader's client called itself
 */
public record TrackingSettings(@Nullable URI baseUrl, String path, boolean opens, boolean clicks,
		boolean unsubscribeHeader, @Nullable EmailAddress unsubscribeAddress, boolean keepIpAddress,
		boolean keepUserAgent) {

}
