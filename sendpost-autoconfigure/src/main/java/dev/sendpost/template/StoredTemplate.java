package dev.sendpost.template;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A template that the platform keeps.
 *
 * @param id its id
 * @param subAccount the name of the sub-account whose it is, or {@code null} if it is the
 * account's and all may use it
 * @param name the name it is found by, unique in its sub-account
 * @param published the number of the version that messages are made from, or {@code null}
 * if none was published
 * @param latest the number of the latest version
 * @param hasDraft whether the latest version is a draft: one that never was published,
 * and that the next one saved takes the place of
 * @param createdAt when it was made
 * @param changedAt when a version was last saved or published
 */
public record StoredTemplate(UUID id, @Nullable String subAccount, String name, @Nullable Integer published, int latest,
		boolean hasDraft, Instant createdAt, Instant changedAt) {

}
