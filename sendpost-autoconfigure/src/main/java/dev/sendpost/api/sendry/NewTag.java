package dev.sendpost.api.sendry;

import org.jspecify.annotations.Nullable;

/**
 * What a message is found by.
 *
 * @param name its name
 * @param value its value
 */
record NewTag(@Nullable String name, @Nullable String value) {

}
