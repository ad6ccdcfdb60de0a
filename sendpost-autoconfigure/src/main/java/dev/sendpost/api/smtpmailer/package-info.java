/**
 * The door that serves the API of SMTP Mailer, whose callers bring their own SMTP server.
 */
@NullMarked
package dev.sendpost.api.smtpmailer;

import org.jspecify.annotations.NullMarked;
