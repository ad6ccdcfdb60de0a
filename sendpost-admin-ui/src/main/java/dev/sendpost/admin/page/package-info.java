/**
 * The pages.
 */
@NullMarked
package dev.sendpost.admin.page;

import org.jspecify.annotations.NullMarked;
