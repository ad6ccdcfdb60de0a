/**
 * A page that sends mail and shows what became of it.
 */
@NullMarked
package dev.sendpost.samples.quickstart;

import org.jspecify.annotations.NullMarked;
