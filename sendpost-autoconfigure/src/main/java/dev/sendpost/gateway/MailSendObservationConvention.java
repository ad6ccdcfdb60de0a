package dev.sendpost.gateway;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How sends are named and tagged. Declare a bean to replace the
 * {@linkplain DefaultMailSendObservationConvention default}.
 */
public interface MailSendObservationConvention extends ObservationConvention<MailSendContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof MailSendContext;
	}

}
