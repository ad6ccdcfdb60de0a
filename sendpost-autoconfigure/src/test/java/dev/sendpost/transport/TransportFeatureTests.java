package dev.sendpost.transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TransportFeature}.
 */
class TransportFeatureTests {

	@ParameterizedTest
	@EnumSource
	void eachFeatureIsRecognised(TransportFeature feature) {
		assertThat(TransportFeature.neededBy(NeedyEmail.needing(feature))).contains(feature);
	}

	@Test
	void oneHeaderTwiceIsMoreThanTwoHeaders() {
		assertThat(TransportFeature.neededBy(NeedyEmail.needing(TransportFeature.REPEATED_HEADERS)))
			.containsExactlyInAnyOrder(TransportFeature.HEADERS, TransportFeature.REPEATED_HEADERS);
		assertThat(TransportFeature
			.neededBy(NeedyEmail.needing(TransportFeature.HEADERS).toBuilder().header("X-Other", "1").build()))
			.containsExactly(TransportFeature.HEADERS);
	}

	@Test
	void oneReplyToIsNotSeveral() {
		assertThat(TransportFeature.neededBy(NeedyEmail.needing(TransportFeature.REPLY_TO)))
			.containsExactly(TransportFeature.REPLY_TO);
	}

}
