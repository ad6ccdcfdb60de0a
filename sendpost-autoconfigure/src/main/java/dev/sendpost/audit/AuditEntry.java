package dev.sendpost.audit;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A change that somebody made, or tried to make.
 *
 * @param id its id; ids of later changes are greater
 * @param at when
 * @param actor who, as the application knows them
 * @param action what was done, such as {@code lift a suppression}
 * @param subject what it was done to; may be empty
 * @param refusal why it was not done after all, or {@code null} if it was
 */
public record AuditEntry(UUID id, Instant at, String actor, String action, String subject, @Nullable String refusal) {

}
