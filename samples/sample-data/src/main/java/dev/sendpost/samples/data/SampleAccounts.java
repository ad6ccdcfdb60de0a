package dev.sendpost.samples.data;

import java.util.List;

import dev.sendpost.domain.SendingDomains;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.webhook.outbound.WebhookEventType;
import dev.sendpost.webhook.outbound.WebhookForm;
import dev.sendpost.webhook.outbound.WebhookSettings;
import dev.sendpost.webhook.outbound.WebhookSubscribers;
import org.jspecify.annotations.Nullable;

/**
 * Sub-accounts with keys, domains, a webhook, and people nothing is sent to.
 */
class SampleAccounts {

	static final String SHOP = "shop";

	static final String MAGAZINE = "magazine";

	static final String SUPPRESSED = "gone@partner.example";

	private final SubAccounts subAccounts;

	private final ApiKeys keys;

	private final SendingDomains domains;

	private final @Nullable WebhookSubscribers webhooks;

	private final Suppressions suppressions;

	SampleAccounts(SubAccounts subAccounts, ApiKeys keys, SendingDomains domains, @Nullable WebhookSubscribers webhooks,
			Suppressions suppressions) {
		this.subAccounts = subAccounts;
		this.keys = keys;
		this.domains = domains;
		this.webhooks = webhooks;
		this.suppressions = suppressions;
	}

	boolean exist() {
		return this.subAccounts.find(SHOP).isPresent();
	}

	void create() {
		this.subAccounts.create(SHOP, SubAccountSettings.NONE.displayName("Acme shop").labels(List.of("retail")));
		this.subAccounts.create(MAGAZINE, SubAccountSettings.NONE.displayName("Acme magazine"));
		this.keys.issue(ApiKeyRequest.subAccount(SHOP, "Checkout service").scope(ApiKeyScope.SENDING_ACCESS));
		this.keys.issue(ApiKeyRequest.subAccount(SHOP, "Checkout service, staging").forTest());
		this.keys.issue(ApiKeyRequest.subAccount(MAGAZINE, "Editors"));
		this.domains.add("acme.example", null);
		this.domains.add("shop.acme.example", SHOP);
		if (this.webhooks != null) {
			this.webhooks.create(WebhookSettings.of("https://hooks.acme.example/mail", WebhookForm.SENDPOST,
					WebhookEventType.BOUNCED, WebhookEventType.COMPLAINED));
		}
		this.suppressions.add(NewSuppression.of(SUPPRESSED, SuppressionReason.HARD_BOUNCE)
			.smtpError("550 5.1.1 There is no such user here"));
		this.suppressions.add(
				NewSuppression.of("angry@reader.example", SuppressionReason.SPAM_COMPLAINT).createdBy("feedback loop"));
		this.suppressions
			.add(NewSuppression.of("quiet@reader.example", SuppressionReason.UNSUBSCRIBE).subAccount(MAGAZINE));
		this.suppressions.add(NewSuppression.of("competitor.example", SuppressionReason.MANUAL).createdBy("ops"));
	}

}
