package dev.sendpost.samples.platform;

import dev.sendpost.audience.Audiences;
import dev.sendpost.relay.SmtpRelay;
import dev.sendpost.samples.data.SampleDataConfiguration;
import dev.sendpost.subaccount.ApiKeys;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * The application. It keeps everything in a database in the folder {@code sendpost}, or
 * in the one that {@code spring.datasource.*} names, and captures mail unless
 * {@code spring.mail.host} or {@code sendpost.transports} says where it goes.
 */
@SpringBootApplication
@Import(SampleDataConfiguration.class)
public class PlatformApplication {

	public static void main(String[] args) {
		SpringApplication.run(PlatformApplication.class, args);
	}

	@Bean
	Welcome welcome(ApiKeys keys, Audiences audiences, Environment environment, WebServerApplicationContext server,
			ObjectProvider<SmtpRelay> relay) {
		return new Welcome(keys, audiences, environment, server, relay);
	}

}
