/**
 * What looking up suppressions costs.
 */
@NullMarked
package dev.sendpost.samples.benchmark.suppression;

import org.jspecify.annotations.NullMarked;
