/**
 * Who changed what by hand.
 */
@NullMarked
package dev.sendpost.audit;

import org.jspecify.annotations.NullMarked;
