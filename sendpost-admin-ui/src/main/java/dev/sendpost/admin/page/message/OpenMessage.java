package dev.sendpost.admin.page.message;

import java.time.Instant;
import java.util.UUID;

import dev.sendpost.Email;
import org.jspecify.annotations.Nullable;

/**
 * A message that somebody looks at.
 *
 * @param id its id
 * @param messageId its {@code Message-ID}
 * @param date when it was accepted
 * @param email what it says, with who it is from
 * @param asSent whether that is what goes out; otherwise policies still have their say
 * @param note what the reader should know about it, or {@code null}
 */
record OpenMessage(UUID id, String messageId, Instant date, Email email, boolean asSent, @Nullable String note) {

}
