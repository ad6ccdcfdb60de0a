/**
 * Sends by the Email API.
 */
@NullMarked
package dev.sendpost.transport.emailapi;

import org.jspecify.annotations.NullMarked;
