package dev.sendpost.samples.quickstart;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application. It queues mail in a database of its own, in the folder
 * {@code sendpost}. Without configuration it captures mail; with {@code spring.mail.host}
 * or {@code sendpost.transports} it sends it.
 */
@SpringBootApplication
public class QuickstartApplication {

	public static void main(String[] args) {
		SpringApplication.run(QuickstartApplication.class, args);
	}

}
