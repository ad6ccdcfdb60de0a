package dev.sendpost.api.sendpost;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.api.DoorServer;
import dev.sendpost.statistics.StatisticsCounter;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.ApiKeyStyle;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.TemplateContent;
import dev.sendpost.template.TemplateSource;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sendpost_java_sdk.AccountStats;
import sendpost_java_sdk.ApiClient;
import sendpost_java_sdk.ApiException;
import sendpost_java_sdk.ApiResponse;
import sendpost_java_sdk.Attachment;
import sendpost_java_sdk.CopyTo;
import sendpost_java_sdk.CreateDomainRequest;
import sendpost_java_sdk.CreateSubAccountRequest;
import sendpost_java_sdk.CreateSuppressionRequest;
import sendpost_java_sdk.CreateSuppressionRequestHardBounceInner;
import sendpost_java_sdk.CreateSuppressionRequestManualInner;
import sendpost_java_sdk.CreateSuppressionRequestSpamComplaintInner;
import sendpost_java_sdk.CreateSuppressionRequestUnsubscribeInner;
import sendpost_java_sdk.CreateWebhookRequest;
import sendpost_java_sdk.DeleteSuppressionRequest;
import sendpost_java_sdk.Domain;
import sendpost_java_sdk.DomainApi;
import sendpost_java_sdk.EIP;
import sendpost_java_sdk.EmailApi;
import sendpost_java_sdk.EmailMessageObject;
import sendpost_java_sdk.EmailMessageWithTemplate;
import sendpost_java_sdk.EmailResponse;
import sendpost_java_sdk.IP;
import sendpost_java_sdk.IPAllocationRequest;
import sendpost_java_sdk.IPPool;
import sendpost_java_sdk.IPPoolCreateRequest;
import sendpost_java_sdk.IPPoolUpdateRequest;
import sendpost_java_sdk.IPUpdateRequest;
import sendpost_java_sdk.IpApi;
import sendpost_java_sdk.IpPoolsApi;
import sendpost_java_sdk.Message;
import sendpost_java_sdk.MessageApi;
import sendpost_java_sdk.Recipient;
import sendpost_java_sdk.Stat;
import sendpost_java_sdk.StatsAApi;
import sendpost_java_sdk.StatsApi;
import sendpost_java_sdk.SubAccount;
import sendpost_java_sdk.SubAccountApi;
import sendpost_java_sdk.Suppression;
import sendpost_java_sdk.SuppressionApi;
import sendpost_java_sdk.UpdateSubAccount;
import sendpost_java_sdk.UpdateWebhook;
import sendpost_java_sdk.Webhook;
import sendpost_java_sdk.WebhookApi;
import sendpost_java_sdk.auth.ApiKeyAuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The service's own SDK for Java calls each operation of the door.
 */
class SendPostSdkTests {

	private static final String WRONG_KEY = "AHEZEP8192SEGHAHEZEP";

	private static final int UNKNOWN = 1_999_999_999;

	private static DoorServer server;

	private static ApiClient client;

	@BeforeAll
	static void start() {
		server = DoorServer.start("sendpost.doors.sendpost.enabled=true", "sendpost.statistics.enabled=true",
				"sendpost.safety.capture=true", "sendpost.transports.first.type=smtp",
				"sendpost.transports.first.host=localhost", "sendpost.transports.first.local-address=127.0.0.1",
				"sendpost.transports.second.type=smtp", "sendpost.transports.second.host=localhost",
				"sendpost.routing.routes.PiedPiper.transports=first,second", "sendpost.dns.servers=127.0.0.1:1",
				"sendpost.egress.allowed-hosts=app.hooli.example");
		server.bean(SubAccounts.class).create("shop", SubAccountSettings.NONE);
		client = client(key("shop"), accountKey());
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static ApiClient client(String subAccountKey, String accountKey) {
		ApiClient client = new ApiClient().setBasePath("http://localhost:" + server.port() + "/api/v1");
		((ApiKeyAuth) client.getAuthentication("subAccountAuth")).setApiKey(subAccountKey);
		((ApiKeyAuth) client.getAuthentication("accountAuth")).setApiKey(accountKey);
		return client;
	}

	private static String key(String subAccount) {
		return server.bean(ApiKeys.class)
			.issue(ApiKeyRequest.subAccount(subAccount, "sdk").style(ApiKeyStyle.SENDPOST))
			.text();
	}

	private static String accountKey() {
		return server.bean(ApiKeys.class).issue(ApiKeyRequest.account("sdk").style(ApiKeyStyle.SENDPOST)).text();
	}

	/**
	 * The SDK puts no key into the two requests that change an IP pool, as the
	 * description it is made from asks for none.
	 */
	private static IpPoolsApi changingPools() {
		return new IpPoolsApi(client("", "").addDefaultHeader("X-Account-ApiKey", accountKey()));
	}

	private static int code(Call call) {
		ApiException ex = catchThrowableOfType(ApiException.class, call::run);
		assertThat(ex).isNotNull();
		assertThat(ex.getResponseBody()).contains("\"code\":" + ex.getCode(), "\"message\":\"")
			.doesNotContain("dev.sendpost");
		return ex.getCode();
	}

	private static EmailMessageObject message(String... recipients) {
		return new EmailMessageObject().from(address("richard@piedpiper.example", "Richard"))
			.to(Stream.of(recipients).map((recipient) -> new Recipient().email(recipient)).toList())
			.subject("Hello World")
			.htmlBody("<strong>it works!</strong>")
			.ippool("PiedPiper");
	}

	private static sendpost_java_sdk.EmailAddress address(String email, String name) {
		return new sendpost_java_sdk.EmailAddress().email(email).name(name);
	}

	private static Email captured(EmailResponse response) {
		UUID id = UUID.fromString(response.getMessageId());
		return Awaitility.await()
			.until(() -> server.bean(CapturedMailbox.class)
				.emails()
				.stream()
				.filter((email) -> email.id().equals(id))
				.findFirst(), (email) -> email.isPresent())
			.orElseThrow()
			.email();
	}

	@Test
	void sendEmail() throws Exception {
		Instant before = Instant.now();
		List<EmailResponse> responses = new EmailApi(client)
			.sendEmail(message("gavin@hooli.example").replyTo(address("help@piedpiper.example", "Help"))
				.textBody("it works!")
				.preText("Look inside")
				.headers(Map.of("X-Campaign-Id", "12345"))
				.trackOpens(true)
				.trackClicks(false)
				.groups(List.of("welcome", "user-onboarding"))
				.attachments(List.of(new Attachment().filename("a.txt").content("aGVsbG8="))));
		assertThat(responses).singleElement().satisfies((response) -> {
			assertThat(response.getTo()).isEqualTo("gavin@hooli.example");
			assertThat(response.getErrorCode()).isZero();
			assertThat(response.getMessage()).isEqualTo("Message queued");
			assertThat(response.getSubmittedAt() / 1_000_000).isBetween(before.toEpochMilli(),
					Instant.now().toEpochMilli());
		});
		Email email = captured(responses.get(0));
		assertThat(email.from()).isEqualTo(EmailAddress.parse("Richard <richard@piedpiper.example>"));
		assertThat(email.to()).containsExactly(EmailAddress.parse("gavin@hooli.example"));
		assertThat(email.replyTo()).containsExactly(EmailAddress.parse("Help <help@piedpiper.example>"));
		assertThat(email.subject()).isEqualTo("Hello World");
		assertThat(email.html()).isEqualTo("<strong>it works!</strong>");
		assertThat(email.text()).isEqualTo("it works!");
		assertThat(email.preheader()).isEqualTo("Look inside");
		assertThat(email.headers()).singleElement().hasToString("EmailHeader[name=X-Campaign-Id, value=12345]");
		assertThat(email.trackOpens()).isTrue();
		assertThat(email.trackClicks()).isFalse();
		assertThat(email.tags()).containsExactly("welcome", "user-onboarding");
		assertThat(email.route()).isEqualTo("PiedPiper");
		assertThat(email.attachments().get(0).content().getInputStream()).hasContent("hello");
	}

	@Test
	void sendEmailToSeveralWithCustomFields() throws Exception {
		EmailMessageObject message = message().subject("Hello {{name}}")
			.to(List.of(
					new Recipient().email("gavin@hooli.example")
						.name("Gavin")
						.cc(List.of(new CopyTo().email("dinesh@bachmanity.example")))
						.bcc(List.of(new CopyTo().email("jian@bachmanity.example")))
						.customFields(Map.of("name", "Gavin", "number", 7)),
					new Recipient().email("nobody"), new Recipient().email("big@hooli.example"),
					new Recipient().email("denpok@hooli.example").customFields(Map.of("name", "Denpok"))));
		List<EmailResponse> responses = new EmailApi(client).sendEmail(message);
		assertThat(responses).extracting(EmailResponse::getTo)
			.containsExactly("gavin@hooli.example", "nobody", "big@hooli.example", "denpok@hooli.example");
		assertThat(responses).extracting(EmailResponse::getErrorCode).containsExactly(0, 422, 422, 0);
		assertThat(responses.get(1).getMessage()).startsWith("to[1].email: ");
		assertThat(responses.get(2).getMessage()).contains("name");
		assertThat(responses.get(2).getMessageId()).isNull();
		Email first = captured(responses.get(0));
		assertThat(first.subject()).isEqualTo("Hello Gavin");
		assertThat(first.cc()).containsExactly(EmailAddress.parse("dinesh@bachmanity.example"));
		assertThat(first.bcc()).containsExactly(EmailAddress.parse("jian@bachmanity.example"));
		assertThat(first.metadata()).containsEntry("name", "Gavin").containsEntry("number", "7");
		assertThat(captured(responses.get(3)).subject()).isEqualTo("Hello Denpok");
	}

	@Test
	void sendEmailWithTemplate() throws Exception {
		MailTemplates templates = server.bean(MailTemplates.class);
		UUID id = templates
			.create("shop", "Welcome Mail",
					TemplateSource.of(TemplateContent.html("Welcome, {{name}}", "<p>{{product}}</p>")))
			.id();
		templates.publish("shop", "Welcome Mail");
		for (EmailMessageWithTemplate message : List.of(new EmailMessageWithTemplate().template("Welcome Mail"),
				new EmailMessageWithTemplate().templateId(id.toString()))) {
			message.from(address("richard@piedpiper.example", "Richard"))
				.to(List.of(new Recipient().email("gavin@hooli.example").customFields(Map.of("name", "Gavin"))))
				.templateVariables(Map.of("product", "Compression"));
			Email email = captured(new EmailApi(client).sendEmailWithTemplate(message).get(0));
			assertThat(email.subject()).isEqualTo("Welcome, Gavin");
			assertThat(email.html()).isEqualTo("<p>Compression</p>");
		}
		assertThat(code(() -> new EmailApi(client).sendEmailWithTemplate(
				new EmailMessageWithTemplate().template("none").to(List.of(new Recipient().email("a@hooli.example"))))))
			.isEqualTo(422);
	}

	@Test
	void domains() throws Exception {
		DomainApi api = new DomainApi(client);
		Domain created = api.subaccountDomainPost(new CreateDomainRequest().name("hooli.example"));
		assertThat(created.getName()).isEqualTo("hooli.example");
		assertThat(created.getDkim().getTextValue()).contains("p=");
		assertThat(created.getVerified()).isFalse();
		assertThat(created.getCreated()).isGreaterThan(1_600_000_000_000_000_000L);
		assertThat(api.subaccountDomainDomainIdGet(created.getId().toString()).getName()).isEqualTo("hooli.example");
		assertThat(api.getAllDomains(null, null, null)).extracting(Domain::getId).contains(created.getId());
		assertThat(api.getAllDomains(10, 0, "HOOLI")).extracting(Domain::getId).containsExactly(created.getId());
		assertThat(api.getAllDomains(10, 1, "HOOLI")).isEmpty();
		assertThat(code(() -> api.subaccountDomainPost(new CreateDomainRequest().name("hooli.example"))))
			.isEqualTo(403);
		assertThat(code(() -> api.subaccountDomainPost(new CreateDomainRequest().name("no domain")))).isEqualTo(422);
		assertThat(code(() -> api.subaccountDomainPost(new CreateDomainRequest()))).isEqualTo(422);
		assertThat(api.subaccountDomainDomainIdDelete(created.getId().toString()).getId()).isEqualTo(created.getId());
		assertThat(code(() -> api.subaccountDomainDomainIdGet(created.getId().toString()))).isEqualTo(406);
		assertThat(code(() -> api.subaccountDomainDomainIdDelete(created.getId().toString()))).isEqualTo(406);
	}

	@Test
	void suppressions() throws Exception {
		SuppressionApi api = new SuppressionApi(client);
		LocalDate today = LocalDate.now(ZoneOffset.UTC);
		List<Suppression> created = api.createSuppression(new CreateSuppressionRequest()
			.hardBounce(List.of(new CreateSuppressionRequestHardBounceInner().email("jackbarker@hooli.example")))
			.manual(List.of(new CreateSuppressionRequestManualInner().email("russ@hooli.example")))
			.unsubscribe(List.of(new CreateSuppressionRequestUnsubscribeInner().email("jared@hooli.example")))
			.spamComplaint(List.of(new CreateSuppressionRequestSpamComplaintInner().email("gilfoyle@hooli.example"))));
		assertThat(created).extracting(Suppression::getReason).containsExactly(2, 0, 1, 3);
		assertThat(created).extracting(Suppression::getEmail)
			.containsExactly("jackbarker@hooli.example", "russ@hooli.example", "jared@hooli.example",
					"gilfoyle@hooli.example");
		LocalDate from = today.minusDays(1);
		LocalDate to = today.plusDays(1);
		assertThat(api.getSuppressionList(from, to, null, null, null, null)).extracting(Suppression::getId)
			.containsExactlyInAnyOrderElementsOf(created.stream().map(Suppression::getId).toList());
		assertThat(api.getSuppressionList(from, to, 2, 3, null, null)).hasSize(1);
		assertThat(api.getSuppressionList(from, to, 10, 0, "JARED", null)).extracting(Suppression::getEmail)
			.containsExactly("jared@hooli.example");
		assertThat(api.getSuppressionList(from, to, 10, 0, null, "hardBounce")).extracting(Suppression::getReason)
			.containsExactly(2);
		assertThat(api.getSuppressionList(from.minusDays(9), from.minusDays(1), null, null, null, null)).isEmpty();
		EmailResponse refused = new EmailApi(client).sendEmail(message("jackbarker@hooli.example")).get(0);
		assertThat(refused.getErrorCode()).isEqualTo(422);
		assertThat(refused.getMessage()).contains("suppressed: hard bounce");
		DeleteSuppressionRequest deletion = new DeleteSuppressionRequest()
			.suppressions(List.of(new CreateSuppressionRequestSpamComplaintInner().email("jackbarker@hooli.example")));
		assertThat(api.deleteSuppression(deletion)).singleElement()
			.returns(created.get(0).getId(), (removed) -> removed.getId());
		assertThat(code(() -> api.deleteSuppression(deletion))).isEqualTo(406);
		assertThat(code(() -> api.deleteSuppression(new DeleteSuppressionRequest()))).isEqualTo(422);
		assertThat(code(() -> api.createSuppression(new CreateSuppressionRequest()))).isEqualTo(422);
		assertThat(code(() -> api.createSuppression(new CreateSuppressionRequest()
			.manual(List.of(new CreateSuppressionRequestManualInner().email("nobody")))))).isEqualTo(422);
		assertThat(code(() -> api.getSuppressionList(from, from.plusDays(61), null, null, null, null))).isEqualTo(422);
		assertThat(code(() -> api.getSuppressionList(from, to, null, null, null, "other"))).isEqualTo(422);
	}

	@Test
	void subAccounts() throws Exception {
		SubAccountApi api = new SubAccountApi(client);
		ApiResponse<SubAccount> response = api
			.createSubAccountWithHttpInfo(new CreateSubAccountRequest().name("Fox Hole"));
		assertThat(response.getStatusCode()).isEqualTo(201);
		SubAccount created = response.getData();
		assertThat(created.getName()).isEqualTo("Fox Hole");
		assertThat(created.getBlocked()).isFalse();
		assertThat(created.getCreated()).isGreaterThan(1_600_000_000_000_000_000L);
		EmailResponse sent = new EmailApi(client(created.getApiKey(), "")).sendEmail(message("gavin@hooli.example"))
			.get(0);
		assertThat(server.bean(MailGateway.class).find(UUID.fromString(sent.getMessageId())).orElseThrow().subAccount())
			.isEqualTo("fox-hole");
		SubAccount alike = api.createSubAccount(new CreateSubAccountRequest().name("Fox-Hole"));
		assertThat(alike.getId()).isNotEqualTo(created.getId());
		assertThat(api.getSubAccount(created.getId()).getApiKey()).as("shown once").isNull();
		assertThat(api.getAllSubAccounts(null, null, null)).extracting(SubAccount::getName)
			.contains("Fox Hole", "Fox-Hole", "shop", "default");
		assertThat(api.getAllSubAccounts(1, 0, "fox hole")).extracting(SubAccount::getId)
			.containsExactly(created.getId());
		assertThat(code(() -> api.createSubAccount(new CreateSubAccountRequest().name("fox hole")))).isEqualTo(403);
		assertThat(code(() -> api.createSubAccount(new CreateSubAccountRequest()))).isEqualTo(422);
		assertThat(api.updateSubAccount(created.getId(), new UpdateSubAccount().name("FoxHole V1")).getName())
			.isEqualTo("FoxHole V1");
		assertThat(code(() -> api.updateSubAccount(created.getId(), new UpdateSubAccount().name("shop"))))
			.isEqualTo(403);
		server.bean(SubAccounts.class).block("fox-hole-2", "abuse");
		assertThat(api.getSubAccount(alike.getId()).getBlockReason()).isEqualTo("abuse");
		assertThat(api.deleteSubAccount(created.getId()).getMessage())
			.isEqualTo("Sub-Account (FoxHole V1) has been deleted successfully.");
		assertThat(code(() -> api.getSubAccount(created.getId()))).isEqualTo(406);
		int defaultId = server.bean(SubAccounts.class).find("default").orElseThrow().id();
		assertThat(code(() -> api.deleteSubAccount(defaultId))).isEqualTo(406);
		for (Call call : List.<Call>of(() -> api.getSubAccount(UNKNOWN), () -> api.deleteSubAccount(UNKNOWN),
				() -> api.updateSubAccount(UNKNOWN, new UpdateSubAccount().name("x")))) {
			assertThat(code(call)).isEqualTo(406);
		}
	}

	@Test
	void stats() throws Exception {
		int id = server.bean(SubAccounts.class).create("counted", SubAccountSettings.NONE).id();
		EmailApi emails = new EmailApi(client(key("counted"), ""));
		List<EmailResponse> sent = emails
			.sendEmail(message("a@hooli.example", "b@hooli.example").groups(List.of("shopify")));
		emails.sendEmail(message("c@hooli.example"));
		sent.forEach(SendPostSdkTests::captured);
		LocalDate today = LocalDate.now(ZoneOffset.UTC);
		LocalDate from = today.minusDays(3);
		LocalDate to = today.plusDays(1);
		StatsApi api = new StatsApi(client);
		Awaitility.await().untilAsserted(() -> {
			server.bean(StatisticsCounter.class).countNew();
			assertThat(api.accountSubaccountStatSubaccountIdAggregateGet(from, to, (long) id).getSent()).isEqualTo(3);
		});
		assertThat(api.accountSubaccountStatSubaccountIdAggregateGet(from, to, (long) id).getProcessed()).isEqualTo(3);
		List<Stat> days = api.accountSubaccountStatSubaccountIdGet(from, to, (long) id);
		assertThat(days).hasSize(5).extracting(Stat::getDate).startsWith(from).endsWith(to);
		assertThat(days.stream().mapToInt((day) -> day.getStats().getProcessed()).sum()).isEqualTo(3);
		assertThat(api.getAggregateStatsByGroup("shopify", from, to, (long) id).getProcessed()).isEqualTo(2);
		StatsAApi all = new StatsAApi(client);
		assertThat(all.getAccountAggregateStats(from, to).getProcessed()).isGreaterThanOrEqualTo(3);
		assertThat(all.getAccountAggregateStats(from, to).getSpams()).isZero();
		List<AccountStats> allDays = all.getAllAccountStats(from, to);
		assertThat(allDays.stream().mapToInt((day) -> day.getStat().getProcessed()).sum()).isGreaterThanOrEqualTo(3);
		assertThat(allDays).extracting((day) -> day.getStat().getSpams()).containsOnly(0);
		assertThat(all.getAccountStatsByGroup("shopify", from, to)
			.stream()
			.mapToInt((day) -> day.getStats().getProcessed())
			.sum()).isEqualTo(2);
		assertThat(all.getAccountAggregateStatsByGroup("shopify", from, to).getProcessed()).isEqualTo(2);
		assertThat(code(() -> all.getAllAccountStats(to, from))).isEqualTo(400);
		assertThat(code(() -> all.getAllAccountStats(from, from.plusDays(32)))).isEqualTo(400);
		assertThat(code(() -> all.getAccountAggregateStats(from, from.plusDays(367)))).isEqualTo(400);
		assertThat(code(() -> api.accountSubaccountStatSubaccountIdGet(from, to, (long) UNKNOWN))).isEqualTo(406);
		assertThat(code(() -> api.accountSubaccountStatSubaccountIdAggregateGet(from, to, Long.MAX_VALUE)))
			.isEqualTo(406);
		assertThat(code(() -> api.getAggregateStatsByGroup("x", from, to, (long) UNKNOWN))).isEqualTo(406);
	}

	@Test
	void messages() throws Exception {
		EmailResponse sent = new EmailApi(client).sendEmail(message().textBody("Hello")
			.groups(List.of("welcome"))
			.headers(Map.of("X-Campaign-Id", "12345"))
			.attachments(List.of(new Attachment().filename("a.txt").content("aGVsbG8=")))
			.to(List.of(new Recipient().email("gavin@hooli.example")
				.name("Gavin")
				.cc(List.of(new CopyTo().email("dinesh@bachmanity.example")))
				.customFields(Map.of("Company", "Hooli")))))
			.get(0);
		captured(sent);
		MailGateway gateway = server.bean(MailGateway.class);
		Awaitility.await()
			.until(() -> gateway.find(UUID.fromString(sent.getMessageId())).orElseThrow().status(),
					(status) -> status == EmailStatus.SENT);
		MessageApi api = new MessageApi(client);
		Message message = api.getMessageById(sent.getMessageId());
		assertThat(message.getMessageID()).isEqualTo(sent.getMessageId());
		assertThat(message.getSubAccountID()).isEqualTo(server.bean(SubAccounts.class).find("shop").orElseThrow().id());
		assertThat(message.getFrom().getEmail()).isEqualTo("richard@piedpiper.example");
		assertThat(message.getTo().getEmail()).isEqualTo("gavin@hooli.example");
		assertThat(message.getTo().getName()).isEqualTo("Gavin");
		assertThat(message.getHeaderCc()).containsExactly("dinesh@bachmanity.example");
		assertThat(message.getCustomFields()).containsEntry("Company", "Hooli");
		assertThat(message.getSubject()).isEqualTo("Hello World");
		assertThat(message.getHtmlBody()).isEqualTo("<strong>it works!</strong>");
		assertThat(message.getTextBody()).isEqualTo("Hello");
		assertThat(message.getGroups()).containsExactly("welcome");
		assertThat(message.getIpPool()).isEqualTo("PiedPiper");
		assertThat(message.getLocalIP()).isEqualTo("127.0.0.1");
		assertThat(message.getHeaders()).containsEntry("X-Campaign-Id", "12345");
		assertThat(message.getAttachments()).containsExactly("a.txt");
		assertThat(message.getAttempt()).isEqualTo(1);
		assertThat(code(() -> api.getMessageById(UUID.randomUUID().toString()))).isEqualTo(406);
		assertThat(code(() -> api.getMessageById("x"))).isEqualTo(406);
	}

	@Test
	void webhooks() throws Exception {
		WebhookApi api = new WebhookApi(client);
		String url = "https://app.hooli.example/email/webhook";
		Webhook created = api
			.createWebhook(new CreateWebhookRequest().url(url).enabled(true).delivered(true).uniqueOpen(true));
		assertThat(created.getUrl()).isEqualTo(url);
		assertThat(created.getEnabled()).isTrue();
		assertThat(created.getDelivered()).isTrue();
		assertThat(created.getUniqueOpen()).isTrue();
		assertThat(created.getSpam()).isFalse();
		assertThat(api.getWebhook(created.getId()).getUrl()).isEqualTo(url);
		assertThat(api.getAllWebhooks(null, null, null)).extracting(Webhook::getId).contains(created.getId());
		assertThat(api.getAllWebhooks(10, 0, "HOOLI")).extracting(Webhook::getId).containsExactly(created.getId());
		assertThat(code(() -> api.createWebhook(new CreateWebhookRequest().url(url).spam(true)))).isEqualTo(403);
		assertThat(code(() -> api.createWebhook(new CreateWebhookRequest().url(url + "/2")))).isEqualTo(422);
		assertThat(code(() -> api.createWebhook(new CreateWebhookRequest().spam(true)))).isEqualTo(422);
		EmailMessageObject message = message("gavin@hooli.example").webhookEndpoint(url);
		assertThat(new EmailApi(client).sendEmail(message)).hasSize(1);
		assertThat(code(() -> new EmailApi(client).sendEmail(message.webhookEndpoint(url + "/2")))).isEqualTo(422);
		Webhook updated = api.updateWebhook(created.getId(),
				new UpdateWebhook().enabled(false).delivered(false).smtpDropped(true));
		assertThat(updated.getEnabled()).isFalse();
		assertThat(updated.getDelivered()).isFalse();
		assertThat(updated.getSmtpDropped()).isTrue();
		assertThat(updated.getUniqueOpen()).isTrue();
		assertThat(api.deleteWebhook(created.getId()).getMessage())
			.isEqualTo("Webhook (" + url + ") has been deleted successfully.");
		for (Call call : List.<Call>of(() -> api.getWebhook(created.getId()), () -> api.deleteWebhook(UNKNOWN),
				() -> api.updateWebhook(UNKNOWN, new UpdateWebhook().spam(true)))) {
			assertThat(code(call)).isEqualTo(406);
		}
	}

	@Test
	void ips() throws Exception {
		IpApi api = new IpApi(client);
		IP ip = api.getAllIps(null, null, null).get(0);
		assertThat(api.getAllIps(10, 0, "127.")).hasSize(1);
		assertThat(api.getAllIps(10, 1, null)).isEmpty();
		assertThat(ip.getPublicIP()).isEqualTo("127.0.0.1");
		assertThat(api.getSpecificIp(ip.getId())).isEqualTo(ip);
		assertThat(code(() -> api.getSpecificIp(UNKNOWN))).isEqualTo(406);
		assertThat(code(() -> api.updateIp(UNKNOWN, new IPUpdateRequest().autoWarmupEnabled(true)))).isEqualTo(406);
		assertThat(code(() -> api.deleteIp(UNKNOWN))).isEqualTo(406);
		assertThat(code(() -> api.updateIp(ip.getId(), new IPUpdateRequest().autoWarmupEnabled(true)))).isEqualTo(403);
		assertThat(code(() -> api.deleteIp(ip.getId()))).isEqualTo(403);
		assertThat(
				code(() -> api.allocateNewIp(new IPAllocationRequest().ips(List.of("127.0.0.1")).overflowPool(false))))
			.isEqualTo(403);
		assertThat(
				code(() -> api.allocateNewIp(new IPAllocationRequest().ips(List.of("34.21.14.11")).overflowPool(true))))
			.isEqualTo(403);
	}

	@Test
	void ipPools() throws Exception {
		IpPoolsApi api = new IpPoolsApi(client);
		assertThat(api.getAllIPPools(null, null, null)).extracting(IPPool::getName)
			.containsExactly("PiedPiper", "default");
		IPPool pool = api.getAllIPPools(10, 0, "pied").get(0);
		assertThat(pool.getIps()).extracting(IP::getPublicIP).containsExactly("127.0.0.1");
		assertThat(pool.getThirdPartySendingProviders()).extracting((provider) -> provider.getName())
			.containsExactly("second");
		assertThat(api.getIPPoolById(pool.getId())).isEqualTo(pool);
		assertThat(code(() -> api.getIPPoolById(UNKNOWN))).isEqualTo(406);
		assertThat(code(() -> api.createIPPool(new IPPoolCreateRequest().name("PiedPiper")))).isEqualTo(403);
		assertThat(code(() -> api.createIPPool(new IPPoolCreateRequest().name("Marketing")
			.ips(List.of(new EIP().publicIP("127.0.0.1")))
			.tpsps(List.of(1))))).isEqualTo(403);
		assertThat(code(() -> api.createIPPool(new IPPoolCreateRequest()))).isEqualTo(422);
		assertThat(code(() -> api.deleteIPPool(pool.getId()))).as("the SDK sends no key").isEqualTo(401);
		IpPoolsApi withKey = changingPools();
		assertThat(code(() -> withKey.deleteIPPool(pool.getId()))).isEqualTo(403);
		assertThat(code(() -> withKey.deleteIPPool(UNKNOWN))).isEqualTo(406);
		IPPoolUpdateRequest update = new IPPoolUpdateRequest().name("x").ips(List.of(pool.getIps().get(0)));
		assertThat(code(() -> withKey.updateIPPool(pool.getId(), update))).isEqualTo(403);
		assertThat(code(() -> withKey.updateIPPool(UNKNOWN, update))).isEqualTo(406);
	}

	/**
	 * Keys are good, but not for this, so that nobody is taken for one who guesses them.
	 */
	@TestFactory
	Stream<DynamicTest> aKeyInTheWrongPlaceIsUnauthorizedEverywhere() {
		return calls(client(accountKey(), key("shop"))).entrySet()
			.stream()
			.map((call) -> DynamicTest.dynamicTest(call.getKey(),
					() -> assertThat(code(call.getValue())).isEqualTo(401)));
	}

	@Test
	void aWrongKeyIsUnauthorized() {
		for (ApiClient wrong : List.of(client(WRONG_KEY, WRONG_KEY), client("", ""))) {
			assertThat(code(() -> new EmailApi(wrong).sendEmail(message("a@b.example")))).isEqualTo(401);
			assertThat(code(() -> new IpApi(wrong).getAllIps(null, null, null))).isEqualTo(401);
		}
	}

	private static Map<String, Call> calls(ApiClient client) {
		LocalDate day = LocalDate.EPOCH.plus(20_000, ChronoUnit.DAYS);
		return Map.ofEntries(Map.entry("sendEmail", () -> new EmailApi(client).sendEmail(message("a@b.example"))),
				Map.entry("sendEmailWithTemplate",
						() -> new EmailApi(client).sendEmailWithTemplate(new EmailMessageWithTemplate())),
				Map.entry("getAllDomains", () -> new DomainApi(client).getAllDomains(null, null, null)),
				Map.entry("createDomain",
						() -> new DomainApi(client).subaccountDomainPost(new CreateDomainRequest().name("a.example"))),
				Map.entry("getDomain", () -> new DomainApi(client).subaccountDomainDomainIdGet("1")),
				Map.entry("deleteDomain", () -> new DomainApi(client).subaccountDomainDomainIdDelete("1")),
				Map.entry("createSuppression",
						() -> new SuppressionApi(client).createSuppression(new CreateSuppressionRequest()
							.manual(List.of(new CreateSuppressionRequestManualInner().email("a@b.example"))))),
				Map.entry("deleteSuppression",
						() -> new SuppressionApi(client).deleteSuppression(new DeleteSuppressionRequest().suppressions(
								List.of(new CreateSuppressionRequestSpamComplaintInner().email("a@b.example"))))),
				Map.entry("getSuppressionList",
						() -> new SuppressionApi(client).getSuppressionList(day, day, null, null, null, null)),
				Map.entry("getAllSubAccounts", () -> new SubAccountApi(client).getAllSubAccounts(null, null, null)),
				Map.entry("createSubAccount",
						() -> new SubAccountApi(client).createSubAccount(new CreateSubAccountRequest().name("x"))),
				Map.entry("getSubAccount", () -> new SubAccountApi(client).getSubAccount(1)),
				Map.entry("updateSubAccount",
						() -> new SubAccountApi(client).updateSubAccount(1, new UpdateSubAccount().name("x"))),
				Map.entry("deleteSubAccount", () -> new SubAccountApi(client).deleteSubAccount(1)),
				Map.entry("getAllAccountStats", () -> new StatsAApi(client).getAllAccountStats(day, day)),
				Map.entry("getStats", () -> new StatsApi(client).accountSubaccountStatSubaccountIdGet(day, day, 1L)),
				Map.entry("getMessageById", () -> new MessageApi(client).getMessageById("x")),
				Map.entry("getAllWebhooks", () -> new WebhookApi(client).getAllWebhooks(null, null, null)),
				Map.entry("createWebhook",
						() -> new WebhookApi(client)
							.createWebhook(new CreateWebhookRequest().url("https://a.example"))),
				Map.entry("getAllIps", () -> new IpApi(client).getAllIps(null, null, null)),
				Map.entry("getAllIPPools", () -> new IpPoolsApi(client).getAllIPPools(null, null, null)));
	}

	@Test
	void aKeyThatMayOnlyReadDoesNotSend() throws Exception {
		String readOnly = server.key("shop", ApiKeyScope.READ_ONLY);
		ApiClient reading = client(readOnly, "");
		assertThat(new DomainApi(reading).getAllDomains(null, null, null)).isNotNull();
		assertThat(code(() -> new EmailApi(reading).sendEmail(message("a@b.example")))).isEqualTo(401);
	}

	/**
	 * A request.
	 */
	private interface Call {

		Object run() throws ApiException;

	}

}
