/**
 * A web application with nothing in it.
 */
@NullMarked
package dev.sendpost.samples.benchmark.startup;

import org.jspecify.annotations.NullMarked;
