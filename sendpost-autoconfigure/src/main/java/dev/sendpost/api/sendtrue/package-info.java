/**
 * The door that serves the API of SendTrue.
 */
@NullMarked
package dev.sendpost.api.sendtrue;

import org.jspecify.annotations.NullMarked;
