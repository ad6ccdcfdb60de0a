package dev.sendpost.reliability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;

import javax.sql.DataSource;

import dev.sendpost.MailGateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * A Spring Boot application that sends mail, in a process of its own. It does business
 * until its input says {@code stop}, and ends with its input.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = { FlywayAutoConfiguration.class, HibernateJpaAutoConfiguration.class })
class MailNode {

	/** What the application prints when it is at work. */
	static final String READY = "ready";

	/** What it prints when it does no more business; it still delivers. */
	static final String STOPPED = "stopped";

	static final String STOP = "stop";

	@SuppressWarnings("SystemOut")
	public static void main(String[] args) throws IOException {
		SpringApplication application = new SpringApplication(MailNode.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		ConfigurableApplicationContext context = application.run(args);
		Work work = context.getBean(Work.class);
		System.out.println(READY);
		work.start();
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			if (line.equals(STOP)) {
				work.stop();
				System.out.println(STOPPED);
			}
		}
		Runtime.getRuntime().halt(0);
	}

	/**
	 * The clock of an application that goes wrong.
	 */
	@Bean
	@ConditionalOnProperty("node.clock-offset")
	Clock clock(Environment environment) {
		return Clock.offset(Clock.systemUTC(), environment.getRequiredProperty("node.clock-offset", Duration.class));
	}

	/**
	 * What a node does besides delivering mail.
	 */
	interface Work {

		void start();

		/**
		 * Begin nothing more, and wait for what has begun.
		 */
		void stop();

	}

	/**
	 * With a database of its own, the application commits mail together with business.
	 */
	@Bean
	@ConditionalOnProperty("node.rate")
	Business business(DataSource dataSource, PlatformTransactionManager transactionManager, MailGateway gateway,
			Environment environment) {
		return new Business(dataSource, transactionManager, gateway,
				environment.getRequiredProperty("node.rate", Integer.class));
	}

	/**
	 * Without, it sends as fast as it can.
	 */
	@Bean
	@ConditionalOnProperty(name = "node.rate", matchIfMissing = true, havingValue = "none")
	LetterWriters letterWriters(MailGateway gateway) {
		return new LetterWriters(gateway);
	}

}
