package dev.sendpost.observation;

import java.util.Locale;

import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.gateway.MailSendContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

/**
 * Counts the outcomes of recipients: {@code sendpost.recipients} with the tags
 * {@code status} and {@code transport}.
 */
public final class RecipientOutcomeMeterHandler implements ObservationHandler<MailSendContext> {

	private final MeterRegistry registry;

	/**
	 * Create a handler.
	 * @param registry where the counters are
	 */
	public RecipientOutcomeMeterHandler(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof MailSendContext;
	}

	@Override
	public void onStop(MailSendContext context) {
		Receipt receipt = context.getReceipt();
		if (receipt != null) {
			receipt.outcomes().forEach((outcome) -> counter(outcome).increment());
		}
	}

	private Counter counter(RecipientOutcome outcome) {
		String transport = outcome.transport();
		return Counter.builder("sendpost.recipients")
			.description("Recipients by what became of them")
			.baseUnit("recipients")
			.tag("status", outcome.status().name().toLowerCase(Locale.ROOT))
			.tag("transport", (transport != null) ? transport : "none")
			.register(this.registry);
	}

}
