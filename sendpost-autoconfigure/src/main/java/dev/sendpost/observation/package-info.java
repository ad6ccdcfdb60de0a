/**
 * Meters about what became of mail.
 */
@NullMarked
package dev.sendpost.observation;

import org.jspecify.annotations.NullMarked;
