/**
 * What all pages have in common: who may see them, how they are written, and what guards
 * their forms.
 */
@NullMarked
package dev.sendpost.admin.web;

import org.jspecify.annotations.NullMarked;
