/**
 * What the outbox costs, each beside its bound in the same run.
 */
@NullMarked
package dev.sendpost.samples.benchmark.outbox;

import org.jspecify.annotations.NullMarked;
