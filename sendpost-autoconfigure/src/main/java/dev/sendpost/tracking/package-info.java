/**
 * What readers do with a message: open it, follow its links, unsubscribe.
 */
@NullMarked
package dev.sendpost.tracking;

import org.jspecify.annotations.NullMarked;
