/**
 * The SMTP relay: a door for programs that speak SMTP (RFC 5321, RFC 6409), and for mail
 * that comes back.
 */
@NullMarked
package dev.sendpost.relay;

import org.jspecify.annotations.NullMarked;
