/**
 * What may refuse a message, keep it from a recipient or alter it, on its way in and on
 * its way out.
 */
@NullMarked
package dev.sendpost.policy;

import org.jspecify.annotations.NullMarked;
