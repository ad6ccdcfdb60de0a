package dev.sendpost.subaccount;

/**
 * What credentials are found by.
 *
 * @param subAccount the name of the sub-account
 * @param transport the name of the transport
 */
record CredentialsKey(String subAccount, String transport) {

}
