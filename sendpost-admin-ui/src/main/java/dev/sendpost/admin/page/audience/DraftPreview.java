package dev.sendpost.admin.page.audience;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.admin.page.audience.Mistakes.FieldMistake;
import dev.sendpost.campaign.CampaignException;
import dev.sendpost.campaign.CampaignPreview;
import dev.sendpost.campaign.SubAccountCampaigns;
import dev.sendpost.template.TemplateException;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign that is being written says to a reader, as far as it can be read.
 *
 * @param said what it says, or {@code null} if that cannot be told
 * @param problem why it cannot, or {@code null}
 */
public record DraftPreview(@Nullable CampaignPreview said, @Nullable String problem) {

	/** What is shown before anything is written. */
	static final DraftPreview NONE = new DraftPreview(null, null);

	static DraftPreview of(SubAccountCampaigns campaigns, CampaignForm form, String reader) {
		try {
			return new DraftPreview(
					campaigns.preview(form.shown(), reader.isEmpty() ? null : EmailAddress.parse(reader)), null);
		}
		catch (CampaignException | FieldMistake | TemplateException | InvalidEmailException ex) {
			return new DraftPreview(null, Mistakes.text(ex));
		}
	}

}
