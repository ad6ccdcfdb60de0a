/**
 * Auto-configuration for sendpost, and its properties.
 */
@NullMarked
package dev.sendpost.autoconfigure;

import org.jspecify.annotations.NullMarked;
