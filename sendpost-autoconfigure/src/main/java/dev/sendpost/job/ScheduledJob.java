package dev.sendpost.job;

import java.time.Duration;

/**
 * Work to be done again and again, by one node at a time. Safe to repeat: a node that
 * dies over it leaves it to another.
 *
 * @param name identifies the job in the database
 * @param delay how long after one run the next begins
 * @param work what to do
 */
public record ScheduledJob(String name, Duration delay, Runnable work) {

}
