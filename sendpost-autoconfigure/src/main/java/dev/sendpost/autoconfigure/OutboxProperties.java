package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the outbox.
 *
 * @param pollInterval How often a node looks for e-mail that another node queued, or
 * whose time has come.
 * @param lease How long the e-mail that a node claimed waits for it, should the node die.
 * @param idempotencyWindow How long an e-mail sent again under its idempotency key is
 * recognised.
 * @param retry When e-mail is tried again.
 * @param retention How long things are kept.
 */
@ConfigurationProperties("sendpost.outbox")
record OutboxProperties(@DefaultValue("1s") Duration pollInterval, @DefaultValue("1m") Duration lease,
		@DefaultValue("24h") Duration idempotencyWindow, @DefaultValue RetryProperties retry,
		@DefaultValue RetentionProperties retention) {

	/**
	 * When e-mail is tried again.
	 *
	 * @param delays How long to wait after each attempt. The last goes on.
	 * @param jitter Share of a delay by which it is longer or shorter, at random.
	 * @param maxAge How long after its time an e-mail is given up.
	 */
	record RetryProperties(@DefaultValue( {
			"1m", "5m", "15m", "1h", "4h", "12h", "24h" }) List<Duration> delays, @DefaultValue("0.2") double jitter,
			@DefaultValue("3d") Duration maxAge){

	}

	/**
	 * How long things are kept.
	 *
	 * @param content How long the content of an e-mail is kept after the time at which it
	 * is given up at the latest.
	 * @param log How long it is known what became of an e-mail.
	 */
	record RetentionProperties(@DefaultValue("7d") Duration content, @DefaultValue("90d") Duration log) {

	}

}
