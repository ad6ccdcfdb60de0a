package dev.sendpost.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the health of transports.
 *
 * @param timeout How long asking a transport may take.
 * @param timeToLive How long an answer counts before the transport is asked again.
 */
@ConfigurationProperties("sendpost.health")
record SendpostHealthProperties(@DefaultValue("5s") Duration timeout, @DefaultValue("30s") Duration timeToLive) {

}
