/**
 * Work that one node of all does from time to time.
 */
@NullMarked
package dev.sendpost.job;

import org.jspecify.annotations.NullMarked;
