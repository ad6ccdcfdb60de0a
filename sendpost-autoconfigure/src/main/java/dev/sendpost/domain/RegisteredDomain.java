package dev.sendpost.domain;

import java.util.List;

/**
 * A domain with what is not for everybody's eyes.
 *
 * @param domain the domain
 * @param keys the keys that are to be published for it
 * @param signing the keys that sign its mail: of each algorithm the newest whose record
 * was found once
 */
record RegisteredDomain(SendingDomain domain, List<PublishedKey> keys, List<SigningKey> signing) {

}
