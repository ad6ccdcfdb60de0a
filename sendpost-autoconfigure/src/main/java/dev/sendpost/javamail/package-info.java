/**
 * The bridge from Spring's {@code JavaMailSender} to the gateway.
 */
@NullMarked
package dev.sendpost.javamail;

import org.jspecify.annotations.NullMarked;
