/**
 * Mail that comes back: delivery reports and complaints, what they say, and to which
 * message they belong.
 */
@NullMarked
package dev.sendpost.bounce;

import org.jspecify.annotations.NullMarked;
