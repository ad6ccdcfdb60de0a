package dev.sendpost.domain;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What domains have to publish beside their keys, and how they are checked.
 *
 * @param spfInclude the domain that the SPF record of each domain has to include, or
 * {@code null}
 * @param sendingAddresses the addresses of servers that the SPF record has to let send
 * @param returnPathTarget what the return path is an alias of, or {@code null}
 * @param trackingTarget what the host of tracked links is an alias of, or {@code null}
 * @param bounceHost the host that takes bounces, or {@code null}
 * @param ed25519 whether new domains get an Ed25519 key beside the RSA key
 * @param checkInterval how long after a check the next one is due
 */
public record SendingDomainSettings(@Nullable String spfInclude, List<InetAddress> sendingAddresses,
		@Nullable String returnPathTarget, @Nullable String trackingTarget, @Nullable String bounceHost,
		boolean ed25519, Duration checkInterval) {

	/** Nothing but keys and a DMARC record. */
	public static final SendingDomainSettings DEFAULT = new SendingDomainSettings(null, List.of(), null, null, null,
			false, Duration.ofHours(6));

	/**
	 * Create settings.
	 */
	public SendingDomainSettings {
		sendingAddresses = List.copyOf(sendingAddresses);
	}

}
