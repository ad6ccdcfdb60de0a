package dev.sendpost.api.emailapi;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Messages that are handed over together.
 *
 * @param emails the messages
 */
record NewBatch(@Nullable List<NewEmail> emails) {

}
