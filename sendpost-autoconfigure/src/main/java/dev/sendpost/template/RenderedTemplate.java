package dev.sendpost.template;

import org.jspecify.annotations.Nullable;

/**
 * A template with everything filled in.
 *
 * @param subject the subject
 * @param preheader what mail clients show behind the subject, or {@code null}
 * @param html the HTML body, or {@code null}
 * @param text the text body, or {@code null}
 */
public record RenderedTemplate(String subject, @Nullable String preheader, @Nullable String html,
		@Nullable String text) {

}
