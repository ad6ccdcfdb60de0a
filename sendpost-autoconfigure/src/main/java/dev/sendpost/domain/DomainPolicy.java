package dev.sendpost.domain;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sendpost.EmailAddress;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;

/**
 * Lets a sub-account send only from domains that are verified for it: the domain of the
 * sender, or one it is below of. Mail that is only captured passes.
 */
public final class DomainPolicy implements MailPolicy, Ordered {

	private static final Log logger = LogFactory.getLog(DomainPolicy.class);

	private static final int ORDER = -300;

	/** How long the log is silent about a domain that it told of. */
	private static final Duration SILENCE = Duration.ofHours(1);

	private static final int MAX_SILENCED = 1000;

	private final DomainDirectory directory;

	private final DomainPolicyMode mode;

	private final SingletonSupplier<Cache<String, Boolean>> warned = SingletonSupplier
		.of(() -> Caffeine.newBuilder().maximumSize(MAX_SILENCED).expireAfterWrite(SILENCE).build());

	/**
	 * Create a policy.
	 * @param domains the domains
	 * @param mode what becomes of mail from other domains
	 */
	public DomainPolicy(SendingDomains domains, DomainPolicyMode mode) {
		this.directory = domains.registry().directory();
		this.mode = mode;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void atIntake(PolicyMessage message) {
		EmailAddress from = message.email().from();
		if (this.mode == DomainPolicyMode.OFF || from == null || message.submitter().test()) {
			return;
		}
		String subAccount = message.submitter().subAccount();
		List<RegisteredDomain> covering = this.directory.covering(from.domain(), subAccount);
		if (covering.stream().anyMatch((registered) -> registered.domain().verified())) {
			return;
		}
		String objection = objection(from.domain(), subAccount, covering);
		if (this.mode == DomainPolicyMode.ENFORCE) {
			message.refuse(objection);
		}
		else if (this.warned.obtain().asMap().putIfAbsent(subAccount + " " + from.domain(), true) == null) {
			logger.warn("Mail is sent although " + objection);
		}
	}

	private static String objection(String domain, String subAccount, List<RegisteredDomain> covering) {
		if (covering.isEmpty()) {
			return "the domain " + domain + " of the sender is no sending domain of the sub-account " + subAccount
					+ ": add it, and publish its records";
		}
		SendingDomain closest = covering.get(0).domain();
		return "the domain " + closest.name() + " of the sender is not verified; still to be published: "
				+ closest.missing().stream().map(DomainRecord::complaint).collect(Collectors.joining("; "));
	}

}
