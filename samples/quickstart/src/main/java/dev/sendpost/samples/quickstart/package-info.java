/**
 * A page that sends mail and shows what was captured.
 */
@NullMarked
package dev.sendpost.samples.quickstart;

import org.jspecify.annotations.NullMarked;
