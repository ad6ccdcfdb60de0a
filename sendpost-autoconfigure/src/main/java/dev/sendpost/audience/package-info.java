/**
 * Contacts, the lists they are on, and what they want to receive.
 */
@NullMarked
package dev.sendpost.audience;

import org.jspecify.annotations.NullMarked;
