/**
 * An application that is an e-mail service: all doors are open.
 */
@NullMarked
package dev.sendpost.samples.platform;

import org.jspecify.annotations.NullMarked;
