package dev.sendpost.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the health of transports and the outbox.
 *
 * @param timeout How long asking a transport may take.
 * @param timeToLive How long an answer counts before the transport or the outbox is asked
 * again.
 * @param maxDelay How long e-mail may be due before the outbox is down.
 */
@ConfigurationProperties("sendpost.health")
record SendpostHealthProperties(@DefaultValue("5s") Duration timeout, @DefaultValue("30s") Duration timeToLive,
		@DefaultValue("15m") Duration maxDelay) {

}
