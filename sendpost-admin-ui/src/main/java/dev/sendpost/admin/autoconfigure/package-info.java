/**
 * Puts the panel into an application.
 */
@NullMarked
package dev.sendpost.admin.autoconfigure;

import org.jspecify.annotations.NullMarked;
