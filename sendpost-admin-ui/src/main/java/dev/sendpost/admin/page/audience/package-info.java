/**
 * The pages of whom mail is written to, and of campaigns.
 */
@NullMarked
package dev.sendpost.admin.page.audience;

import org.jspecify.annotations.NullMarked;
