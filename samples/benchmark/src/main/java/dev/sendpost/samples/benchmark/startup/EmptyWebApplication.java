package dev.sendpost.samples.benchmark.startup;

import java.lang.management.ManagementFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts on a free port, prints the milliseconds since the JVM's start and the bytes of
 * heap used after a collection, and exits.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class EmptyWebApplication {

	/**
	 * Starts the application.
	 */
	public static void main(String[] arguments) {
		SpringApplication application = new SpringApplication(EmptyWebApplication.class);
		application.addListeners((ApplicationListener<ApplicationReadyEvent>) (event) -> report());
		try (ConfigurableApplicationContext context = application.run("--server.port=0", "--server.address=127.0.0.1",
				"--spring.main.banner-mode=off", "--logging.level.root=warn")) {
			System.out.flush();
		}
	}

	private static void report() {
		long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
		System.gc();
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		System.out.println("started " + millis + " " + heap);
	}

}
