package dev.sendpost.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.StoreRequiredException;
import dev.sendpost.Submitter;
import dev.sendpost.SubmitterResolver;
import dev.sendpost.gateway.DefaultMailGateway;
import dev.sendpost.gateway.OutboxMailGateway;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.subaccount.ApiKey;
import dev.sendpost.subaccount.ApiKeyAbuseEvent;
import dev.sendpost.subaccount.ApiKeyRefusedException;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.IssuedApiKey;
import dev.sendpost.subaccount.JdbcSubAccounts;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccountCredentials;
import dev.sendpost.subaccount.SubAccountDefaults;
import dev.sendpost.subaccount.SubAccountLimits;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.subaccount.UpstreamCredentials;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.Transports;
import dev.sendpost.transport.capture.CapturedEmail;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SendpostSubAccountAutoConfiguration}.
 */
class SendpostSubAccountAutoConfigurationTests {

	private static final String KEY = "sk_live_0123456789abcdefghijklmnopqrstuvwxyz";

	private static final String[] SHOP = { "sendpost.sub-accounts.shop.from=Shop <shop@acme.example>",
			"sendpost.sub-accounts.shop.route=bulk", "sendpost.sub-accounts.shop.display-name=The Shop",
			"sendpost.sub-accounts.shop.labels=eu,paying", "sendpost.sub-accounts.shop.key-routes=bulk,main",
			"sendpost.sub-accounts.shop.limits.requests-per-minute=100",
			"sendpost.sub-accounts.shop.limits.max-message-size=10MB",
			"sendpost.sub-accounts.shop.credentials.bulk.username=shop",
			"sendpost.sub-accounts.shop.credentials.bulk.secret=upstream-secret",
			"sendpost.api-keys.server.sub-account=shop", "sendpost.api-keys.server.scope=sending_access",
			"sendpost.api-keys.server.value=" + KEY, "sendpost.api-keys.ci.test=true",
			"sendpost.api-keys.ci.sub-account=shop", "sendpost.api-keys.ci.value=akeyofthecontinuousintegration" };

	@TempDir
	private Path directory;

	private final FakeTransport main = FakeTransport.accepting("main");

	private final FakeTransport bulk = FakeTransport.accepting("bulk");

	private ApplicationContextRunner withoutStore() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MailTransportAutoConfiguration.class, SendpostStoreAutoConfiguration.class,
							SendpostEncryptionAutoConfiguration.class, SendpostSubAccountAutoConfiguration.class,
							SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class))
			.withBean("main", FakeTransport.class, () -> this.main)
			.withBean("bulk", FakeTransport.class, () -> this.bulk)
			.withPropertyValues("sendpost.store.enabled=false", "sendpost.from=hello@acme.example");
	}

	private ApplicationContextRunner withStore() {
		return withoutStore().withPropertyValues("sendpost.store.enabled=true",
				"sendpost.store.file=" + this.directory.resolve("mail"));
	}

	@Test
	void propertiesAreEnoughWithoutAStore() {
		withoutStore().withPropertyValues(SHOP).run((context) -> {
			assertThat(context).hasSingleBean(DefaultMailGateway.class)
				.hasSingleBean(SubAccountDefaults.class)
				.doesNotHaveBean(JdbcSubAccounts.class);
			SubAccounts subAccounts = context.getBean(SubAccounts.class);
			SubAccount shop = subAccounts.find("shop").orElseThrow();
			assertThat(shop.settings()).isEqualTo(new SubAccountSettings("The Shop", List.of("eu", "paying"),
					EmailAddress.parse("Shop <shop@acme.example>"), "bulk", List.of("bulk", "main"),
					new SubAccountLimits(100L, null, null, null, 10L * 1024 * 1024)));
			assertThat(subAccounts.list()).extracting(SubAccount::name).containsExactly("default", "shop");
			assertThat(context.getBean(SubAccountCredentials.class).find("shop", "bulk"))
				.contains(new UpstreamCredentials("shop", "upstream-secret"));
			ApiKey key = context.getBean(ApiKeys.class).authenticate(KEY, "192.0.2.1");
			assertThat(key.scope()).isEqualTo(ApiKeyScope.SENDING_ACCESS);
			MailGateway gateway = context.getBean(MailGateway.class);
			gateway.forSubmitter(key.submitter()).send(email().build());
			assertThat(this.bulk.attempts()).singleElement()
				.satisfies((sent) -> assertThat(sent.email().from())
					.isEqualTo(EmailAddress.parse("Shop <shop@acme.example>")));
			gateway.send(email().build());
			assertThat(this.main.attempts()).singleElement()
				.satisfies(
						(sent) -> assertThat(sent.email().from()).isEqualTo(EmailAddress.parse("hello@acme.example")));
			assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> gateway.forSubAccount("club"))
				.withMessageContaining("there is no sub-account 'club'");
			assertThatExceptionOfType(StoreRequiredException.class)
				.isThrownBy(() -> subAccounts.create("club", SubAccountSettings.NONE));
		});
	}

	@Test
	void itStartsWithoutSpringJdbc() {
		withoutStore().withPropertyValues(SHOP)
			.withClassLoader(new FilteredClassLoader(JdbcTemplate.class))
			.run((context) -> assertThat(context.getBean(ApiKeys.class).authenticate(KEY, "192.0.2.1").name())
				.isEqualTo("server"));
	}

	@Test
	void aTransportOfTheApplicationLooksUpTheCredentialsOfASubAccount() {
		for (ApplicationContextRunner runner : List.of(withoutStore(), withStore())) {
			runner.withPropertyValues(SHOP).withUserConfiguration(TransportWithCredentials.class).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Transports.class).names()).contains("own");
				assertThat(context.getBean(TransportWithCredentials.class).credentials.find("shop", "bulk"))
					.contains(new UpstreamCredentials("shop", "upstream-secret"));
			});
		}
	}

	@Test
	void withoutCaffeineThereAreNoSubAccounts() {
		withoutStore().withClassLoader(new FilteredClassLoader(Caffeine.class))
			.run((context) -> assertThat(context).hasSingleBean(MailGateway.class).doesNotHaveBean(SubAccounts.class));
	}

	@ParameterizedTest
	@CsvSource({ "sendpost.sub-accounts.shop.block-reason=unpaid, sendpost.sub-accounts",
			"sendpost.api-keys.ci.hash=ab, sendpost.api-keys" })
	void withoutCaffeineTheirPropertiesAreRefused(String set, String named) {
		withoutStore().withClassLoader(new FilteredClassLoader(Caffeine.class))
			.withPropertyValues(set)
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
					.isInstanceOfSatisfying(InvalidSendpostPropertyException.class,
							(ex) -> assertThat(ex.getProperty()).isEqualTo(named))
					.hasMessageContaining("library");
			});
	}

	@Test
	void itBacksOffFromDefaultsOfTheApplication() {
		withoutStore().withBean(MailDefaults.class, () -> MailDefaults.from(EmailAddress.parse("me@acme.example")))
			.run((context) -> assertThat(context).hasSingleBean(MailDefaults.class)
				.doesNotHaveBean(SubAccountDefaults.class));
	}

	@Test
	void withAStoreSubAccountsAndKeysAreMadeAtRunTime() {
		withStore().run((context) -> {
			assertThat(context).hasSingleBean(OutboxMailGateway.class);
			context.getBean(SubAccounts.class).create("club", SubAccountSettings.NONE.route("bulk"));
			IssuedApiKey issued = context.getBean(ApiKeys.class).issue(ApiKeyRequest.subAccount("club", "Club"));
			ApiKey key = context.getBean(ApiKeys.class).authenticate(issued.text(), "192.0.2.1");
			MailGateway gateway = context.getBean(MailGateway.class);
			Receipt receipt = gateway.forSubmitter(key.submitter()).send(email().build());
			assertThat(context.getBean(CapturedMailbox.class).awaitArrival(Duration.ofSeconds(10))).isTrue();
			assertThat(gateway.forSubAccount("club").find(receipt.id())).map(EmailRecord::status)
				.contains(EmailStatus.SENT);
			assertThat(this.bulk.attempts()).hasSize(1);
		});
	}

	@Test
	void aTenantIsResolvedByABeanOfTheApplication() {
		ThreadLocal<String> tenant = ThreadLocal.withInitial(() -> "shop");
		for (ApplicationContextRunner runner : List.of(withoutStore(), withStore())) {
			this.bulk.attempts().clear();
			this.main.attempts().clear();
			runner.withPropertyValues(SHOP)
				.withPropertyValues("sendpost.sub-accounts.club.from=club@acme.example")
				.withBean(SubmitterResolver.class, () -> () -> Submitter.subAccount(tenant.get()))
				.run((context) -> {
					MailGateway gateway = context.getBean(MailGateway.class);
					tenant.set("shop");
					gateway.send(email().build());
					tenant.set("club");
					gateway.send(email().build());
					tenant.set("nobody");
					assertThatExceptionOfType(InvalidEmailException.class)
						.isThrownBy(() -> gateway.send(email().build()))
						.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("subAccount"));
					assertThat(context.getBean(CapturedMailbox.class).awaitArrival(Duration.ofSeconds(10))).isTrue();
					assertThat(this.bulk.attempts()).singleElement()
						.satisfies((sent) -> assertThat(sent.email().from())
							.isEqualTo(EmailAddress.parse("Shop <shop@acme.example>")));
					assertThat(this.main.attempts()).singleElement()
						.satisfies((sent) -> assertThat(sent.email().from())
							.isEqualTo(EmailAddress.parse("club@acme.example")));
				});
		}
	}

	@Test
	void mailOfATestKeyIsCapturedWhateverRulesRoutesAndPoliciesSay() {
		MailPolicy stubborn = new MailPolicy() {

			@Override
			public void atIntake(PolicyMessage message) {
				message.replace(message.email().toBuilder().route("bulk").build());
			}

			@Override
			public void atDispatch(PolicyMessage message) {
				message.replace(message.email().toBuilder().route("bulk").build());
			}

		};
		for (ApplicationContextRunner runner : List.of(withoutStore(), withStore())) {
			runner.withPropertyValues(SHOP)
				.withPropertyValues("sendpost.routing.rules[0].recipient-domains=example.com",
						"sendpost.routing.rules[0].route=main", "sendpost.routing.default-route=main")
				.withBean("stubborn", MailPolicy.class, () -> stubborn)
				.run((context) -> {
					assertThat(context.getBean(Transports.class).names()).containsExactlyInAnyOrder("main", "bulk");
					ApiKey key = context.getBean(ApiKeys.class)
						.authenticate("akeyofthecontinuousintegration", "192.0.2.1");
					MailGateway test = context.getBean(MailGateway.class).forSubmitter(key.submitter());
					List<Receipt> receipts = new ArrayList<>(test.send(List.of(email().build(), email().build())));
					receipts.add(test.send(email().route("main").build()));
					receipts.add(test.sendAsync(email().build()).join());
					CapturedMailbox mailbox = context.getBean(CapturedMailbox.class);
					assertThat(mailbox.awaitArrival(Duration.ofSeconds(10))).isTrue();
					assertThat(mailbox.emails()).extracting(CapturedEmail::id)
						.containsExactlyInAnyOrderElementsOf(receipts.stream().map(Receipt::id).toList());
				});
		}
		assertThat(this.main.attempts()).isEmpty();
		assertThat(this.bulk.attempts()).isEmpty();
	}

	@Test
	void aGatewayIsNarrowedToASubAccountAndNeverWidened() {
		for (ApplicationContextRunner runner : List.of(withoutStore(), withStore())) {
			this.bulk.attempts().clear();
			runner.withPropertyValues(SHOP)
				.withPropertyValues("sendpost.sub-accounts.club.from=club@acme.example",
						"sendpost.api-keys.trial.test=true", "sendpost.api-keys.trial.value=akeytotryouttheaccount")
				.run((context) -> {
					ApiKey trial = context.getBean(ApiKeys.class).authenticate("akeytotryouttheaccount", "192.0.2.1");
					MailGateway gateway = context.getBean(MailGateway.class);
					CapturedMailbox mailbox = context.getBean(CapturedMailbox.class);
					Receipt tried = gateway.forSubmitter(trial.submitter()).forSubAccount("shop").send(email().build());
					assertThat(mailbox.awaitArrival(Duration.ofSeconds(10))).isTrue();
					assertThat(mailbox.emails()).extracting(CapturedEmail::id).containsExactly(tried.id());
					MailGateway shop = gateway.forSubmitter(Submitter.subAccount("shop"));
					for (String other : List.of("club", "default", "nobody")) {
						assertThatExceptionOfType(InvalidEmailException.class)
							.isThrownBy(() -> shop.forSubAccount(other))
							.withMessage("subAccount: there is no sub-account '" + other + "'");
					}
					shop.forSubAccount("shop").send(email().build());
					assertThat(mailbox.awaitArrival(Duration.ofSeconds(10))).isTrue();
					assertThat(this.bulk.attempts()).hasSize(1);
				});
		}
	}

	@Test
	void aTenantOfTheApplicationIsItsOwnSubAccountOnly() {
		for (ApplicationContextRunner runner : List.of(withoutStore(), withStore())) {
			runner.withPropertyValues(SHOP)
				.withPropertyValues("sendpost.sub-accounts.club.from=club@acme.example")
				.withBean(SubmitterResolver.class, () -> () -> Submitter.subAccount("shop"))
				.run((context) -> {
					MailGateway gateway = context.getBean(MailGateway.class);
					assertThat(gateway.forSubAccount("shop")).isNotNull();
					assertThatExceptionOfType(InvalidEmailException.class)
						.isThrownBy(() -> gateway.forSubAccount("club"))
						.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("subAccount"));
					assertThat(gateway.forSubmitter(Submitter.subAccount("club"))).isNotNull();
				});
		}
	}

	@Test
	void whoGuessesKeysIsAnEventOfTheApplication() {
		withoutStore().withBean(AbuseListener.class).run((context) -> {
			ApiKeys keys = context.getBean(ApiKeys.class);
			for (int i = 0; i < 20; i++) {
				assertThatExceptionOfType(ApiKeyRefusedException.class)
					.isThrownBy(() -> keys.authenticate("guess", "192.0.2.1"));
			}
			assertThat(context.getBean(AbuseListener.class).events).singleElement()
				.satisfies((event) -> assertThat(event.source()).isEqualTo("192.0.2.1"));
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					sendpost.sub-accounts.Shop.from=a@acme.example             | sendpost.sub-accounts.Shop
					sendpost.sub-accounts.shop.from=nonsense                   | sendpost.sub-accounts.shop.from
					sendpost.sub-accounts.shop.route=nowhere                   | sendpost.sub-accounts.shop.route
					sendpost.sub-accounts.shop.rout=main                       | sendpost.sub-accounts.shop.rout
					sendpost.sub-accounts.shop.limits.max-recipients=0         | sendpost.sub-accounts.shop.limits
					sendpost.sub-accounts.shop.limits.max-recipient=1          | sendpost.sub-accounts.shop.limits.max-recipient
					sendpost.sub-accounts.shop.credentials.nowhere.secret=x    | sendpost.sub-accounts.shop.credentials.nowhere
					sendpost.sub-accounts.shop.credentials.main.username=x     | sendpost.sub-accounts.shop.credentials.main.secret
					sendpost.sub-accounts.default.block-reason=why             | sendpost.sub-accounts.default.block-reason
					sendpost.api-keys.server.scope=read_only                   | sendpost.api-keys.server
					sendpost.api-keys.server.value=hunter2                     | sendpost.api-keys.server.value
					sendpost.api-keys.server.hash=hunter2                      | sendpost.api-keys.server.hash
					sendpost.api-keys.server.valu=hunter2                      | sendpost.api-keys.server.valu
					sendpost.api-keys.server=hunter2                           | sendpost.api-keys.server
					sendpost.api-keys=hunter2                                  | sendpost.api-keys
					sendpost.sub-accounts.shop.credentials.main=hunter2        | sendpost.sub-accounts.shop.credentials.main
					sendpost.sub-accounts.shop.credentials=hunter2             | sendpost.sub-accounts.shop.credentials
					sendpost.sub-accounts.shop=hunter2                         | sendpost.sub-accounts.shop
					sendpost.encryption=hunter2                                | sendpost.encryption
					sendpost.domains.registered[0].keys=hunter2                | sendpost.domains.registered[0].keys
					sendpost.transports.capture.type=smtp sendpost.transports.capture.host=localhost | sendpost.transports.capture.type
					sendpost.routing.routes.capture.transports=main            | sendpost.routing.routes.capture
					""")
	void aMistakeNamesTheProperty(String property, String named) {
		withoutStore().withPropertyValues(property.split(" ")).run((context) -> {
			assertThat(context).hasFailed();
			Throwable cause = NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure());
			assertThat(cause).isInstanceOfSatisfying(InvalidSendpostPropertyException.class, (ex) -> {
				assertThat(ex.getProperty()).isEqualTo(named);
				assertThat(ex.getMessage() + ex.getAction()).doesNotContain("hunter2");
			});
		});
	}

	@Test
	void aSecretOneLevelTooHighInTheEnvironmentIsNotShown() {
		Map<String, Object> variables = Map.of("SENDPOST_APIKEYS_SERVER", "hunter2", "SENDPOST_STORE", "/srv/sendpost",
				"SENDPOST_HOME", "/srv");
		withoutStore()
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables)))
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidSendpostPropertyException.class)
				.hasMessageContaining("sendpost.apikeys.server")
				.hasMessageNotContaining("hunter2"));
	}

	@Test
	void aNameWithNothingBelowItIsNoMistake() {
		withoutStore()
			.withPropertyValues("sendpost.limits=", "sendpost.encryption=", "sendpost.safety=",
					"sendpost.routing.routes=")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aKeyForNobodyIsAMistakeWithoutAStore() {
		withoutStore()
			.withPropertyValues("sendpost.api-keys.server.sub-account=nobody", "sendpost.api-keys.server.value=" + KEY)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("sendpost.api-keys.server.sub-account"));
		withStore()
			.withPropertyValues("sendpost.api-keys.server.sub-account=nobody", "sendpost.api-keys.server.value=" + KEY)
			.run((context) -> {
				ApiKeys keys = context.getBean(ApiKeys.class);
				assertThatExceptionOfType(ApiKeyRefusedException.class)
					.isThrownBy(() -> keys.authenticate(KEY, "192.0.2.1"));
				context.getBean(SubAccounts.class).create("nobody", SubAccountSettings.NONE);
				assertThat(keys.authenticate(KEY, "192.0.2.1").subAccount()).isEqualTo("nobody");
			});
	}

	@Test
	void oneKeyUnderTwoNamesIsAMistakeThatNamesBoth() {
		String hash = "ab".repeat(32);
		for (String[] same : new String[][] { { "one.value=" + KEY, "two.value=" + KEY },
				{ "one.hash=" + hash, "two.hash=" + hash.toUpperCase() } }) {
			withoutStore().withPropertyValues("sendpost.api-keys." + same[0], "sendpost.api-keys." + same[1])
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(InvalidSendpostPropertyException.class)
					.hasMessageContaining("sendpost.api-keys.one.")
					.hasMessageContaining("sendpost.api-keys.two.")
					.hasMessageNotContaining(KEY)
					.hasMessageNotContaining(hash));
		}
	}

	private static EmailBuilder email() {
		return Email.builder().to("reader@example.com").subject("Hello").text("World");
	}

	@Configuration(proxyBeanMethods = false)
	static class TransportWithCredentials {

		private SubAccountCredentials credentials;

		@Bean
		MailTransport own(SubAccountCredentials credentials) {
			this.credentials = credentials;
			return FakeTransport.accepting("own");
		}

	}

	static class AbuseListener {

		private final List<ApiKeyAbuseEvent> events = new ArrayList<>();

		@EventListener
		void abused(ApiKeyAbuseEvent event) {
			this.events.add(event);
		}

	}

}
