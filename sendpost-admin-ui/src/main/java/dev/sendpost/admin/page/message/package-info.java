/**
 * The pages of messages: those that are on their way, those that arrived, and those that
 * were caught.
 */
@NullMarked
package dev.sendpost.admin.page.message;

import org.jspecify.annotations.NullMarked;
