package dev.sendpost.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of tracking, of links to unsubscribe, and of the pages behind them.
 *
 * @param baseUrl Where readers reach this application, such as https://www.example.com,
 * with its context path if it has one. Without it nothing is tracked, and mail gets no
 * links to unsubscribe.
 * @param path Path below the base URL of tracked links, pixels and the readers' pages.
 * @param opens Whether opens are tracked of messages that do not say.
 * @param clicks Whether clicks are tracked of messages that do not say.
 * @param keepIpAddress Whether the IP address of a reader's request is kept with the
 * fact.
 * @param keepUserAgent Whether it is kept with the fact what a reader's client calls
 * itself.
 * @param unsubscribeHeader Whether broadcast mail to one recipient gets a
 * List-Unsubscribe header.
 * @param unsubscribeAddress Address that takes mail which unsubscribes, for the
 * List-Unsubscribe header beside the link. Its mail has to be processed by the
 * application.
 */
@ConfigurationProperties("sendpost.tracking")
record TrackingProperties(@Nullable String baseUrl, @DefaultValue("/sendpost/t") String path,
		@DefaultValue("false") boolean opens, @DefaultValue("false") boolean clicks,
		@DefaultValue("false") boolean keepIpAddress, @DefaultValue("false") boolean keepUserAgent,
		@DefaultValue("true") boolean unsubscribeHeader, @Nullable String unsubscribeAddress) {

}
