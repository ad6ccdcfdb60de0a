package dev.sendpost.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * Properties of the tables.
 *
 * @param initializeSchema When the tables are created in the application's database. In
 * the private H2 database they always are.
 */
@ConfigurationProperties("sendpost.jdbc")
record SendpostJdbcProperties(@DefaultValue("embedded") DatabaseInitializationMode initializeSchema) {

}
