/**
 * The pages of sub-accounts and keys.
 */
@NullMarked
package dev.sendpost.admin.page.subaccount;

import org.jspecify.annotations.NullMarked;
