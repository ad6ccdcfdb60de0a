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

	/** What the store holds of a record. */
	private static final int MAX_SPF_LENGTH = 2000;

	/**
	 * Create settings.
	 * @throws IllegalArgumentException if there are so many addresses that the SPF record
	 * gets too long
	 */
	public SendingDomainSettings {
		sendingAddresses = List.copyOf(sendingAddresses);
		int length = RecordsToPublish.spf(spfInclude, sendingAddresses).length();
		if (length > MAX_SPF_LENGTH) {
			throw new IllegalArgumentException("the SPF record of each domain would have " + length
					+ " characters, and may have " + MAX_SPF_LENGTH);
		}
	}

}
