package dev.sendpost.event;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes facts that are recorded for good. A listener that fails is reported and stops
 * neither other facts nor the delivery of mail.
 */
final class DeliveryEventPublisher {

	private static final Log logger = LogFactory.getLog(DeliveryEventPublisher.class);

	private final ApplicationEventPublisher publisher;

	DeliveryEventPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	void publish(List<DeliveryEvent> events) {
		for (DeliveryEvent event : events) {
			try {
				this.publisher.publishEvent(event);
			}
			catch (Throwable ex) {
				logger.error("A listener failed on " + event.type() + " of e-mail " + event.emailId(), ex);
			}
		}
	}

}
