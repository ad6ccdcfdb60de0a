/**
 * What the transports to HTTP e-mail APIs have in common: requests in JSON, and what
 * their answers, or the want of one, mean for a message.
 */
@NullMarked
package dev.sendpost.transport.http;

import org.jspecify.annotations.NullMarked;
