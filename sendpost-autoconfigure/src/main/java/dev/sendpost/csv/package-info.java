/**
 * Tables as text (RFC 4180), imported and exported in a stream.
 */
@NullMarked
package dev.sendpost.csv;

import org.jspecify.annotations.NullMarked;
