package dev.sendpost.autoconfigure;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the store.
 *
 * @param enabled Whether e-mail is queued in a database. Otherwise it is sent at once, in
 * the caller's thread.
 * @param file Where the private H2 database is kept, for an application without a
 * DataSource; without H2's extension.
 */
@ConfigurationProperties("sendpost.store")
record SendpostStoreProperties(@DefaultValue("true") boolean enabled, @DefaultValue("./sendpost/store") Path file) {

}
