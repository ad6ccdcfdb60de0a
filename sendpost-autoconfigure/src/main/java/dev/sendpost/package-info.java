/**
 * What an application touches: the {@link dev.sendpost.MailGateway} and the values that
 * go in and come out.
 */
@NullMarked
package dev.sendpost;

import org.jspecify.annotations.NullMarked;
