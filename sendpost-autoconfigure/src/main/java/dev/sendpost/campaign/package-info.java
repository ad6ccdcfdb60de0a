/**
 * Messages to all members of a list.
 */
@NullMarked
package dev.sendpost.campaign;

import org.jspecify.annotations.NullMarked;
