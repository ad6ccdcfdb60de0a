/**
 * An application that serves the Email API, and a bare endpoint beside it.
 */
@NullMarked
package dev.sendpost.samples.benchmark.door;

import org.jspecify.annotations.NullMarked;
