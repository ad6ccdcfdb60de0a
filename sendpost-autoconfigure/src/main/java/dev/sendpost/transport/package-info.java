/**
 * Ways out: what a transport is, and how a message finds one that takes it.
 */
@NullMarked
package dev.sendpost.transport;

import org.jspecify.annotations.NullMarked;
