package dev.sendpost.limit;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How the warm-up of a route is going today, by UTC.
 *
 * @param plan its plan
 * @param cap the most recipients of one provider today, 0 before the first day, or
 * {@code null} if there is no limit any more
 * @param recipients how many recipients it was tried for, of the providers with the most
 */
public record WarmUpDay(WarmUpPlan plan, @Nullable Integer cap, Map<String, Integer> recipients) {

}
