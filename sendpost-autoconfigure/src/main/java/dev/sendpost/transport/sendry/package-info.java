/**
 * Sends by Sendry.
 */
@NullMarked
package dev.sendpost.transport.sendry;

import org.jspecify.annotations.NullMarked;
