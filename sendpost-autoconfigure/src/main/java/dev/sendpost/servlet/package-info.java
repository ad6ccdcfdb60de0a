/**
 * What all endpoints of this library do with requests.
 */
@NullMarked
package dev.sendpost.servlet;

import org.jspecify.annotations.NullMarked;
