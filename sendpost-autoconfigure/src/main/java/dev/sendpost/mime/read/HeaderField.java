package dev.sendpost.mime.read;

import java.util.Locale;

/**
 * A field of a message's header.
 *
 * @param name the name as written
 * @param value the value, unfolded, without the white space around it, not decoded
 * @param start where its octets start in the message
 * @param end where they end, behind the line end
 */
record HeaderField(String name, String value, int start, int end) {

	String lowerCaseName() {
		return this.name.toLowerCase(Locale.ROOT);
	}

}
