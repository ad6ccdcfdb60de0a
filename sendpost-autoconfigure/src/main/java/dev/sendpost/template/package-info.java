/**
 * Templates that messages are made from: stored ones with versions and languages, the
 * application's own, and variables in the message itself.
 */
@NullMarked
package dev.sendpost.template;

import org.jspecify.annotations.NullMarked;
