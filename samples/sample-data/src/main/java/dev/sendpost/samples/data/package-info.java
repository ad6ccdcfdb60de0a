/**
 * What an application that has been in use for a while has to show.
 */
@NullMarked
package dev.sendpost.samples.data;

import org.jspecify.annotations.NullMarked;
