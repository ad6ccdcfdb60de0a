/**
 * Sending domains: the records that prove them, the checks of those records, who may send
 * from them, and the keys that sign their mail.
 */
@NullMarked
package dev.sendpost.domain;

import org.jspecify.annotations.NullMarked;
