/**
 * The database that holds what the platform remembers.
 */
@NullMarked
package dev.sendpost.store;

import org.jspecify.annotations.NullMarked;
