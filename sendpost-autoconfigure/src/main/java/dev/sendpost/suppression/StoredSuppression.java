package dev.sendpost.suppression;

import java.util.UUID;

/**
 * An entry of the table, and the key it is found by.
 *
 * @param key the key
 * @param suppression the entry
 */
record StoredSuppression(UUID key, Suppression suppression) {

}
