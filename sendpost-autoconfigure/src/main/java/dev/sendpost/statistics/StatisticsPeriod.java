package dev.sendpost.statistics;

import java.time.Instant;

/**
 * The counts of an hour or a day.
 *
 * @param start when it begins
 * @param counts the counts
 */
public record StatisticsPeriod(Instant start, MailCounts counts) {

}
