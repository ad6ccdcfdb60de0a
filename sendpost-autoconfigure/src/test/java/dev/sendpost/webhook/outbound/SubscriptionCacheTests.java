package dev.sendpost.webhook.outbound;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

class SubscriptionCacheTests {

	private final AtomicInteger reads = new AtomicInteger();

	private final AtomicReference<Runnable> whileReading = new AtomicReference<>(() -> {
	});

	private final SubscriptionCache cache = new SubscriptionCache(() -> {
		this.reads.incrementAndGet();
		this.whileReading.get().run();
		return new Subscriptions(List.of());
	});

	@Test
	void whatWasReadIsRemembered() {
		Subscriptions first = this.cache.get();
		assertThat(this.cache.get()).isSameAs(first);
		assertThat(this.reads).hasValue(1);
		assertThat(this.cache.get(Duration.ZERO)).isNotSameAs(first);
		assertThat(this.reads).hasValue(2);
	}

	@Test
	void aChangeIsSeenAtOnce() {
		Subscriptions first = this.cache.get();
		this.cache.changed();
		assertThat(this.cache.get()).isNotSameAs(first);
	}

	@Test
	void whatIsReadWhileItChangesIsNotRemembered() {
		this.whileReading.set(this.cache::changed);
		this.cache.get();
		this.whileReading.set(() -> {
		});
		this.cache.get();
		this.cache.get();
		assertThat(this.reads).hasValue(2);
	}

	@Test
	void whatATransactionReadsIsNotRemembered() {
		TransactionSynchronizationManager.initSynchronization();
		try {
			this.cache.get();
			this.cache.get();
		}
		finally {
			TransactionSynchronizationManager.clearSynchronization();
		}
		assertThat(this.reads).hasValue(2);
		this.cache.get();
		assertThat(this.reads).hasValue(3);
		TransactionSynchronizationManager.initSynchronization();
		try {
			this.cache.get();
		}
		finally {
			TransactionSynchronizationManager.clearSynchronization();
		}
		assertThat(this.reads).hasValue(3);
	}

}
