/**
 * Real databases for tests, from the class path alone: H2, and PostgreSQL, MariaDB and
 * MySQL servers that listen on the loopback interface.
 */
@NullMarked
package dev.sendpost.testdb;

import org.jspecify.annotations.NullMarked;
