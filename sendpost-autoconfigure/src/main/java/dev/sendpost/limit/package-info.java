/**
 * How much mail may go: in a time, in a message, and on a route that is new.
 */
@NullMarked
package dev.sendpost.limit;

import org.jspecify.annotations.NullMarked;
