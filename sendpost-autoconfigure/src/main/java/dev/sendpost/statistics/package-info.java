/**
 * How many messages came to what, for each hour and day.
 */
@NullMarked
package dev.sendpost.statistics;

import org.jspecify.annotations.NullMarked;
