package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of requests to URLs that users of the application give.
 *
 * @param allowedHosts Names of hosts that may be reached though their addresses are not
 * public.
 * @param allowedNetworks Networks that may be reached though they are not public, such as
 * 10.1.0.0/16.
 * @param connectTimeout How long to wait for a connection.
 * @param timeout How long a request may take from the connection to the end of the
 * answer.
 */
@ConfigurationProperties("sendpost.egress")
record EgressProperties(@DefaultValue List<String> allowedHosts, @DefaultValue List<String> allowedNetworks,
		@DefaultValue("5s") Duration connectTimeout, @DefaultValue("15s") Duration timeout) {

}
