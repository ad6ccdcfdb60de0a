package dev.sendpost.tracking;

import org.jspecify.annotations.Nullable;

/**
 * What a request tells of who made it.
 *
 * @param automated whether it is surely a machine's
 * @param ipAddress where it came from, or {@code null} if that is not known
 * @param userAgent what the client calls itself, or {@code null} if it does not say
 */
public record Client(boolean automated, @Nullable String ipAddress, @Nullable String userAgent) {

	/**
	 * Nothing of who it is.
	 */
	@Override
	public String toString() {
		return "Client[automated=" + this.automated + "]";
	}

}
