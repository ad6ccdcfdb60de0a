/**
 * The pages of webhooks: those that are received, and those that go out.
 */
@NullMarked
package dev.sendpost.admin.page.webhook;

import org.jspecify.annotations.NullMarked;
