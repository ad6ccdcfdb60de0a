package dev.sendpost.limit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Counts what happens against rates, as token buckets: a bucket holds as many tokens as
 * may be used at once, and fills up evenly.
 */
public interface TokenBuckets {

	/**
	 * Take a token.
	 * @param name whose bucket it is, at most 120 characters
	 * @param rates all of the rates that must allow it, not empty
	 * @return how long to wait until there is one, or nothing if it was taken
	 */
	Optional<Duration> take(String name, List<Rate> rates);

}
