/**
 * Sends by SendTrue.
 */
@NullMarked
package dev.sendpost.transport.sendtrue;

import org.jspecify.annotations.NullMarked;
