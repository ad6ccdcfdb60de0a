package dev.sendpost.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.sendpost.domain.SendingDomain;
import dev.sendpost.domain.SendingDomains;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * The {@code sendpostDomains} health, where unverified domains cannot send. It is up, or
 * {@code UNVERIFIED} with the names of some that are not. That status does not count for
 * the health of the application: what one tenant has not published yet takes no node out
 * of service. The answer is remembered for a while.
 */
public final class SendingDomainsHealthIndicator extends AbstractHealthIndicator {

	/** Some domains are not verified, so that mail from them is refused. */
	public static final Status UNVERIFIED = new Status("UNVERIFIED", "mail from some domains is refused");

	private static final int MAX_SHOWN = 20;

	private final SendingDomains domains;

	private final Duration remembered;

	private final Clock clock;

	private @Nullable List<String> unverified;

	private Instant readAt = Instant.EPOCH;

	/**
	 * Create the health of domains.
	 * @param domains the domains
	 * @param remembered how long an answer counts
	 * @param clock tells when that is over
	 */
	public SendingDomainsHealthIndicator(SendingDomains domains, Duration remembered, Clock clock) {
		super("The sending domains cannot be read");
		this.domains = domains;
		this.remembered = remembered;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<String> names = unverified();
		builder.up();
		if (!names.isEmpty()) {
			boolean more = names.size() > MAX_SHOWN;
			builder.status(UNVERIFIED).withDetail("unverified", more ? names.subList(0, MAX_SHOWN) : names);
			if (more) {
				builder.withDetail("more", true);
			}
		}
	}

	private synchronized List<String> unverified() {
		List<String> known = this.unverified;
		if (known == null || !this.readAt.plus(this.remembered).isAfter(this.clock.instant())
				|| this.readAt.isAfter(this.clock.instant())) {
			known = this.domains.listUnverified(null, MAX_SHOWN + 1)
				.domains()
				.stream()
				.map(SendingDomain::name)
				.toList();
			this.unverified = known;
			this.readAt = this.clock.instant();
		}
		return known;
	}

}
