package dev.sendpost;

import java.time.Instant;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The walls between the rooms.
 */
class ArchitectureTests {

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.sendpost");

	@Test
	void thereAreNoCyclesBetweenPackages() {
		slices().matching("dev.sendpost.(**)").should().beFreeOfCycles().check(classes);
	}

	/**
	 * Each room may use the root, itself, and the rooms named here.
	 */
	@ParameterizedTest
	@CsvSource(
			textBlock = """
					dev.sendpost,
					dev.sendpost.mime,
					dev.sendpost.mime.read,
					dev.sendpost.policy,
					dev.sendpost.transport,
					dev.sendpost.transport.capture, transport
					dev.sendpost.transport.smtp, transport mime
					dev.sendpost.transport.http, transport egress
					dev.sendpost.transport.emailapi, transport transport.http mime
					dev.sendpost.transport.sendpost, transport transport.http mime
					dev.sendpost.transport.sendry, transport transport.http mime
					dev.sendpost.transport.sendtrue, transport transport.http mime
					dev.sendpost.transport.smtpmailer, transport transport.http
					dev.sendpost.store,
					dev.sendpost.secret,
					dev.sendpost.csv,
					dev.sendpost.event, store
					dev.sendpost.job, store
					dev.sendpost.audit, store
					dev.sendpost.statistics, event store
					dev.sendpost.outbox, policy transport event store
					dev.sendpost.subaccount, policy store secret
					dev.sendpost.template, policy store
					dev.sendpost.limit, policy transport store subaccount
					dev.sendpost.suppression, policy event store csv
					dev.sendpost.audience, store secret suppression csv
					dev.sendpost.campaign, audience statistics store template
					dev.sendpost.bounce, event store
					dev.sendpost.gateway, policy transport mime outbox
					dev.sendpost.tracking, policy event store secret mime template suppression
					dev.sendpost.tracking.mvc, tracking event audience
					dev.sendpost.observation, gateway outbox webhook.inbound webhook.outbound tracking relay
					dev.sendpost.domain.dns,
					dev.sendpost.domain.spf, domain.dns
					dev.sendpost.domain.dkim, mime
					dev.sendpost.domain, domain.dns domain.spf domain.dkim mime policy secret store
					dev.sendpost.webhook.inbound.signature, store
					dev.sendpost.webhook.inbound.format, event
					dev.sendpost.webhook.inbound, webhook.inbound.signature webhook.inbound.format event store
					dev.sendpost.webhook.inbound.mvc, webhook.inbound webhook.inbound.signature servlet
					dev.sendpost.javamail, mime.read
					dev.sendpost.relay, mime.read subaccount bounce
					dev.sendpost.egress,
					dev.sendpost.webhook.outbound, egress event secret store
					dev.sendpost.servlet,
					dev.sendpost.api, servlet limit subaccount audience campaign domain secret store template webhook.outbound
					dev.sendpost.api.emailapi, api event subaccount audience campaign domain suppression statistics webhook.outbound
					dev.sendpost.api.sendpost, api subaccount domain secret suppression statistics template webhook.outbound mime.read
					dev.sendpost.api.sendry, api event subaccount audience campaign domain suppression statistics template webhook.outbound mime mime.read
					dev.sendpost.api.sendtrue, api
					dev.sendpost.api.smtpmailer, api egress gateway limit subaccount
					dev.sendpost.health, transport transport.capture outbox domain subaccount suppression statistics webhook.inbound
					dev.sendpost.test, transport.capture store
					""")
	void aRoomUsesOnlyWhatItMay(String room, String others) {
		DescribedPredicate<JavaClass> allowed = resideInAPackage("dev.sendpost").or(resideInAPackage(room));
		if (others != null) {
			for (String other : others.split(" ")) {
				allowed = allowed.or(resideInAPackage("dev.sendpost." + other));
			}
		}
		noClasses().that()
			.resideInAPackage(room)
			.should()
			.dependOnClassesThat(resideInAPackage("dev.sendpost..").and(DescribedPredicate.not(allowed)))
			.check(classes);
	}

	@Test
	void onlyAutoConfigurationAndHealthKnowSpringBoot() {
		noClasses()
			.that(resideOutsideOfPackage("dev.sendpost.autoconfigure")
				.and(resideOutsideOfPackage("dev.sendpost.health")))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..")
			.check(classes);
	}

	@Test
	void nothingDependsOnAutoConfiguration() {
		noClasses().that()
			.resideOutsideOfPackage("dev.sendpost.autoconfigure")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("dev.sendpost.autoconfigure")
			.check(classes);
	}

	@Test
	void autoConfigurationsAreFinalAndNothingElseInTheirPackageIsPublic() {
		classes().that()
			.resideInAPackage("dev.sendpost.autoconfigure")
			.and()
			.arePublic()
			.should()
			.beAnnotatedWith("org.springframework.boot.autoconfigure.AutoConfiguration")
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.check(classes);
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(classes.stream().map(JavaClass::getPackage).distinct())
			.allSatisfy((javaPackage) -> assertThat(javaPackage.tryGetPackageInfo()).as(javaPackage.getName())
				.hasValueSatisfying((info) -> assertThat(info.isAnnotatedWith(NullMarked.class)).isTrue()));
	}

	@Test
	void timeComesFromAClock() {
		noClasses().should()
			.callMethod(Instant.class, "now")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.check(classes);
		assertThat(classes.that(name("dev.sendpost.MailGateway"))).hasSize(1);
	}

}
