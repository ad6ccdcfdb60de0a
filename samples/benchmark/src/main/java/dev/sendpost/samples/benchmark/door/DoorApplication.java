package dev.sendpost.samples.benchmark.door;

import com.zaxxer.hikari.HikariDataSource;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.ApiKeys;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Serves on a free port, prints the port and a key, and ends with its input. What it
 * accepts waits: sending is paused.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(BareEndpoint.class)
public class DoorApplication {

	/**
	 * Starts the application.
	 * @param arguments URL, user and password of the database
	 */
	public static void serve(String... arguments) throws Exception {
		try (ConfigurableApplicationContext context = SpringApplication.run(DoorApplication.class, "--server.port=0",
				"--server.address=127.0.0.1", "--spring.main.banner-mode=off", "--logging.level.root=error",
				"--server.tomcat.max-keep-alive-requests=-1", "--sendpost.doors.email-api.enabled=true",
				"--sendpost.jdbc.initialize-schema=always", "--sendpost.admin.enabled=false",
				"--database.url=" + arguments[0], "--database.user=" + arguments[1],
				"--database.password=" + arguments[2])) {
			context.getBean(MailQueue.class).pause();
			String key = context.getBean(ApiKeys.class)
				.issue(ApiKeyRequest.account("benchmark").scope(ApiKeyScope.SENDING_ACCESS))
				.text();
			System.out.println("serving " + context.getEnvironment().getProperty("local.server.port") + " " + key);
			while (System.in.read() >= 0) {
				// Until whoever started this is gone.
			}
		}
	}

	@Bean(destroyMethod = "close")
	HikariDataSource dataSource(Environment environment) {
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setJdbcUrl(environment.getRequiredProperty("database.url"));
		dataSource.setUsername(environment.getRequiredProperty("database.user"));
		dataSource.setPassword(environment.getRequiredProperty("database.password"));
		dataSource.setMaximumPoolSize(24);
		return dataSource;
	}

}
