/**
 * The pages of templates.
 */
@NullMarked
package dev.sendpost.admin.page.template;

import org.jspecify.annotations.NullMarked;
