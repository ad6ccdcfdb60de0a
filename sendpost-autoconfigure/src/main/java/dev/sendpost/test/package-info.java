/**
 * For tests of applications that send mail: assertions about captured messages.
 */
@NullMarked
package dev.sendpost.test;

import org.jspecify.annotations.NullMarked;
