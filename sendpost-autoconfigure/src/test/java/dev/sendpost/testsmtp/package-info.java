/**
 * An SMTP server that fails on cue, and certificates for it. Nothing here leaves the
 * loopback interface.
 */
@NullMarked
package dev.sendpost.testsmtp;

import org.jspecify.annotations.NullMarked;
