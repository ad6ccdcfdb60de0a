package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the name servers that the records of sending domains are looked up by.
 *
 * @param servers Addresses of the name servers, each with a port if it is not 53, for
 * example "192.0.2.53" or "[2001:db8::53]:5353". Those of the operating system if empty.
 * @param timeout How long a name server may take for one answer.
 */
@ConfigurationProperties("sendpost.dns")
record DnsProperties(@DefaultValue List<String> servers, @DefaultValue("3s") Duration timeout) {

}
