/**
 * Sub-accounts, and the keys by which the account and they are let in.
 */
@NullMarked
package dev.sendpost.subaccount;

import org.jspecify.annotations.NullMarked;
