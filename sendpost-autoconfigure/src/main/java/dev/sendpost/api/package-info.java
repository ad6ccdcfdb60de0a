/**
 * What the HTTP doors have in common: who calls, what a request says, and what is
 * answered when it cannot be done. Each door is a package of its own, and translates one
 * service's API to the features and back.
 */
@NullMarked
package dev.sendpost.api;

import org.jspecify.annotations.NullMarked;
