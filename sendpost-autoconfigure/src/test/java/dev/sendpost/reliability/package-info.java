/**
 * Proof that nothing is lost: nodes in processes of their own, which are killed along
 * with their database and their SMTP server.
 */
@NullMarked
package dev.sendpost.reliability;

import org.jspecify.annotations.NullMarked;
