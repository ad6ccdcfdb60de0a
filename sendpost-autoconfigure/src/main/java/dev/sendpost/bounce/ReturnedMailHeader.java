package dev.sendpost.bounce;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the header of a message tells that came back.
 *
 * @param addressees the addresses in {@code Delivered-To}, {@code X-Original-To} and
 * {@code To}, as they are written there and in this order
 * @param date the {@code Date}, or {@code null} if there is none that can be read
 */
public record ReturnedMailHeader(List<String> addressees, @Nullable Instant date) {

	/**
	 * Create a header.
	 */
	public ReturnedMailHeader {
		addressees = List.copyOf(addressees);
	}

}
