/**
 * The door that serves the API of SendPost.
 */
@NullMarked
package dev.sendpost.api.sendpost;

import org.jspecify.annotations.NullMarked;
