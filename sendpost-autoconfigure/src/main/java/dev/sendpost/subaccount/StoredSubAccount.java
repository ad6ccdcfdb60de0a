package dev.sendpost.subaccount;

/**
 * A row of {@code sendpost_sub_account}. Rows stay when sub-accounts are removed, so that
 * no other one ever inherits the mail of a name.
 *
 * @param subAccount the sub-account
 * @param removed whether it was removed
 */
record StoredSubAccount(SubAccount subAccount, boolean removed) {

}
