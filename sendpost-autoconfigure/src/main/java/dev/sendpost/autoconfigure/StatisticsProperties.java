package dev.sendpost.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of statistics.
 *
 * @param enabled Whether it is counted what becomes of e-mail. Sending takes about a
 * fifth more CPU time with it.
 */
@ConfigurationProperties("sendpost.statistics")
record StatisticsProperties(@DefaultValue("false") boolean enabled) {

}
