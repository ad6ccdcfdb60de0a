package dev.sendpost.statistics;

import java.time.LocalDate;

/**
 * A recount that was asked for and is not finished.
 *
 * @param first the first day that is recounted, of UTC
 * @param last the last day, also included
 * @param messages how many messages were looked at
 */
public record StatisticsRecount(LocalDate first, LocalDate last, long messages) {

}
