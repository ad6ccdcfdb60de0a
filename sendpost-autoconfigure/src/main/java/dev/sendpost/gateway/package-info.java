/**
 * The way in: completes a message, asks the policies, and hands it on.
 */
@NullMarked
package dev.sendpost.gateway;

import org.jspecify.annotations.NullMarked;
