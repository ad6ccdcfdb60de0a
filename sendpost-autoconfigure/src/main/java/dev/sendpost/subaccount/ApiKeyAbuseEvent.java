package dev.sendpost.subaccount;

import java.time.Duration;

/**
 * An application event: somebody seems to guess keys, and is kept out for a while.
 *
 * @param source where the keys came from, made printable
 * @param failures how many there were
 * @param window within what time
 * @param blockedFor for how long nothing from that source is looked at but keys that were
 * good there before
 */
public record ApiKeyAbuseEvent(String source, int failures, Duration window, Duration blockedFor) {

}
