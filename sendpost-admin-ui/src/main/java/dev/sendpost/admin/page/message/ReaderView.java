package dev.sendpost.admin.page.message;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the template of the reader shows: the views of a message, and one of them.
 *
 * @param mode what is shown, in the words of addresses
 * @param tabs the views
 * @param widths how wide the preview is
 * @param schemes whether it is light or dark
 * @param phone whether it is as wide as a phone
 * @param dark whether it is dark
 * @param path where the parts of the message are, below the path of the panel
 * @param note what the reader should know about it, or {@code null}
 * @param text the text to show, or {@code null}
 * @param cut whether the text goes on
 * @param headers the header fields
 * @param files the attachments
 * @param links the links
 * @param checks the checks
 * @param gaps what is in it that some mail clients do not support
 */
public record ReaderView(String mode, List<ReaderTab> tabs, List<ReaderTab> widths, List<ReaderTab> schemes,
		boolean phone, boolean dark, String path, @Nullable String note, @Nullable String text, boolean cut,
		List<ReaderHeader> headers, List<ReaderFile> files, List<MailLink> links, List<MailCheck> checks,
		List<ClientSupport.Gap> gaps) {

	/**
	 * A header field.
	 *
	 * @param name its name
	 * @param value its value, unfolded and decoded
	 */
	public record ReaderHeader(String name, String value) {

	}

	/**
	 * An attachment.
	 *
	 * @param number which of the message's, from 0
	 * @param name its name
	 * @param type its content type
	 * @param size how many octets, or -1 if nobody knows
	 * @param contentId what the HTML calls it, or {@code null} if it is not inline
	 */
	public record ReaderFile(int number, String name, String type, long size, @Nullable String contentId) {

	}

}
