package dev.sendpost.autoconfigure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Refuses properties below {@code sendpost} that do not exist, before any bean is made
 * from the others: a switch that keeps mail back must not be off because it is misspelt.
 */
class SendpostPropertyCheck implements BeanFactoryPostProcessor {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("sendpost");

	/** Without it there are neither sub-accounts nor keys, no limits and no webhooks. */
	private static final String CAFFEINE = "com.github.benmanes.caffeine.cache.Caffeine";

	/** Without it there are no limits. */
	private static final String BUCKET4J = "io.github.bucket4j.Bucket";

	/** Without it there is no store, in which mail of a warm-up waits. */
	private static final String SPRING_JDBC = "org.springframework.jdbc.core.JdbcTemplate";

	/** Without it there is no SMTP relay. */
	private static final String SUBETHASMTP = "org.subethamail.smtp.server.SMTPServer";

	/** Without it, no message can be read: bounces, and what others wrote. */
	private static final String MIME4J = "org.apache.james.mime4j.stream.MimeTokenStream";

	/**
	 * What has properties of its own below the prefix, with their record, or {@code null}
	 * if they are not known here: those of a transport follow from its type.
	 */
	private static final Map<String, @Nullable Class<? extends Record>> GROUPS = groups();

	/** The records whose components stand right below the prefix. */
	private static final List<Class<? extends Record>> ROOTS = List.of(MailGatewayProperties.class,
			SubAccountProperties.class);

	private final Environment environment;

	SendpostPropertyCheck(Environment environment) {
		this.environment = environment;
	}

	private static Map<String, @Nullable Class<? extends Record>> groups() {
		Map<String, @Nullable Class<? extends Record>> groups = new LinkedHashMap<>();
		groups.put("transports", null);
		groups.put("routing", MailRoutingProperties.class);
		groups.put("safety", MailSafetyProperties.class);
		groups.put("capture", CaptureProperties.class);
		groups.put("health", SendpostHealthProperties.class);
		groups.put("outbox", OutboxProperties.class);
		groups.put("store", SendpostStoreProperties.class);
		groups.put("encryption", EncryptionProperties.class);
		groups.put("warm-up", WarmUpProperties.class);
		groups.put("limits", LimitProperties.class);
		groups.put("domains", SendingDomainsProperties.class);
		groups.put("dns", DnsProperties.class);
		groups.put("suppression", SuppressionProperties.class);
		groups.put("statistics", StatisticsProperties.class);
		groups.put("webhooks", WebhookProperties.class);
		groups.put("bounces", BounceProperties.class);
		groups.put("outgoing-webhooks", OutgoingWebhookProperties.class);
		groups.put("egress", EgressProperties.class);
		groups.put("audience", AudienceProperties.class);
		groups.put("audit", AuditProperties.class);
		groups.put("doors", DoorProperties.class);
		// Those of the panel, which is a module of its own.
		groups.put("admin", null);
		groups.put("tracking", TrackingProperties.class);
		groups.put("campaigns", CampaignProperties.class);
		groups.put("java-mail-sender", JavaMailSenderProperties.class);
		// Its record cannot be looked into where the type of a component is missing.
		boolean initialization = ClassUtils.isPresent("org.springframework.boot.sql.init.DatabaseInitializationMode",
				SendpostPropertyCheck.class.getClassLoader());
		groups.put("jdbc", initialization ? SendpostJdbcProperties.class : null);
		return groups;
	}

	/**
	 * All names that may stand right below the prefix.
	 */
	static List<String> knownNames() {
		return Stream
			.concat(ROOTS.stream()
				.flatMap((root) -> Arrays.stream(root.getRecordComponents()))
				.map(UnknownProperties::dashed), GROUPS.keySet().stream())
			.toList();
	}

	private static Class<? extends Record> root(String first) {
		return ROOTS.stream()
			.filter((root) -> Arrays.stream(root.getRecordComponents())
				.anyMatch((component) -> UnknownProperties.dashed(component).equals(first)))
			.findFirst()
			.orElseThrow();
	}

	/*
	 * What is set there keeps mail back, or lets somebody in.
	 */
	private void requireLibrary(ConfigurableListableBeanFactory beanFactory, String type, String dependency,
			String... groups) {
		if (!ClassUtils.isPresent(type, beanFactory.getBeanClassLoader())) {
			for (String group : groups) {
				requireNothingBelow(PREFIX.append(group), dependency);
			}
		}
	}

	private void requireNothingBelow(ConfigurationPropertyName name, String dependency) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT) {
				throw new InvalidSendpostPropertyException(name.toString(),
						"it needs a library that is not on the class path",
						"Add the dependency '" + dependency + "', or remove what is set below it.");
			}
		}
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		UnknownProperties.below(PREFIX, this.environment).forEach(SendpostPropertyCheck::check);
		requireLibrary(beanFactory, CAFFEINE, "com.github.ben-manes.caffeine:caffeine", "sub-accounts", "api-keys",
				"limits", "webhooks", "doors");
		requireLibrary(beanFactory, BUCKET4J, "com.bucket4j:bucket4j_jdk17-core", "limits");
		requireLibrary(beanFactory, SPRING_JDBC, "org.springframework:spring-jdbc", "warm-up");
		requireLibrary(beanFactory, MIME4J, "org.apache.james:apache-mime4j-core", "bounces", "doors.smtp-relay",
				"java-mail-sender");
		requireLibrary(beanFactory, SUBETHASMTP, "com.github.davidmoten:subethasmtp", "doors.smtp-relay");
	}

	private static void check(ConfigurationProperty property) {
		ConfigurationPropertyName name = property.getName();
		String reason = "there is no such property";
		String first = knownNames().stream()
			.filter((known) -> UnknownProperties.isNamed(known, name, 1))
			.findFirst()
			.orElse(null);
		if (first == null) {
			if (UnknownProperties.mayBeUnknown(property)) {
				return;
			}
			throw new InvalidSendpostPropertyException(name.toString(), reason,
					"Correct or remove it. " + UnknownProperties.known(PREFIX, knownNames()));
		}
		if (!GROUPS.containsKey(first)) {
			UnknownProperties.refuse(property, PREFIX, root(first), reason);
			return;
		}
		Class<? extends Record> group = GROUPS.get(first);
		if (group != null) {
			UnknownProperties.refuse(property, PREFIX.append(first), group, reason);
		}
	}

}
