/**
 * The door that serves the API of Sendry.
 */
@NullMarked
package dev.sendpost.api.sendry;

import org.jspecify.annotations.NullMarked;
