/**
 * Reads Internet messages (RFC 5322, MIME) as e-mails.
 */
@NullMarked
package dev.sendpost.mime.read;

import org.jspecify.annotations.NullMarked;
