package dev.sendpost.domain;

/**
 * A domain was verified, or is not verified any more. Published as an application event
 * once the change is recorded.
 *
 * @param domain the domain as it is now
 * @param wasVerified whether it was verified before
 */
public record SendingDomainChangedEvent(SendingDomain domain, boolean wasVerified) {

}
