/**
 * Whether mail can go out, for the actuator.
 */
@NullMarked
package dev.sendpost.health;

import org.jspecify.annotations.NullMarked;
