@NullMarked
package dev.sendpost.samples.platform;

import org.jspecify.annotations.NullMarked;
