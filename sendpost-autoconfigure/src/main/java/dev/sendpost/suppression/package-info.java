/**
 * Who must not get mail: entries, their look-up before each message, and how the list is
 * filled, searched, imported and exported.
 */
@NullMarked
package dev.sendpost.suppression;

import org.jspecify.annotations.NullMarked;
