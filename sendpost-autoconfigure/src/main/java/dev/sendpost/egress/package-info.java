/**
 * HTTP requests to URLs that users of the application give, kept away from its private
 * network.
 */
@NullMarked
package dev.sendpost.egress;

import org.jspecify.annotations.NullMarked;
