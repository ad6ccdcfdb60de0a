/**
 * A name server for tests.
 */
@NullMarked
package dev.sendpost.testdns;

import org.jspecify.annotations.NullMarked;
