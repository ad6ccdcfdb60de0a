package dev.sendpost.outbox;

/**
 * What came of trying deferred messages again.
 *
 * @param messages how many are due now
 * @param more whether there are deferred messages that were not looked at
 */
public record RetriedMail(int messages, boolean more) {

}
