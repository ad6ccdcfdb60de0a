package dev.sendpost.domain;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.sendpost.domain.dns.DnsJavaResolver;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Store;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.testdns.TestDnsServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SendingDomains#trackingHost}.
 */
class TrackingHostTests {

	@Test
	void theHostIsThatOfTheClosestDomainWhoseRecordWasFound() throws Exception {
		AtomicLong nanoTime = new AtomicLong();
		try (FreshDatabase database = TestDatabase.H2.clean(); TestDnsServer server = TestDnsServer.start()) {
			Store store = OutboxNode.store(database.dataSource());
			SendingDomainSettings settings = new SendingDomainSettings(null, List.of(), null, "t.sender.example", null,
					false, Duration.ofHours(6));
			SendingDomains domains = new SendingDomains(new DomainRegistry(settings, List.of(),
					new DnsJavaResolver(List.of(server.address()), Duration.ofSeconds(20), nanoTime::get), store,
					new SecretCipher(List.of(new byte[SecretCipher.KEY_LENGTH])), ReadyKeys.domainKeys(), (event) -> {
					}, Clock.systemUTC(), nanoTime::get), null);
			SendingDomain acme = domains.add("acme.example", "shop");
			assertThat(domains.trackingHost("acme.example", "shop")).as("not published").isNull();
			Zone.publish(acme.record(DomainRecordKind.TRACKING).orElseThrow(), server);
			server.add("t.sender.example. A 192.0.2.1");
			domains.verify(acme.id());
			assertThat(domains.trackingHost("acme.example", "shop")).isEqualTo("track.acme.example");
			assertThat(domains.trackingHost("news.acme.example", "shop")).isEqualTo("track.acme.example");
			assertThat(domains.trackingHost("acme.example", "other")).isNull();
			assertThat(domains.trackingHost("other.example", "shop")).isNull();
			domains.add("news.acme.example", "shop");
			assertThat(domains.trackingHost("news.acme.example", "shop")).as("the closer one is not published")
				.isEqualTo("track.acme.example");
		}
	}

}
