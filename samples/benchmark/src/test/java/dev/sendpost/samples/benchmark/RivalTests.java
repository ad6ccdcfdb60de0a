package dev.sendpost.samples.benchmark;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Rival} and its senders.
 */
class RivalTests {

	private final BenchmarkMessages messages = new BenchmarkMessages(1);

	@ParameterizedTest
	@EnumSource(Rival.class)
	void sendsWholeMessagesOfTwoKilobytes(Rival rival) throws Exception {
		try (SmtpSink sink = new SmtpSink();
				SinkClient client = new SinkClient(sink.port());
				Sender sender = rival.newSender()) {
			sender.start(sink.port(), 2);
			for (int i = 0; i < 50; i++) {
				sender.send(this.messages.next());
			}
			SinkCount count = client.count();
			assertThat(count.messages()).isEqualTo(50);
			assertThat(count.recipients()).isEqualTo(50);
			assertThat(count.bytes() / 50).isBetween(1850L, 2200L);
		}
	}

	@ParameterizedTest
	@EnumSource(Rival.class)
	void losesNothingUnderLoad(Rival rival) throws Exception {
		try (SmtpSink sink = new SmtpSink();
				SinkClient client = new SinkClient(sink.port());
				Sender sender = rival.newSender()) {
			sender.start(sink.port(), 4);
			Load.Result result = new Load(sender, this.messages).run(sender.callers(4), Duration.ofMillis(50),
					Duration.ofMillis(200));
			assertThat(client.count().messages()).isEqualTo(result.total()).isPositive();
			assertThat(result.count()).isLessThanOrEqualTo(result.total());
		}
	}

}
