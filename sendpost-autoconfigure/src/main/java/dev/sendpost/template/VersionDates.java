package dev.sendpost.template;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A version of a template in a list, without what it says.
 *
 * @param number its number, from 1
 * @param createdAt when it was begun
 * @param publishedAt when it was published last, or {@code null} if it never was
 */
public record VersionDates(int number, Instant createdAt, @Nullable Instant publishedAt) {

}
