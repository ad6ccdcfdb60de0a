package dev.sendpost.campaign;

import java.util.List;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign says to a reader.
 *
 * @param reader the reader
 * @param subjects the subject of each variant, {@code A} first
 * @param preheader what mail clients show behind the subject, or {@code null}
 * @param html the HTML body, or {@code null}
 * @param text the text body, or {@code null} if it is derived from the HTML
 */
public record CampaignPreview(EmailAddress reader, List<String> subjects, @Nullable String preheader,
		@Nullable String html, @Nullable String text) {

	/**
	 * Create a preview.
	 */
	public CampaignPreview {
		subjects = List.copyOf(subjects);
	}

}
