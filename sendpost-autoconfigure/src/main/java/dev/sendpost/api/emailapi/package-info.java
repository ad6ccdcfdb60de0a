/**
 * The door that serves the Email API, which is the native API of this library.
 */
@NullMarked
package dev.sendpost.api.emailapi;

import org.jspecify.annotations.NullMarked;
