package dev.sendpost.transport.smtp;

/**
 * The server had closed a pooled connection before anything of the message was said on
 * it.
 */
final class StaleConnectionException extends Exception {

	private static final long serialVersionUID = 1L;

}
