package dev.sendpost.health;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.domain.SendingDomain;
import dev.sendpost.domain.SendingDomainSettings;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.domain.Zone;
import dev.sendpost.domain.dns.DnsJavaResolver;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.testdns.TestDnsServer;
import dev.sendpost.transport.FakeTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.actuate.endpoint.SimpleStatusAggregator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SendingDomainsHealthIndicator}.
 */
class SendingDomainsHealthIndicatorTests {

	private final FreshDatabase database = TestDatabase.H2.fresh();

	private final OutboxNode node = OutboxNode.on(this.database.dataSource())
		.transports(FakeTransport.accepting("a"))
		.build();

	private final TestDnsServer server = TestDnsServer.start();

	private final SendingDomains domains = domains(this.server.address());

	private final MutableClock clock = new MutableClock();

	private final SendingDomainsHealthIndicator indicator = new SendingDomainsHealthIndicator(this.domains,
			Duration.ofSeconds(30), this.clock);

	private SendingDomains domains(InetSocketAddress address) {
		return new SendingDomains(SendingDomainSettings.DEFAULT, List.of(),
				new DnsJavaResolver(List.of(address), Duration.ofSeconds(20), Ticker.systemTicker()), this.node.store(),
				new SecretCipher(List.of(new byte[SecretCipher.KEY_LENGTH])), (event) -> {
				}, Clock.systemUTC());
	}

	@AfterEach
	void close() {
		this.node.close();
		this.database.close();
		this.server.close();
	}

	@Test
	void domainsThatCannotSendAreShownUntilTheyAreVerified() {
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
		SendingDomain added = this.domains.add("acme.example", null);
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
		this.clock.advance(Duration.ofMinutes(1));
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(SendingDomainsHealthIndicator.UNVERIFIED);
		assertThat(health.getDetails()).containsEntry("unverified", List.of("acme.example")).doesNotContainKey("more");
		Zone.publish(added, this.server);
		this.domains.verify(added.id());
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void theyTakeNoNodeOutOfService() {
		assertThat(new SimpleStatusAggregator().getAggregateStatus(Status.UP, SendingDomainsHealthIndicator.UNVERIFIED))
			.isEqualTo(Status.UP);
	}

	@Test
	void someOfManyAreShown() {
		for (int i = 0; i < 25; i++) {
			this.node.store()
				.update("insert into sendpost_domain (id, name, sub_account, verified, created_at, due_at) "
						+ "values (?, ?, ?, ?, ?, ?)",
						List.of(new UUID(1, i), "d" + i + ".example", "", false, 0L, 0L));
		}
		assertThat(this.indicator.health().getDetails()).containsEntry("more", true)
			.hasEntrySatisfying("unverified", (names) -> assertThat((List<?>) names).hasSize(20));
	}

	@Test
	void aStoreThatCannotBeReadIsDown() {
		this.node.store().jdbc().execute("drop table sendpost_domain");
		assertThat(this.indicator.health().getStatus()).isEqualTo(Status.DOWN);
	}

}
