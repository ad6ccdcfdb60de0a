/**
 * The admin panel: {@code web} serves it, {@code page} has a class for each page, and
 * {@code autoconfigure} puts it into an application.
 */
@NullMarked
package dev.sendpost.admin;

import org.jspecify.annotations.NullMarked;
