/**
 * Measures what sending costs, for several mail clients side by side.
 */
@NullMarked
package dev.sendpost.samples.benchmark;

import org.jspecify.annotations.NullMarked;
