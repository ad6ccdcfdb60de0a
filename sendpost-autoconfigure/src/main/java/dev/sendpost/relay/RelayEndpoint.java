package dev.sendpost.relay;

import org.jspecify.annotations.Nullable;

/**
 * Where clients reach the relay.
 *
 * @param host the host name
 * @param port the port for connections that start in the clear
 * @param startTls whether STARTTLS is offered there
 * @param tlsPort the port for connections that are encrypted from the start, or
 * {@code null} if there is none
 */
public record RelayEndpoint(String host, int port, boolean startTls, @Nullable Integer tlsPort) {

}
