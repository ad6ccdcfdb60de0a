package dev.sendpost.statistics;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What statistics have to know of the rest.
 *
 * @param providers the provider of a domain, which is written in lower case, or
 * {@code null} if it has none that is known
 * @param uncountedRoute the route of mail that is not counted, because it is a test
 * @param logRetention how long it is known what became of a message
 */
public record StatisticsSettings(Function<String, @Nullable String> providers, String uncountedRoute,
		Duration logRetention) {

}
