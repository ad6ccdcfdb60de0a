package dev.sendpost.gateway;

import java.util.Locale;
import java.util.Objects;

import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * Names a send {@code sendpost.send} and tags it with {@code stream}, {@code transport}
 * and {@code outcome}: the status of the receipt, or {@code refused} if the send ended
 * without one, or {@code unknown} while it is under way.
 */
public class DefaultMailSendObservationConvention implements MailSendObservationConvention {

	@Override
	public String getName() {
		return "sendpost.send";
	}

	@Override
	public String getContextualName(MailSendContext context) {
		return "send e-mail";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(MailSendContext context) {
		Receipt receipt = context.getReceipt();
		return KeyValues.of(KeyValue.of("stream", context.getEmail().stream().name().toLowerCase(Locale.ROOT)),
				KeyValue.of("transport", transport(receipt)), KeyValue.of("outcome", outcome(context)));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(MailSendContext context) {
		Receipt receipt = context.getReceipt();
		return (receipt != null) ? KeyValues.of("sendpost.email.id", receipt.id().toString()) : KeyValues.empty();
	}

	private static String outcome(MailSendContext context) {
		Receipt receipt = context.getReceipt();
		if (receipt != null) {
			return receipt.status().name().toLowerCase(Locale.ROOT);
		}
		return (context.getError() != null) ? "refused" : "unknown";
	}

	private static String transport(@Nullable Receipt receipt) {
		if (receipt == null) {
			return "none";
		}
		return receipt.outcomes()
			.stream()
			.map(RecipientOutcome::transport)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse("none");
	}

}
