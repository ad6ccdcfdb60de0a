package dev.sendpost.bounce;

import java.time.Instant;

import dev.sendpost.EmailAddress;
import dev.sendpost.EnhancedStatusCode;
import org.jspecify.annotations.Nullable;

/**
 * What a delivery report says of one recipient (RFC 3464 section 2.3).
 *
 * @param finalRecipient the address where it came to this, or {@code null} if it is no
 * mail address
 * @param originalRecipient the address that the sender gave, or {@code null} if the
 * report does not tell
 * @param action what became of the message
 * @param status the status code, or {@code null} if there is none. A code that says
 * nothing (5.0.0) gives way to one that a server's reply has
 * @param serverText the server's reply on one line, or {@code null} if there is none
 * @param remoteMta the server that gave it, or {@code null} if the report does not tell
 * @param lastAttempt when delivery was last tried, or {@code null} if the report does not
 * tell
 */
public record RecipientReport(@Nullable EmailAddress finalRecipient, @Nullable EmailAddress originalRecipient,
		DeliveryAction action, @Nullable EnhancedStatusCode status, @Nullable String serverText,
		@Nullable String remoteMta, @Nullable Instant lastAttempt) {

}
