package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.MailLimitExceededException;
import dev.sendpost.Receipt;
import dev.sendpost.Submitter;
import dev.sendpost.limit.JdbcTokenBuckets;
import dev.sendpost.limit.LocalTokenBuckets;
import dev.sendpost.limit.MessageLimitPolicy;
import dev.sendpost.limit.RequestLimits;
import dev.sendpost.limit.TokenBuckets;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.subaccount.ApiKey;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.SubAccountLimits;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import io.github.bucket4j.Bucket;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SendpostLimitAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MailTransportAutoConfiguration.class,
				MailGatewayAutoConfiguration.class, SendpostEncryptionAutoConfiguration.class,
				SendpostStoreAutoConfiguration.class, SendpostOutboxAutoConfiguration.class,
				SendpostSubAccountAutoConfiguration.class, SendpostLimitAutoConfiguration.class));

	private final ApplicationContextRunner withoutStore = this.contextRunner
		.withPropertyValues("sendpost.store.enabled=false");

	private final ApplicationContextRunner withStore = this.contextRunner
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
		.withPropertyValues("spring.datasource.generate-unique-name=true");

	@Test
	void nothingIsLimitedUnlessItIsSaid() {
		this.withoutStore.run((context) -> {
			assertThat(context).hasSingleBean(LocalTokenBuckets.class);
			for (int i = 0; i < 50; i++) {
				context.getBean(MailGateway.class).send(email().build());
				context.getBean(RequestLimits.class).count(key());
			}
		});
	}

	@Test
	void aMessageOverTheRateIsRefusedWithTheTimeToComeBack() {
		this.withoutStore.withPropertyValues("sendpost.limits.messages-per-hour=2").run((context) -> {
			MailGateway gateway = context.getBean(MailGateway.class);
			gateway.send(List.of(email().build(), email().build()));
			assertThatExceptionOfType(MailLimitExceededException.class).isThrownBy(() -> gateway.send(email().build()))
				.withMessageMatching("The sub-account 'default' may send no more than 2 e-mails in an hour;"
						+ " there is room again in 1(800|7\\d\\d) s")
				.satisfies((ex) -> assertThat(ex.getRetryAfter()).isBetween(Duration.ofMinutes(29),
						Duration.ofMinutes(30)));
		});
	}

	@Test
	void oneOfABatchOverTheRateDoesNotStopTheOthersBeforeIt() {
		this.withStore.withPropertyValues("sendpost.limits.messages-per-day=2").run((context) -> {
			List<Receipt> receipts = context.getBean(MailGateway.class)
				.send(List.of(email().build(), email().build(), email().build()));
			assertThat(receipts).extracting(Receipt::status)
				.containsExactly(EmailStatus.QUEUED, EmailStatus.QUEUED, EmailStatus.FAILED);
			assertThat(receipts.get(2).outcomes().get(0).reason()).contains("no more than 2 e-mails in a day");
			assertThat(receipts.get(1).retryAfter()).isNull();
			assertThat(receipts.get(2).retryAfter()).isPositive();
		});
	}

	@Test
	void whatReachesNobodyDoesNotCount() {
		this.withoutStore.withUserConfiguration(DropAll.class)
			.withPropertyValues("sendpost.limits.messages-per-hour=1")
			.run((context) -> {
				for (int i = 0; i < 3; i++) {
					assertThat(context.getBean(MailGateway.class).send(email().build()).status())
						.isEqualTo(EmailStatus.DROPPED);
				}
			});
	}

	@Test
	void aSubAccountHasItsOwnLimitsAndItsOwnBucket() {
		this.withStore.withPropertyValues("sendpost.limits.messages-per-hour=1").run((context) -> {
			SubAccountLimits two = new SubAccountLimits(null, 2L, null, null, null);
			context.getBean(SubAccounts.class).create("shop", SubAccountSettings.NONE.limits(two));
			MailGateway gateway = context.getBean(MailGateway.class);
			gateway.send(email().build());
			assertThatExceptionOfType(MailLimitExceededException.class).isThrownBy(() -> gateway.send(email().build()));
			MailGateway shop = gateway.forSubAccount("shop");
			shop.send(email().build());
			shop.send(email().build());
			assertThatExceptionOfType(MailLimitExceededException.class).isThrownBy(() -> shop.send(email().build()))
				.withMessageContaining("'shop' may send no more than 2");
		});
	}

	@Test
	void mailOfTestKeysUsesUpNothingOfLiveMail() {
		this.withStore.withPropertyValues("sendpost.limits.messages-per-hour=1").run((context) -> {
			MailGateway live = context.getBean(MailGateway.class);
			MailGateway test = live.forSubmitter(new Submitter("default", false, UUID.randomUUID(), true));
			test.send(email().build());
			assertThatExceptionOfType(MailLimitExceededException.class).isThrownBy(() -> test.send(email().build()));
			live.send(email().build());
			assertThatExceptionOfType(MailLimitExceededException.class).isThrownBy(() -> live.send(email().build()));
		});
	}

	@Test
	void aMessageForTooManyOrTooLargeIsInvalid() {
		this.withoutStore.withPropertyValues("sendpost.limits.max-recipients=2", "sendpost.limits.max-message-size=1KB")
			.run((context) -> {
				MailGateway gateway = context.getBean(MailGateway.class);
				assertThatExceptionOfType(InvalidEmailException.class)
					.isThrownBy(() -> gateway.send(email().cc("b@example.org").bcc("c@example.org").build()))
					.withMessage("to: the e-mail has 3 recipients, and no more than 2 are allowed");
				assertThatExceptionOfType(InvalidEmailException.class)
					.isThrownBy(() -> gateway.send(email().attach(Attachment.of("a.bin", new byte[1024])).build()))
					.withMessage("attachments: the e-mail has 1026 octets, and no more than 1024 are allowed");
			});
	}

	@Test
	void tooManyRequestsWithAKeyAreRefused() {
		this.withoutStore.withPropertyValues("sendpost.limits.requests-per-minute=100").run((context) -> {
			RequestLimits limits = context.getBean(RequestLimits.class);
			ApiKey key = key();
			for (int i = 0; i < 100; i++) {
				limits.count(key);
			}
			// There is room for more meanwhile, though not for as many.
			assertThatExceptionOfType(MailLimitExceededException.class).isThrownBy(() -> {
				for (int i = 0; i < 100; i++) {
					limits.count(key);
				}
			}).withMessageContaining("The key 'ci' may make no more than 100 requests in a minute");
			limits.count(key());
		});
	}

	@Test
	void nodesCountTogetherInTheStore() {
		this.withStore.withPropertyValues("sendpost.limits.shared=true", "sendpost.limits.messages-per-hour=1")
			.run((context) -> {
				assertThat(context).hasSingleBean(JdbcTokenBuckets.class).hasBean("sendpostTokenBucketJob");
				MailGateway gateway = context.getBean(MailGateway.class);
				gateway.send(email().build());
				assertThatExceptionOfType(MailLimitExceededException.class).isThrownBy(() -> {
					gateway.send(email().build());
					gateway.send(email().build());
				});
			});
		this.withoutStore.withPropertyValues("sendpost.limits.shared=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("sendpost.limits.shared: nodes count together in a store, and there is none"));
	}

	@Test
	void aLimitOfZeroIsAMistake() {
		this.withoutStore.withPropertyValues("sendpost.limits.messages-per-hour=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("a limit must be 1 or more"));
	}

	@Test
	void ownBucketsAreUsed() {
		this.withoutStore.withBean(TokenBuckets.class, () -> (name, rates) -> java.util.Optional.empty())
			.run((context) -> assertThat(context).hasSingleBean(TokenBuckets.class)
				.doesNotHaveBean(LocalTokenBuckets.class));
		this.withStore.withBean(TokenBuckets.class, () -> (name, rates) -> java.util.Optional.empty())
			.withPropertyValues("sendpost.limits.shared=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(JdbcTokenBuckets.class));
	}

	@Test
	void withoutBucket4jNothingIsLimited() {
		this.withoutStore.withClassLoader(new FilteredClassLoader(Bucket.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MessageLimitPolicy.class));
	}

	@Test
	void aLimitThatNothingWouldKeepIsRefused() {
		this.withoutStore.withClassLoader(new FilteredClassLoader(Bucket.class))
			.withPropertyValues("sendpost.limits.messages-per-day=5")
			.run((context) -> assertThat(context).getFailure()
				.hasMessage("sendpost.limits: it needs a library that is not on the class path"));
	}

	private static ApiKey key() {
		return new ApiKey(UUID.randomUUID(), "ci", null, ApiKeyScope.FULL_ACCESS, false, null);
	}

	private static EmailBuilder email() {
		return Email.builder().from("shop@example.com").to("ann@example.com").subject("Hello").text("Hi");
	}

	@Configuration(proxyBeanMethods = false)
	static class DropAll {

		@Bean
		@Order(-200)
		MailPolicy dropAll() {
			return new MailPolicy() {

				@Override
				public void atIntake(PolicyMessage message) {
					message.recipients().forEach((recipient) -> message.drop(recipient, "on holiday"));
				}

			};
		}

	}

}
