/**
 * The facts about messages, and the one log where they all arrive.
 */
@NullMarked
package dev.sendpost.event;

import org.jspecify.annotations.NullMarked;
