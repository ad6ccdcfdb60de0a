/**
 * How fast the pages of the admin panel are over much data.
 */
@NullMarked
package dev.sendpost.samples.benchmark.panel;

import org.jspecify.annotations.NullMarked;
