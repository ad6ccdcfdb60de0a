package dev.sendpost.admin.page;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.sendpost.EmailStatus;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.outbox.QueueState;
import dev.sendpost.statistics.MailCounts;
import dev.sendpost.transport.Circuit;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.QuickRetry;
import dev.sendpost.transport.TransportCapabilities;
import dev.sendpost.transport.TransportState;
import dev.sendpost.transport.TransportState.Condition;
import dev.sendpost.transport.Transports;
import dev.sendpost.transport.capture.CaptureTransport;
import dev.sendpost.transport.capture.CapturedMailbox;
import dev.sendpost.webhook.inbound.WebhookObserver;
import dev.sendpost.webhook.inbound.WebhookRefusals;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AttentionList} and {@link OverviewNumbers}.
 */
class AttentionListTests {

	private static final QueueState QUIET = state(Map.of(), Duration.ZERO);

	private final WebhookRefusals refusals = new WebhookRefusals(WebhookObserver.NONE, System::nanoTime);

	private static QueueState state(Map<EmailStatus, Long> depth, Duration delay) {
		return new QueueState(depth, delay, false, Set.of(), Set.of());
	}

	private static Transports transports(MailTransport transport) {
		return new Transports(List.of(transport), new QuickRetry(1, Duration.ofMillis(1), Duration.ofMillis(2)),
				Circuit.DEFAULT);
	}

	private List<Attention> find(@Nullable QueueState queue, List<TransportRow> transports,
			@Nullable OverviewNumbers numbers) {
		return new AttentionList(
				new OverviewFeatures(transports(new Silent()), null, null, null, null, null, this.refusals, null),
				Locale.ENGLISH)
			.find(queue, transports, numbers);
	}

	@Test
	void nothingNeedsAttentionWhereAllIsWell() {
		assertThat(find(QUIET, List.of(), null)).isEmpty();
		assertThat(find(null, List.of(), null)).isEmpty();
	}

	@Test
	void aQueueThatIsBehindComesBeforeMailThatIsDeferred() {
		List<Attention> found = find(state(Map.of(EmailStatus.DEFERRED, 1200L), Duration.ofMinutes(7)), List.of(),
				null);
		assertThat(found).extracting(Attention::text)
			.containsExactly("The queue is behind: mail has been due for 7 min.",
					"1,200 messages are deferred, and tried again from time to time.");
		assertThat(found).extracting(Attention::bad).containsExactly(true, false);
	}

	@Test
	void aTransportThatIsLeftAloneNeedsAttention() {
		TransportRow row = new TransportRow("main", "smtp", false,
				new TransportState(Condition.OPEN, Duration.ofSeconds(20), null));
		assertThat(find(QUIET, List.of(row), null)).singleElement()
			.returns("The transport main keeps failing, and is left alone for 21 s more.", Attention::text)
			.returns("/transports/transport?name=main", Attention::path);
	}

	@Test
	void refusedWebhooksNeedAttention() {
		this.refusals.refused("acme", "too large", "It is too large");
		assertThat(find(QUIET, List.of(), null)).singleElement()
			.returns("1 webhook was refused of the source acme since the application started: too large.",
					Attention::text);
	}

	@Test
	void aRateOverTheLimitNeedsAttentionOnceThereIsEnoughMailToTell() {
		OverviewNumbers.Rate few = new OverviewNumbers.Rate("bounce rate", 10, 20, 0.02, Locale.ENGLISH);
		OverviewNumbers.Rate many = new OverviewNumbers.Rate("complaint rate", 3, 2000, 0.001, Locale.ENGLISH);
		assertThat(find(QUIET, List.of(), new OverviewNumbers(List.of(), MailCounts.ZERO, List.of(few, many))))
			.singleElement()
			.returns("The complaint rate is 0.15%; above 0.1% providers begin to refuse mail.", Attention::text)
			.returns("/messages", Attention::path);
		assertThat(new OverviewNumbers.Rate("bounce rate", 0, 0, 0.02, Locale.ENGLISH).text()).isEqualTo("\u2013");
	}

	@Test
	void mailThatIsOnlyCapturedNeedsAttention() {
		OverviewFeatures captured = new OverviewFeatures(
				transports(new CaptureTransport(Transports.CAPTURE, new CapturedMailbox(1))), null, null, null, null,
				null, null, null);
		assertThat(new AttentionList(captured, Locale.ENGLISH).find(QUIET, List.of(), null)).singleElement()
			.extracting(Attention::text)
			.asString()
			.startsWith("No mail leaves this application");
	}

	/**
	 * A transport that nothing is sent through.
	 */
	private static final class Silent implements MailTransport {

		@Override
		public String name() {
			return "silent";
		}

		@Override
		public TransportCapabilities capabilities() {
			return TransportCapabilities.all();
		}

		@Override
		public List<RecipientOutcome> send(OutgoingEmail email) {
			throw new IllegalStateException("Nothing is to be sent");
		}

		@Override
		public void check() {
		}

	}

}
