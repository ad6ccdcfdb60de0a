package dev.sendpost.samples.quickstart;

import dev.sendpost.samples.data.SampleDataConfiguration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/**
 * The application. It queues mail in a database of its own, in the folder
 * {@code sendpost}. Without configuration it captures mail; with {@code spring.mail.host}
 * or {@code sendpost.transports} it sends it.
 */
@SpringBootApplication
@Import(SampleDataConfiguration.class)
public class QuickstartApplication {

	public static void main(String[] args) {
		SpringApplication.run(QuickstartApplication.class, args);
	}

}
