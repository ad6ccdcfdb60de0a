/**
 * The pages of whom nothing is sent to.
 */
@NullMarked
package dev.sendpost.admin.page.suppression;

import org.jspecify.annotations.NullMarked;
