package dev.sendpost.campaign;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBatch;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailCampaign;
import dev.sendpost.EmailStream;
import dev.sendpost.EmailTemplate;
import dev.sendpost.audience.Contact;
import org.jspecify.annotations.Nullable;

/**
 * Composes the messages of a campaign.
 */
final class CampaignMail {

	private CampaignMail() {
	}

	/**
	 * A message for each contact.
	 * @param contacts one contact or more
	 * @param variants tells which variant each gets
	 */
	static List<Email> compose(Campaign campaign, List<Contact> contacts,
			Function<Contact, @Nullable String> variants) {
		EmailBatch batch = EmailBatch.of(common(campaign, contacts.get(0).address()));
		for (Contact contact : contacts) {
			String variant = variants.apply(contact);
			batch.to(contact.address(), variables(contact), (email) -> {
				email.campaign(new EmailCampaign(campaign.id().toString(), variant))
					.subject(Variants.subject(campaign.details(), variant));
				String template = campaign.details().content().template();
				if (template != null) {
					email.template(new EmailTemplate(template, contact.locale()));
				}
			});
		}
		return batch.emails();
	}

	/**
	 * What all messages have in common.
	 * @param recipient any address, since a message needs one
	 */
	static Email common(Campaign campaign, EmailAddress recipient) {
		CampaignDetails details = campaign.details();
		CampaignContent content = details.content();
		EmailBuilder email = Email.builder()
			.to(recipient)
			.replyTo(details.replyTo())
			.subject(content.subject())
			.preheader(content.preheader())
			.html(content.html())
			.text(content.text())
			.listUnsubscribe(details.listUnsubscribe())
			.trackOpens(details.trackOpens())
			.trackClicks(details.trackClicks())
			.stream(EmailStream.BROADCAST);
		if (details.from() != null) {
			email.from(details.from());
		}
		if (content.template() != null) {
			email.template(content.template());
		}
		return email.personalized().build();
	}

	/**
	 * What is filled in for a contact: its fields, and what it is known by.
	 */
	static Map<String, String> variables(Contact contact) {
		Map<String, String> variables = new HashMap<>(contact.fields());
		variables.put("contact_id", contact.id().toString());
		variables.put("email", contact.address().address());
		variables.put("name", (contact.address().name() != null) ? contact.address().name() : "");
		return variables;
	}

}
