package dev.sendpost.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the SMTP relay.
 *
 * @param enabled Whether the SMTP relay listens.
 * @param hostName Name of the host that clients connect to. By default that of the
 * machine.
 * @param address Address to listen at. By default all.
 * @param port Port for connections that start in the clear.
 * @param tlsPort Port for connections that are encrypted from the start, such as 465. By
 * default there is none.
 * @param ssl The certificate.
 * @param requireTls Whether a client must encrypt before it sends a key.
 * @param maxMessageSize Largest message.
 * @param maxRecipients How many recipients a message may have.
 * @param maxConnections How many connections there may be at a time.
 * @param maxConnectionsPerAddress How many of them may come from one address, or from one
 * IPv6 network.
 * @param loginTimeout How long a client may take to present a key.
 * @param idleTimeout How long a connection waits for the next command.
 * @param messageTimeout How long a client may take for a whole message.
 */
record SmtpRelayProperties(@DefaultValue("false") boolean enabled, @Nullable String hostName, @Nullable String address,
		@DefaultValue("2525") int port, @Nullable Integer tlsPort, @DefaultValue Ssl ssl,
		@DefaultValue("true") boolean requireTls, @DefaultValue("25MB") DataSize maxMessageSize,
		@DefaultValue("1000") int maxRecipients, @DefaultValue("1000") int maxConnections,
		@DefaultValue("100") int maxConnectionsPerAddress, @DefaultValue("30s") Duration loginTimeout,
		@DefaultValue("5m") Duration idleTimeout, @DefaultValue("10m") Duration messageTimeout) {

	/**
	 * The certificate.
	 *
	 * @param bundle Name of the SSL bundle with the certificate and its key.
	 */
	record Ssl(@Nullable String bundle) {

	}

}
