package dev.sendpost.domain;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailHeader;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;

/**
 * Lets a sub-account send only from domains that are verified for it: the domain of the
 * sender, or one it is below of. What other header fields say of who sent the message
 * counts as well. Mail that is only captured passes.
 */
public final class DomainPolicy implements MailPolicy, Ordered {

	private static final Log logger = LogFactory.getLog(DomainPolicy.class);

	private static final int ORDER = -300;

	/** How long the log is silent about a domain that it told of. */
	private static final Duration SILENCE = Duration.ofHours(1);

	private static final int MAX_SILENCED = 1000;

	/** Fields that name a sender beside {@code From} (RFC 5322 sections 3.6.2, 3.6.6). */
	private static final Set<String> SENDER_FIELDS = Set.of("sender", "resent-from", "resent-sender");

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

	/**
	 * What becomes of mail from a domain that is not verified.
	 * @return the mode
	 */
	public DomainPolicyMode mode() {
		return this.mode;
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
		if (!allows(message, from.domain(), "the sender", subAccount)) {
			return;
		}
		for (EmailHeader header : message.email().headers()) {
			if (SENDER_FIELDS.contains(header.name().toLowerCase(Locale.ROOT))
					&& !allows(message, domain(header), "the header " + header.name(), subAccount)) {
				return;
			}
		}
	}

	/**
	 * The domain that a field names, or {@code null} if it does not name one mailbox.
	 */
	private static @Nullable String domain(EmailHeader header) {
		try {
			return EmailAddress.parse(header.value()).domain();
		}
		catch (InvalidEmailException ex) {
			return null;
		}
	}

	/**
	 * Whether mail may name a domain; refuses the message if not.
	 * @param owner what names the domain
	 */
	private boolean allows(PolicyMessage message, @Nullable String domain, String owner, String subAccount) {
		List<RegisteredDomain> covering = (domain != null) ? this.directory.covering(domain, subAccount) : List.of();
		if (covering.stream().anyMatch((registered) -> registered.domain().verified())) {
			return true;
		}
		String objection = objection(domain, owner, subAccount, covering);
		if (this.mode == DomainPolicyMode.ENFORCE) {
			message.refuse(objection);
			return false;
		}
		if (this.warned.obtain().asMap().putIfAbsent(subAccount + " " + domain, true) == null) {
			logger.warn("Mail is sent although " + objection);
		}
		return true;
	}

	private static String objection(@Nullable String domain, String owner, String subAccount,
			List<RegisteredDomain> covering) {
		if (domain == null) {
			return owner + " does not hold exactly one address, so that its domain cannot be checked";
		}
		if (covering.isEmpty()) {
			return "the domain " + domain + " of " + owner + " is no sending domain of the sub-account " + subAccount
					+ ": add it, and publish its records";
		}
		SendingDomain closest = covering.get(0).domain();
		return "the domain " + closest.name() + " of " + owner + " is not verified; still to be published: "
				+ closest.missing().stream().map(DomainRecord::complaint).collect(Collectors.joining("; "));
	}

}
