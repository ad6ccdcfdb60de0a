/**
 * What readers' clients request: pixels, tracked links, and the pages to unsubscribe, to
 * choose and to confirm.
 */
@NullMarked
package dev.sendpost.tracking.mvc;

import org.jspecify.annotations.NullMarked;
