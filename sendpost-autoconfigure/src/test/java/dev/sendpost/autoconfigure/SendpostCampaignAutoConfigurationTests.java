package dev.sendpost.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import com.samskivert.mustache.Mustache;
import dev.sendpost.Email;
import dev.sendpost.MailGateway;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.ContactDetails;
import dev.sendpost.audience.ListDetails;
import dev.sendpost.campaign.Campaign;
import dev.sendpost.campaign.CampaignContent;
import dev.sendpost.campaign.CampaignDetails;
import dev.sendpost.campaign.CampaignException;
import dev.sendpost.campaign.CampaignException.Reason;
import dev.sendpost.campaign.CampaignResults.Source;
import dev.sendpost.campaign.CampaignRunner;
import dev.sendpost.campaign.CampaignStatus;
import dev.sendpost.campaign.Campaigns;
import dev.sendpost.campaign.SubAccountCampaigns;
import dev.sendpost.campaign.UnsubscribeOffer;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SendpostCampaignAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SendpostCampaignAutoConfigurationTests {

	@TempDir
	private static Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MailTransportAutoConfiguration.class,
				SendpostStoreAutoConfiguration.class, SendpostEncryptionAutoConfiguration.class,
				SendpostSuppressionAutoConfiguration.class, SendpostSubAccountAutoConfiguration.class,
				SendpostStatisticsAutoConfiguration.class, SendpostTemplateAutoConfiguration.class,
				SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class,
				SendpostAudienceAutoConfiguration.class, SendpostCampaignAutoConfiguration.class))
		.withPropertyValues("sendpost.store.file=" + directory.resolve("mail"), "sendpost.from=news@example.com");

	private static UUID list(ApplicationContext context, String subAccount) {
		Audience audience = context.getBean(Audiences.class).forSubAccount(subAccount);
		UUID list = audience.lists().create(ListDetails.named("News " + System.nanoTime())).id();
		audience.contacts()
			.upsert(List.of(ContactDetails.of("Ann <ann@example.com>"), ContactDetails.of("Bob <bob@example.com>")),
					list);
		return list;
	}

	private static CampaignDetails details(UUID list) {
		return CampaignDetails.of("News", list, CampaignContent.text("Hello {{name}}", "Text"));
	}

	@Test
	void aCampaignIsLaunchedAndArrives() {
		this.contextRunner.withBean(UnsubscribeOffer.class, () -> (subAccount) -> true).run((context) -> {
			SubAccountCampaigns campaigns = context.getBean(Campaigns.class).forSubAccount("default");
			Campaign campaign = campaigns.create(details(list(context, "default")));
			campaigns.launch(campaign.id());
			CapturedMailbox mailbox = context.getBean(CapturedMailbox.class);
			Awaitility.await()
				.untilAsserted(() -> assertThat(
						mailbox.emails().stream().map((captured) -> captured.email()).map(Email::subject))
					.contains("Hello Ann", "Hello Bob"));
			// What a test before this one launched may have arrived.
			Awaitility.await()
				.until(() -> campaigns.find(campaign.id()).orElseThrow().status() == CampaignStatus.COMPLETED);
			assertThat(campaigns.results(campaign.id()).source()).isEqualTo(Source.LOG);
		});
	}

	@Test
	void withoutAWayToUnsubscribeNothingIsLaunched() {
		this.contextRunner.run((context) -> {
			SubAccountCampaigns campaigns = context.getBean(Campaigns.class).forSubAccount("default");
			Campaign campaign = campaigns.create(details(list(context, "default")));
			assertThatExceptionOfType(CampaignException.class).isThrownBy(() -> campaigns.launch(campaign.id()))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.NO_UNSUBSCRIBE));
			campaigns.update(campaign.id(),
					(details) -> details.unsubscribeUrl("https://shop.example/leave/{{contact_id}}"));
			assertThat(campaigns.launch(campaign.id()).status()).isEqualTo(CampaignStatus.SENDING);
		});
	}

	@Test
	void withStatisticsResultsComeFromThem() {
		this.contextRunner
			.withPropertyValues("sendpost.statistics.enabled=true",
					"sendpost.store.file=" + directory.resolve("counted"))
			.run((context) -> {
				SubAccountCampaigns campaigns = context.getBean(Campaigns.class).forSubAccount("default");
				Campaign campaign = campaigns.create(details(list(context, "default")));
				assertThat(campaigns.results(campaign.id()).source()).isEqualTo(Source.STATISTICS);
			});
	}

	@Test
	void withoutAStoreOrALibraryThereAreNone() {
		this.contextRunner.withPropertyValues("sendpost.store.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Campaigns.class));
		for (String missing : new String[] { Mustache.class.getPackageName(), "tools.jackson",
				"com.github.benmanes" }) {
			this.contextRunner.withClassLoader(new FilteredClassLoader(missing))
				.run((context) -> assertThat(context).hasNotFailed()
					.hasSingleBean(MailGateway.class)
					.doesNotHaveBean(Campaigns.class));
		}
	}

	@Test
	void anApplicationBringsItsOwn() {
		this.contextRunner.run((context) -> {
			Campaigns own = context.getBean(Campaigns.class);
			this.contextRunner.withPropertyValues("sendpost.store.file=" + directory.resolve("own"))
				.withBean("own", Campaigns.class, () -> own)
				.run((other) -> assertThat(other).hasSingleBean(Campaigns.class)
					.doesNotHaveBean("sendpostCampaigns")
					.hasSingleBean(CampaignRunner.class));
		});
	}

	@Test
	void theCampaignsOfARemovedSubAccountAreRemovedByAJob() {
		this.contextRunner.run((context) -> {
			String name = "shop" + System.nanoTime();
			SubAccounts subAccounts = context.getBean(SubAccounts.class);
			subAccounts.create(name, SubAccountSettings.NONE);
			SubAccountCampaigns campaigns = context.getBean(Campaigns.class).forSubAccount(name);
			Campaign campaign = campaigns.create(details(list(context, name)));
			Runnable job = context.getBean("sendpostCampaignJob", ScheduledJob.class).work();
			job.run();
			assertThat(campaigns.find(campaign.id())).isPresent();
			subAccounts.remove(name);
			job.run();
			assertThat(campaigns.find(campaign.id())).isEmpty();
		});
	}

	@ParameterizedTest
	@CsvSource({ "chunk-size=0, chunk-size, 1 to 1000", "chunk-size=1001, chunk-size, 1 to 1000",
			"poll-interval=0, poll-interval, such as 5s", "chunk=5, chunk, chunk-size" })
	void aMistakeIsExplained(String assignment, String property, String advice, CapturedOutput output) {
		SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("sendpost.campaigns." + assignment, "sendpost.store.file=" + directory.resolve("mistakes"))
			.build();
		assertThatException().isThrownBy(() -> application.run());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.containsPattern("(?i)" + Pattern.quote("sendpost.campaigns." + property))
			.contains(advice)
			.contains("Action:")
			.doesNotContain("\tat dev.sendpost");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MailTransportAutoConfiguration.class, SendpostStoreAutoConfiguration.class,
			SendpostEncryptionAutoConfiguration.class, SendpostSuppressionAutoConfiguration.class,
			SendpostTemplateAutoConfiguration.class, SendpostOutboxAutoConfiguration.class,
			MailGatewayAutoConfiguration.class, SendpostAudienceAutoConfiguration.class,
			SendpostCampaignAutoConfiguration.class })
	static class Application {

	}

}
