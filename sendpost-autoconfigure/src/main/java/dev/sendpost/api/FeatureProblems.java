package dev.sendpost.api;

import java.util.Objects;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailLimitExceededException;
import dev.sendpost.MailMisconfiguredException;
import dev.sendpost.MailRejectedException;
import dev.sendpost.MailTemporarilyUnavailableException;
import dev.sendpost.StoreRequiredException;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.audience.AudienceException;
import dev.sendpost.campaign.CampaignException;
import dev.sendpost.domain.InvalidSendingDomainException;
import dev.sendpost.domain.SendingDomainExistsException;
import dev.sendpost.secret.EncryptionKeyRequiredException;
import dev.sendpost.store.DatabaseFaults;
import dev.sendpost.subaccount.AccountManagementException;
import dev.sendpost.subaccount.ApiKeyRefusedException;
import dev.sendpost.subaccount.InsufficientScopeException;
import dev.sendpost.template.TemplateException;
import dev.sendpost.webhook.outbound.WebhookException;
import org.jspecify.annotations.Nullable;

/**
 * Says what the features throw as problems of a request.
 */
final class FeatureProblems {

	private FeatureProblems() {
	}

	/**
	 * The problem that an exception stands for.
	 * @return the problem, or {@code null} if the fault is on this side
	 */
	static @Nullable ApiProblem of(RuntimeException ex) {
		if (ex instanceof ApiProblem problem) {
			return problem;
		}
		if (ex instanceof ApiKeyRefusedException refused) {
			return (refused.getRetryAfter() != null) ? ApiProblem.tooMany(message(ex), refused.getRetryAfter())
					: ApiProblem.of(Kind.UNAUTHENTICATED, message(ex));
		}
		if (ex instanceof InsufficientScopeException) {
			return ApiProblem.of(Kind.FORBIDDEN, message(ex));
		}
		ApiProblem mail = ofMail(ex);
		return (mail != null) ? mail : ofManagement(ex);
	}

	private static @Nullable ApiProblem ofMail(RuntimeException ex) {
		if (ex instanceof InvalidEmailException invalid) {
			return ApiProblem.invalid(invalid.getField(), invalid.getReason());
		}
		if (ex instanceof MailLimitExceededException exceeded) {
			return ApiProblem.tooMany(message(ex), exceeded.getRetryAfter());
		}
		if (ex instanceof MailRejectedException) {
			return ApiProblem.of(Kind.REJECTED, message(ex));
		}
		if (ex instanceof MailTemporarilyUnavailableException) {
			return ApiProblem.of(Kind.UNAVAILABLE, message(ex));
		}
		if (DatabaseFaults.mayPass(ex)) {
			return ApiProblem.of(Kind.UNAVAILABLE, "the database cannot be reached; try again later");
		}
		if (ex instanceof StoreRequiredException || ex instanceof EncryptionKeyRequiredException
				|| ex instanceof MailMisconfiguredException) {
			return ApiProblem.of(Kind.NOT_SUPPORTED, message(ex));
		}
		return null;
	}

	private static @Nullable ApiProblem ofManagement(RuntimeException ex) {
		if (ex instanceof AudienceException audience) {
			return ApiProblem.of(switch (audience.getReason()) {
				case INVALID, TOO_MANY, LINK_INVALID, LINK_EXPIRED -> Kind.INVALID;
				case UNKNOWN -> Kind.NOT_FOUND;
				case EXISTS -> Kind.CONFLICT;
				case NOT_CONFIGURED -> Kind.NOT_SUPPORTED;
				case NOT_SENT -> Kind.REJECTED;
			}, message(ex));
		}
		if (ex instanceof AccountManagementException account) {
			return ApiProblem.of(switch (account.getReason()) {
				case INVALID -> Kind.INVALID;
				case UNKNOWN -> Kind.NOT_FOUND;
				case EXISTS, CONFIGURED -> Kind.CONFLICT;
				case NOT_ALLOWED -> Kind.FORBIDDEN;
			}, message(ex));
		}
		if (ex instanceof TemplateException template) {
			return ApiProblem.of(switch (template.getReason()) {
				case UNKNOWN -> Kind.NOT_FOUND;
				case EXISTS -> Kind.CONFLICT;
				case INVALID, MISSING_VARIABLE, TOO_MUCH -> Kind.INVALID;
			}, message(ex));
		}
		if (ex instanceof InvalidSendingDomainException) {
			return ApiProblem.of(Kind.INVALID, message(ex));
		}
		if (ex instanceof SendingDomainExistsException) {
			return ApiProblem.of(Kind.CONFLICT, message(ex));
		}
		if (ex instanceof CampaignException campaign) {
			return ofCampaign(campaign);
		}
		return (ex instanceof WebhookException webhook) ? ofWebhook(webhook) : null;
	}

	private static ApiProblem ofCampaign(CampaignException ex) {
		if (ex.getField() != null) {
			return ApiProblem.invalid(ex.getField(), message(ex));
		}
		return ApiProblem.of(switch (ex.getReason()) {
			case INVALID -> Kind.INVALID;
			case UNKNOWN -> Kind.NOT_FOUND;
			case WRONG_STATUS -> Kind.CONFLICT;
			case NO_UNSUBSCRIBE -> Kind.NOT_SUPPORTED;
		}, message(ex));
	}

	private static ApiProblem ofWebhook(WebhookException ex) {
		return ApiProblem.of(switch (ex.getReason()) {
			case INVALID, TOO_MANY -> Kind.INVALID;
			case UNKNOWN -> Kind.NOT_FOUND;
			case NOT_ALLOWED -> Kind.FORBIDDEN;
		}, message(ex));
	}

	private static String message(RuntimeException ex) {
		return Objects.requireNonNullElse(ex.getMessage(), ex.getClass().getSimpleName());
	}

}
