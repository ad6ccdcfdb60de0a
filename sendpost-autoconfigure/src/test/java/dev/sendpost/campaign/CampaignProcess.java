package dev.sendpost.campaign;

import java.util.concurrent.atomic.AtomicInteger;

import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/**
 * A Spring Boot application that sends campaigns, in a process of its own. It prints how
 * many messages it has handed over, and how much of its heap is used, until its input
 * ends.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = { FlywayAutoConfiguration.class, HibernateJpaAutoConfiguration.class })
class CampaignProcess {

	static final String READY = "ready";

	static final String HANDED_OVER = "handed over ";

	static final String HEAP = "heap ";

	private static final int EACH = 100;

	private static final long HEAP_EVERY_MILLIS = 1000;

	private final AtomicInteger count = new AtomicInteger();

	@SuppressWarnings("SystemOut")
	public static void main(String[] arguments) throws Exception {
		SpringApplication application = new SpringApplication(CampaignProcess.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application.run(arguments);
		System.out.println(READY);
		Thread heap = new Thread(CampaignProcess::printHeap);
		heap.setDaemon(true);
		heap.start();
		while (System.in.read() >= 0) {
			// The end is all that is waited for.
		}
		Runtime.getRuntime().halt(0);
	}

	@SuppressWarnings("SystemOut")
	private static void printHeap() {
		try {
			while (true) {
				System.gc();
				System.out.println(HEAP + (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()));
				Thread.sleep(HEAP_EVERY_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Bean
	UnsubscribeOffer unsubscribeOffer() {
		return (subAccount) -> true;
	}

	@EventListener
	@SuppressWarnings("SystemOut")
	void handedOver(DeliveryEvent event) {
		if (event.type() == DeliveryEventType.PROCESSED && this.count.incrementAndGet() % EACH == 0) {
			System.out.println(HANDED_OVER + this.count.get());
		}
	}

}
