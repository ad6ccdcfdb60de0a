/**
 * The transport to SMTP servers (RFC 5321): pooled connections, and one conversation for
 * each message.
 */
@NullMarked
package dev.sendpost.transport.smtp;

import org.jspecify.annotations.NullMarked;
