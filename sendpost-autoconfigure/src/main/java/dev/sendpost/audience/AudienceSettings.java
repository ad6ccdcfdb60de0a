package dev.sendpost.audience;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How memberships are confirmed.
 *
 * @param confirmationUrl the page that confirms a membership, to which the token is added
 * as the parameter {@code token}; or {@code null} if lists cannot have double opt-in
 * @param confirmationValidity how long a link to it is good for
 * @param keepIpAddress whether the IP address of who confirms is kept as proof
 */
public record AudienceSettings(@Nullable URI confirmationUrl, Duration confirmationValidity, boolean keepIpAddress) {

}
