package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of webhooks that go out.
 *
 * @param concurrency How many requests each node makes at a time. A quarter of them, but
 * at least one, may go to the subscribers of one sub-account.
 * @param concurrencyPerSubscriber How many of them go to one subscriber.
 * @param pollInterval How often each node looks for deliveries that another node queued,
 * or whose time has come.
 * @param retry When a delivery is tried again.
 * @param pauseAfter For how long a subscriber may fail before it is paused.
 * @param retention How long deliveries are kept, also those that still wait.
 */
@ConfigurationProperties("sendpost.outgoing-webhooks")
record OutgoingWebhookProperties(@DefaultValue("32") int concurrency, @DefaultValue("4") int concurrencyPerSubscriber,
		@DefaultValue("1s") Duration pollInterval, @DefaultValue RetryProperties retry,
		@DefaultValue("24h") Duration pauseAfter, @DefaultValue("14d") Duration retention) {

	/**
	 * When a delivery is tried again.
	 *
	 * @param delays How long to wait after each attempt. After the last delay and one
	 * more attempt the delivery is given up.
	 * @param jitter Share of a delay by which it is longer, at random.
	 */
	record RetryProperties(@DefaultValue( {
			"5s", "5m", "30m", "2h", "5h", "10h", "10h" }) List<Duration> delays, @DefaultValue("0.2") double jitter){

	}

}
