package dev.sendpost.template;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A version of a stored template.
 *
 * @param number its number, from 1 on
 * @param source what it says
 * @param createdAt when it was first saved
 * @param publishedAt when it was published, or {@code null} if it is a draft
 */
public record TemplateVersion(int number, TemplateSource source, Instant createdAt, @Nullable Instant publishedAt) {

}
