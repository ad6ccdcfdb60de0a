/**
 * DKIM (RFC 6376, RFC 8301, RFC 8463): keys, the records that publish them, and
 * signatures.
 */
@NullMarked
package dev.sendpost.domain.dkim;

import org.jspecify.annotations.NullMarked;
