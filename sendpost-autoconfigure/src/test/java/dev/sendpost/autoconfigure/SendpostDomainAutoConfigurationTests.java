package dev.sendpost.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.github.benmanes.caffeine.cache.Caffeine;
import crawlercommons.domains.EffectiveTldFinder;
import dev.sendpost.Email;
import dev.sendpost.MailGateway;
import dev.sendpost.MailRejectedException;
import dev.sendpost.StoreRequiredException;
import dev.sendpost.domain.DomainMailSigner;
import dev.sendpost.domain.DomainPolicy;
import dev.sendpost.domain.DomainRecordKind;
import dev.sendpost.domain.SendingDomain;
import dev.sendpost.domain.SendingDomainChangedEvent;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.domain.Zone;
import dev.sendpost.domain.dkim.DkimAlgorithm;
import dev.sendpost.domain.dkim.DkimKeyPair;
import dev.sendpost.domain.dkim.DkimKeyRecord;
import dev.sendpost.domain.dkim.JdkimVerifier;
import dev.sendpost.domain.dns.DnsJavaResolver;
import dev.sendpost.domain.dns.DnsResolver;
import dev.sendpost.health.SendingDomainsHealthIndicator;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.mime.MailSigner;
import dev.sendpost.store.Store;
import dev.sendpost.testdns.TestDnsServer;
import dev.sendpost.testsmtp.ScriptedSmtpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.SimpleResolver;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SendpostDomainAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SendpostDomainAutoConfigurationTests {

	private static final String ENCRYPTION_KEY = "sendpost.encryption.key="
			+ Base64.getEncoder().encodeToString(new byte[32]);

	private final ApplicationContextRunner withoutStore = new ApplicationContextRunner()
		.withPropertyValues("sendpost.store.enabled=false")
		.withConfiguration(AutoConfigurations.of(MailTransportAutoConfiguration.class,
				MailGatewayAutoConfiguration.class, SendpostEncryptionAutoConfiguration.class,
				SendpostStoreAutoConfiguration.class, SendpostOutboxAutoConfiguration.class,
				SendpostDomainAutoConfiguration.class, SendpostDomainRequirementsAutoConfiguration.class,
				SendpostHealthContributorAutoConfiguration.class));

	private final ApplicationContextRunner withStore = this.withoutStore
		.withPropertyValues("sendpost.store.enabled=true", "sendpost.jdbc.initialize-schema=always", ENCRYPTION_KEY,
				"spring.datasource.generate-unique-name=true")
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class));

	@TempDir
	private Path directory;

	@Test
	void byDefaultEveryDomainMaySend() {
		this.withoutStore.run((context) -> {
			assertThat(context).hasSingleBean(SendingDomains.class)
				.hasSingleBean(DomainPolicy.class)
				.hasSingleBean(DomainMailSigner.class)
				.hasSingleBean(DnsJavaResolver.class)
				.doesNotHaveBean(SendingDomainsHealthIndicator.class);
			assertThat(context.getBean(MailGateway.class).send(email("ann@acme.example")).id()).isNotNull();
			assertThatExceptionOfType(StoreRequiredException.class)
				.isThrownBy(() -> context.getBean(SendingDomains.class).add("acme.example", null));
		});
	}

	@Test
	void aWarningIsGivenOncePerDomain(CapturedOutput output) {
		this.withoutStore.withPropertyValues("sendpost.domains.policy=warn").run((context) -> {
			MailGateway gateway = context.getBean(MailGateway.class);
			gateway.send(email("ann@acme.example"));
			gateway.send(email("bob@acme.example"));
			gateway.send(email("ann@other.example"));
		});
		assertThat(output.getOut().split("Mail is sent although", -1)).hasSize(3);
		assertThat(output).containsOnlyOnce("the domain acme.example of the sender is no sending domain");
	}

	@ParameterizedTest
	@ValueSource(classes = { SimpleResolver.class, Caffeine.class, EffectiveTldFinder.class })
	void withoutItsLibrariesThereAreNoDomains(Class<?> missing) {
		this.withoutStore.withClassLoader(new FilteredClassLoader(missing)).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(SendingDomains.class).doesNotHaveBean(MailSigner.class);
			assertThat(context.getBean(MailGateway.class).send(email("ann@acme.example")).id()).isNotNull();
		});
	}

	@ParameterizedTest
	@CsvSource({ "org.xbill.DNS.SimpleResolver, dnsjava:dnsjava",
			"com.github.benmanes.caffeine.cache.Caffeine, com.github.ben-manes.caffeine:caffeine",
			"crawlercommons.domains.EffectiveTldFinder, com.github.crawler-commons:crawler-commons" })
	void withoutItsLibrariesWhatNeedsThemIsRefused(Class<?> missing, String library) {
		ApplicationContextRunner without = this.withoutStore.withClassLoader(new FilteredClassLoader(missing));
		Map.of("sendpost.domains.policy=enforce", "sendpost.domains.policy", "sendpost.domains.policy=warn",
				"sendpost.domains.policy", "sendpost.domains.registered[0].name=acme.example",
				"sendpost.domains.registered")
			.forEach((property, name) -> without.withPropertyValues(property)
				.run((context) -> assertThat(rootCause(context.getStartupFailure()))
					.isInstanceOfSatisfying(InvalidSendpostPropertyException.class, (ex) -> {
						assertThat(ex.getProperty()).isEqualTo(name);
						assertThat(ex.getReason()).contains(library);
					})));
	}

	@Test
	void aPolicyThatNothingAppliesIsRefused() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SendpostDomainRequirementsAutoConfiguration.class))
			.withPropertyValues("sendpost.domains.policy=enforce")
			.run((context) -> assertThat(rootCause(context.getStartupFailure())).isInstanceOfSatisfying(
					InvalidSendpostPropertyException.class,
					(ex) -> assertThat(ex.getReason()).contains("no bean of the type SendingDomains")));
	}

	@Test
	void itBacksOffFromTheApplicationsOwn() {
		this.withoutStore.withBean("own", MailSigner.class, () -> MailSigner.NONE)
			.run((context) -> assertThat(context).hasSingleBean(MailSigner.class)
				.doesNotHaveBean(DomainMailSigner.class));
	}

	@Test
	void withAStoreDomainsAreAddedCheckedAndEnforced() {
		try (TestDnsServer server = TestDnsServer.start()) {
			this.withStore
				.withPropertyValues("sendpost.domains.policy=enforce", "sendpost.dns.servers=" + server.property(),
						"sendpost.domains.ed25519=true")
				.withUserConfiguration(Listener.class)
				.run((context) -> {
					MailGateway gateway = context.getBean(MailGateway.class);
					SendingDomains domains = context.getBean(SendingDomains.class);
					assertThat(context).hasSingleBean(Store.class).hasSingleBean(SendingDomainsHealthIndicator.class);
					assertThat(context.getBeansOfType(ScheduledJob.class).values()).extracting(ScheduledJob::name)
						.contains("domains");
					assertThatExceptionOfType(MailRejectedException.class)
						.isThrownBy(() -> gateway.send(email("ann@acme.example")));
					SendingDomain added = domains.add("acme.example", null);
					Zone.publish(added, server);
					// The job may have asked before there was an answer, which counts a
					// while.
					Awaitility.await()
						.atMost(Duration.ofSeconds(30))
						.until(() -> domains.verify(added.id()).orElseThrow().verified());
					Awaitility.await().until(() -> "acme.example".equals(context.getBean(Listener.class).verified));
					assertThat(gateway.send(email("ann@acme.example")).id()).isNotNull();
				});
		}
	}

	@ParameterizedTest
	@CsvSource({ "RSA, pkcs8, file", "RSA, pkcs1, file", "RSA, pkcs8, value", "ED25519, pkcs8, file" })
	void aDomainOfThePropertiesIsSignedWithoutAStore(DkimAlgorithm algorithm, String format, String where)
			throws IOException {
		DkimKeyPair pair = DkimKeyPair.generate(algorithm);
		String pem = format.equals("pkcs1") ? pkcs1(pair.privateKey()) : pkcs8(pair.privateKey());
		Path file = Files.writeString(this.directory.resolve("key.pem"), pem);
		try (ScriptedSmtpServer smtp = ScriptedSmtpServer.start(); TestDnsServer dns = TestDnsServer.start()) {
			dns.add("s1._domainkey.acme.example. TXT " + "\"v=DKIM1; p=\" \""
					+ pair.publicKey().replaceAll("(.{200})", "$1\" \"") + "\"");
			this.withoutStore
				.withPropertyValues("sendpost.dns.servers=" + dns.property(), "sendpost.domains.policy=enforce",
						"sendpost.domains.registered[0].name=acme.example",
						"sendpost.domains.registered[0].keys[0].selector=s1",
						"sendpost.domains.registered[0].keys[0].private-key="
								+ (where.equals("file") ? file.toUri().toString() : pem),
						"sendpost.transports.smtp.type=smtp", "sendpost.transports.smtp.host=localhost",
						"sendpost.transports.smtp.port=" + smtp.port(), "sendpost.transports.smtp.encryption=none")
				.run((context) -> {
					SendingDomains domains = context.getBean(SendingDomains.class);
					context.getBean(MailGateway.class).send(email("ann@acme.example"));
					assertThat(new JdkimVerifier(
							Map.of("s1._domainkey.acme.example", DkimKeyRecord.text(algorithm, pair.publicKey())))
						.verify(smtp.messages().get(0).content())).hasSize(1);
					SendingDomain domain = domains.list(null, 10).domains().get(0);
					assertThat(domain.configured()).isTrue();
					assertThat(domain.record(DomainRecordKind.DKIM).orElseThrow().value()).contains(pair.publicKey());
				});
		}
	}

	@Test
	void domainsOfThePropertiesAreCheckedWhenTheApplicationHasStarted() {
		try (TestDnsServer dns = TestDnsServer.start()) {
			this.withoutStore
				.withPropertyValues("sendpost.dns.servers=" + dns.property(), "sendpost.domains.policy=enforce",
						"sendpost.domains.spf-include=spf.sender.example",
						"sendpost.domains.registered[0].name=acme.example")
				.run((context) -> {
					SendingDomains domains = context.getBean(SendingDomains.class);
					Awaitility.await()
						.untilAsserted(() -> assertThat(domains.listUnverified(null, 10).domains()).hasSize(1));
					assertThatExceptionOfType(MailRejectedException.class)
						.isThrownBy(() -> context.getBean(MailGateway.class).send(email("ann@acme.example")))
						.withMessageContaining("acme.example has no SPF record");
				});
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					sendpost.domains.registered[0].name=co.uk      | sendpost.domains.registered[0].name | is a public suffix
					sendpost.domains.registered[0].sub-account=a   | sendpost.domains.registered[0].name | it is missing
					sendpost.domains.sending-addresses=mail.example| sendpost.domains.sending-addresses[0] | is not an IP address
					sendpost.domains.spf-include=a b               | sendpost.domains.spf-include | is not a domain name
					sendpost.domains.check-interval=0s             | sendpost.domains.check-interval | is not a time
					sendpost.domains.signature-validity=-1s        | sendpost.domains.signature-validity | is not a time
					sendpost.dns.timeout=0s                        | sendpost.dns.timeout | is not a time
					sendpost.dns.servers=192.0.2.1:99999           | sendpost.dns.servers[0] | 99999 is not a port
					sendpost.dns.servers=dns.example               | sendpost.dns.servers[0] | is not an IP address
					""")
	void aMistakeIsNamed(String property, String name, String reason) {
		this.withoutStore.withPropertyValues(property).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(rootCause(context.getStartupFailure()))
				.isInstanceOfSatisfying(InvalidSendpostPropertyException.class, (ex) -> {
					assertThat(ex.getProperty()).isEqualTo(name);
					assertThat(ex.getReason()).contains(reason);
				});
		});
	}

	@Test
	void moreAddressesThanAnSpfRecordHoldsAreRefused() {
		String addresses = IntStream.range(0, 150)
			.mapToObj((number) -> "192.0.2." + number)
			.collect(Collectors.joining(","));
		this.withoutStore.withPropertyValues("sendpost.domains.sending-addresses=" + addresses)
			.run((context) -> assertThat(rootCause(context.getStartupFailure()))
				.isInstanceOfSatisfying(InvalidSendpostPropertyException.class, (ex) -> {
					assertThat(ex.getProperty()).isEqualTo("sendpost.domains.sending-addresses");
					assertThat(ex.getReason()).contains("would have 2").contains("may have 2000");
				}));
	}

	@ParameterizedTest
	@CsvSource({ "nonsense, cannot be read",
			"-----BEGIN PRIVATE KEY----- AAAA -----END PRIVATE KEY-----, no private key",
			"file:/does/not/exist.pem, cannot be read" })
	void aKeyThatIsNoneIsRefusedWithoutRepeatingIt(String value, String reason) {
		this.withoutStore
			.withPropertyValues("sendpost.domains.registered[0].name=acme.example",
					"sendpost.domains.registered[0].keys[0].selector=s1",
					"sendpost.domains.registered[0].keys[0].private-key=" + value)
			.run((context) -> assertThat(rootCause(context.getStartupFailure()))
				.isInstanceOfSatisfying(InvalidSendpostPropertyException.class, (ex) -> {
					assertThat(ex.getProperty()).isEqualTo("sendpost.domains.registered[0].keys[0].private-key");
					assertThat(ex.getReason()).contains(reason).doesNotContain("AAAA");
				}));
	}

	@Test
	void keysAreNotAmongWhatIsPrinted() {
		assertThat(new SendingDomainsProperties.KeyProperties("s1", "secret").toString()).contains("s1")
			.doesNotContain("secret");
	}

	private static Throwable rootCause(Throwable failure) {
		Throwable cause = failure;
		while (!(cause instanceof InvalidSendpostPropertyException) && cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	private static Email email(String from) {
		return Email.builder().from(from).to("bob@example.net").subject("Hello").text("World").build();
	}

	private static String pkcs8(PrivateKey key) {
		return pem("PRIVATE KEY", key.getEncoded());
	}

	/**
	 * What openssl and opendkim-genkey wrote for a long time: the octets inside of PKCS
	 * #8.
	 */
	private static String pkcs1(PrivateKey key) {
		byte[] encoded = key.getEncoded();
		return pem("RSA PRIVATE KEY", Arrays.copyOfRange(encoded, 26, encoded.length));
	}

	private static String pem(String label, byte[] octets) {
		return "-----BEGIN " + label + "-----\n"
				+ Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(octets)
				+ "\n-----END " + label + "-----\n";
	}

	static class Listener {

		private volatile String verified;

		@EventListener
		void changed(SendingDomainChangedEvent event) {
			this.verified = event.domain().name();
		}

	}

}
