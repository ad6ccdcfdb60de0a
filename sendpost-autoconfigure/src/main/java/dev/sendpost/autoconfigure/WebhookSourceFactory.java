package dev.sendpost.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.autoconfigure.WebhookProperties.Source;
import dev.sendpost.webhook.inbound.signature.CertificateSource;
import dev.sendpost.webhook.inbound.signature.InvalidWebhookSecretException;
import dev.sendpost.webhook.inbound.signature.ReplayGuard;
import dev.sendpost.webhook.inbound.signature.WebhookSource;
import dev.sendpost.webhook.inbound.signature.WebhookVerifier;
import dev.sendpost.webhook.inbound.signature.WebhookVerifiers;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Makes sources of webhooks from properties, and names the property that is wrong.
 */
final class WebhookSourceFactory {

	static final String SOURCES = "sendpost.webhooks.sources.";

	/** A placeholder for which nothing was found is left as it is. */
	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^${}]+)}");

	private static final Duration TOLERANCE = Duration.ofMinutes(5);

	private static final Duration TOLERANCE_OF_SNS = Duration.ofHours(1);

	/** Whose signatures have a time. */
	private static final Set<WebhookProvider> TIMED = EnumSet.of(WebhookProvider.SENDRY,
			WebhookProvider.STANDARD_WEBHOOKS, WebhookProvider.RESEND, WebhookProvider.MAILGUN,
			WebhookProvider.SENDGRID, WebhookProvider.SES, WebhookProvider.LETTERMINT);

	/** Who does not sign. */
	private static final Set<WebhookProvider> UNSIGNED = EnumSet.of(WebhookProvider.POSTMARK, WebhookProvider.BREVO,
			WebhookProvider.MAILJET, WebhookProvider.SPARKPOST);

	/** Whose signatures are inside the JSON they send. */
	private static final Set<WebhookProvider> JSON = EnumSet.of(WebhookProvider.MAILGUN, WebhookProvider.SES);

	private final ReplayGuard guard;

	private final Supplier<CertificateSource> certificates;

	private final Clock clock;

	/**
	 * Create a factory.
	 * @param guard remembers what came
	 * @param certificates what fetches certificates, if there is need of it
	 * @param clock tells the time
	 */
	WebhookSourceFactory(ReplayGuard guard, Supplier<CertificateSource> certificates, Clock clock) {
		this.guard = guard;
		this.certificates = certificates;
		this.clock = clock;
	}

	WebhookSource create(String name, Source source) {
		String property = SOURCES + name;
		WebhookVerifier verifier = verifier(property, source);
		try {
			return new WebhookSource(name, verifier, this.guard, this.clock);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSendpostPropertyException(property, ex.getMessage(), "Choose another name.");
		}
	}

	private WebhookVerifier verifier(String property, Source source) {
		WebhookProvider provider = source.provider();
		if (provider == null) {
			throw new InvalidSendpostPropertyException(property + ".provider", "it is missing",
					"Set it to who sends the webhooks, such as sendgrid, or to generic.");
		}
		requireFitting(property, provider, source);
		if (JSON.contains(provider)
				&& !ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", getClass().getClassLoader())) {
			throw new InvalidSendpostPropertyException(property + ".provider",
					"it needs a library that is not on the class path",
					"Add the dependency 'tools.jackson.core:jackson-databind'.");
		}
		Duration tolerance = tolerance(property, provider, source);
		try {
			return verifier(property, provider, source, tolerance);
		}
		catch (InvalidWebhookSecretException ex) {
			throw new InvalidSendpostPropertyException(secretProperty(property, provider, ex.getIndex()),
					ex.getReason(), "Copy the secret once more from where the provider shows it.");
		}
	}

	private WebhookVerifier verifier(String property, WebhookProvider provider, Source source, Duration tolerance) {
		List<String> secrets = source.secrets();
		return switch (provider) {
			case GENERIC, EMAIL_API -> WebhookVerifiers.generic(secrets);
			case SENDPOST -> WebhookVerifiers.sendPost(secrets);
			case SENDRY -> WebhookVerifiers.sendry(secrets, tolerance, this.clock);
			case STANDARD_WEBHOOKS -> WebhookVerifiers.standardWebhooks(secrets, tolerance, this.clock);
			case RESEND -> WebhookVerifiers.svix(secrets, tolerance, this.clock);
			case MAILGUN -> WebhookVerifiers.mailgun(secrets, tolerance, this.clock);
			case SENDGRID -> WebhookVerifiers.sendGrid(secrets, tolerance, this.clock);
			case SES -> WebhookVerifiers.sns(source.topicArns(), this.certificates.get(), tolerance, this.clock);
			case MAILERSEND -> WebhookVerifiers.mailerSend(secrets);
			case MANDRILL -> {
				if (source.url() == null) {
					throw missing(property + ".url",
							"Set it to the URL of the webhook, letter by letter as Mandrill has it: it is signed.");
				}
				yield WebhookVerifiers.mandrill(source.url(), secrets);
			}
			case POSTAL -> WebhookVerifiers.postal(secrets);
			case LETTERMINT -> WebhookVerifiers.lettermint(secrets, tolerance, this.clock);
			case POSTMARK, BREVO, MAILJET, SPARKPOST -> basicAuthentication(property, source);
		};
	}

	private static WebhookVerifier basicAuthentication(String property, Source source) {
		String username = source.username();
		String password = source.password();
		String reason = "it is missing, and without it anybody could send webhooks";
		if (username == null || !StringUtils.hasLength(username)) {
			throw new InvalidSendpostPropertyException(property + ".username", reason,
					"Set it to the user name in the URL that the provider has.");
		}
		if (password == null || !StringUtils.hasLength(password)) {
			throw new InvalidSendpostPropertyException(property + ".password", reason,
					"Set it to the password in the URL that the provider has.");
		}
		if (username.contains(":")) {
			throw new InvalidSendpostPropertyException(property + ".username", "it has a colon",
					"Choose a user name without one.");
		}
		List<String> passwords = new ArrayList<>(List.of(password));
		passwords.addAll(source.secrets());
		return WebhookVerifiers.basicAuthentication(username, passwords);
	}

	private static String secretProperty(String property, WebhookProvider provider, int index) {
		if (!UNSIGNED.contains(provider)) {
			return property + ".secrets[" + index + "]";
		}
		return (index == 0) ? property + ".password" : property + ".secrets[" + (index - 1) + "]";
	}

	private static Duration tolerance(String property, WebhookProvider provider, Source source) {
		Duration tolerance = source.tolerance();
		if (tolerance == null) {
			return (provider == WebhookProvider.SES) ? TOLERANCE_OF_SNS : TOLERANCE;
		}
		if (tolerance.isNegative() || tolerance.isZero()) {
			throw new InvalidSendpostPropertyException(property + ".tolerance", tolerance + " accepts nothing",
					"Set it to a positive duration such as 5m, or leave it out.");
		}
		return tolerance;
	}

	/*
	 * What is set and not looked at would seem to protect.
	 */
	private static void requireFitting(String property, WebhookProvider provider, Source source) {
		String name = TransportDefinition.dashed(provider);
		boolean unsigned = UNSIGNED.contains(provider);
		boolean sns = provider == WebhookProvider.SES;
		for (int i = 0; i < source.secrets().size(); i++) {
			requireResolved(property + ".secrets[" + i + "]", source.secrets().get(i));
		}
		requireResolved(property + ".username", source.username());
		requireResolved(property + ".password", source.password());
		if (source.secrets().isEmpty() && !unsigned && !sns) {
			throw missing(property + ".secrets[0]", "Set it to the secret, or public key, that " + name
					+ " signs with, best from the environment: ${WEBHOOK_SECRET}.");
		}
		if (source.topicArns().isEmpty() && sns) {
			throw missing(property + ".topic-arns[0]", "Set it to the ARN of the SNS topic. Without it, the topics of"
					+ " all customers of Amazon could notify.");
		}
		requireUnset(!source.secrets().isEmpty() && sns, property + ".secrets", name + " has no secret");
		requireUnset(!source.topicArns().isEmpty() && !sns, property + ".topic-arns", name + " has no topics");
		requireUnset(source.tolerance() != null && !TIMED.contains(provider), property + ".tolerance",
				"the signatures of " + name + " have no time");
		requireUnset(source.url() != null && provider != WebhookProvider.MANDRILL, property + ".url",
				name + " does not sign it");
		requireUnset(source.username() != null && !unsigned, property + ".username", name + " signs its webhooks");
		requireUnset(source.password() != null && !unsigned, property + ".password", name + " signs its webhooks");
	}

	private static void requireUnset(boolean set, String property, String reason) {
		if (set) {
			throw new InvalidSendpostPropertyException(property, "it is set, but " + reason, "Remove it.");
		}
	}

	private static void requireResolved(String property, @Nullable String value) {
		Matcher placeholder = PLACEHOLDER.matcher((value != null) ? value : "");
		if (placeholder.matches()) {
			throw new InvalidSendpostPropertyException(property, placeholder.group(1) + " is not set", "Set "
					+ placeholder.group(1) + " where the application runs, as an environment variable or a property.");
		}
	}

	private static InvalidSendpostPropertyException missing(String property, String action) {
		return new InvalidSendpostPropertyException(property, "it is missing", action);
	}

}
