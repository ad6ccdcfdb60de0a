/**
 * Sends by SMTP Mailer.
 */
@NullMarked
package dev.sendpost.transport.smtpmailer;

import org.jspecify.annotations.NullMarked;
