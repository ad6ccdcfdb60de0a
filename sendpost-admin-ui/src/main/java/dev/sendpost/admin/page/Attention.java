package dev.sendpost.admin.page;

/**
 * Something that somebody should look at.
 *
 * @param bad whether mail is not sent, or is likely to be refused, until somebody does
 * @param text what it is
 * @param link where more is known, in words
 * @param path the path of that page, below that of the panel
 */
public record Attention(boolean bad, String text, String link, String path) {

}
