/**
 * Where the optional admin panel goes. It does not exist yet.
 */
@NullMarked
package dev.sendpost.admin;

import org.jspecify.annotations.NullMarked;
