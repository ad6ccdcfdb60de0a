/**
 * Asks the domain name system: finite in time, cached by TTL, with an explanation for
 * each answer that is not the records.
 */
@NullMarked
package dev.sendpost.domain.dns;

import org.jspecify.annotations.NullMarked;
