package dev.sendpost.template;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.Email;
import dev.sendpost.EmailBatch;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.EmailTemplate;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.Receipt;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.store.Store;
import dev.sendpost.template.TemplateException.Reason;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.OutgoingEmail;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Stored templates, and messages made from them, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class MailTemplatesContractTests {

	private static final TemplateSource WELCOME = TemplateSource
		.of(TemplateContent.html("Welcome, {{name}}", "<p>Hello {{name}}, this is {{shop}}.</p>"))
		.variant(Locale.GERMAN, TemplateContent.html("Willkommen, {{name}}", "<p>Hallo {{name}}, hier {{shop}}.</p>"))
		.variables(TemplateVariable.required("name"), TemplateVariable.optional("shop", "the shop"));

	private final FakeTransport transport = FakeTransport.accepting("a");

	private final FreshDatabase database;

	private Store store;

	private MailTemplates templates;

	private OutboxNode node;

	MailTemplatesContractTests(TestDatabase kind) {
		this.database = kind.clean();
	}

	@BeforeEach
	void create() throws Exception {
		this.store = OutboxNode.store(this.database.dataSource());
		this.templates = new MailTemplates(new JdbcTemplates(this.store, new EmailIds(Clock.systemUTC())),
				Ticker.systemTicker());
		this.node = OutboxNode.on(this.store)
			.transports(this.transport)
			.policies(new TemplatePolicy(() -> List.of(new StoredTemplateFinder(this.templates))))
			.build();
	}

	@AfterEach
	void close() throws Exception {
		this.node.close();
		this.database.close();
	}

	@Test
	void aTemplateIsUsedOncePublishedAndNotBefore() {
		StoredTemplate created = this.templates.create(null, "welcome", WELCOME);
		assertThat(created.hasDraft()).isTrue();
		assertThat(unknown("welcome")).isEqualTo(Reason.UNKNOWN);
		StoredTemplate published = this.templates.publish(null, "welcome");
		assertThat(published.published()).isEqualTo(1);
		assertThat(this.templates.find(null, "welcome")).hasValue(published);
		assertThat(this.templates.find(published.id())).hasValue(published);
		assertThat(render("welcome", null, Map.of("name", "Ann")))
			.isEqualTo(new RenderedTemplate("Welcome, Ann", null, "<p>Hello Ann, this is the shop.</p>", null));
	}

	@Test
	void aDraftChangesNothingUntilItIsPublishedAndAnOldVersionCanComeBack() {
		publish(null, "welcome", WELCOME);
		this.templates.saveDraft(null, "welcome", TemplateSource.of(TemplateContent.text("First", "draft")));
		StoredTemplate draft = this.templates.saveDraft(null, "welcome",
				TemplateSource.of(TemplateContent.text("New", "text")));
		assertThat(draft.latest()).isEqualTo(2);
		assertThat(render("welcome", null, Map.of("name", "Ann")).subject()).isEqualTo("Welcome, Ann");
		this.templates.publish(null, "welcome");
		assertThat(render("welcome", null, Map.of("name", "Ann")).subject()).isEqualTo("New");
		this.templates.publish(null, "welcome", 1);
		assertThat(render("welcome", null, Map.of("name", "Ann")).subject()).isEqualTo("Welcome, Ann");
		assertThat(this.templates.versions(draft)).extracting(TemplateVersion::number).containsExactly(2, 1);
		assertThat(this.templates.versions(draft, null, 1)).singleElement()
			.satisfies((latest) -> assertThat(latest.number()).isEqualTo(2))
			.satisfies((latest) -> assertThat(latest.publishedAt()).isNotNull());
		assertThat(this.templates.versions(draft, 2, 5)).extracting(VersionDates::number).containsExactly(1);
		assertThat(this.templates.versions(draft, 1, 5)).isEmpty();
		assertThat(this.templates.version(draft, 2).orElseThrow().source().content().text()).isEqualTo("text");
		assertThat(catchThrowableOfType(TemplateException.class, () -> this.templates.publish(null, "welcome", 9))
			.getReason()).isEqualTo(Reason.UNKNOWN);
	}

	@Test
	void whatWasPublishedOnceIsNotWrittenOver() {
		publish(null, "welcome", WELCOME);
		this.templates.saveDraft(null, "welcome", TemplateSource.of(TemplateContent.text("Second", "text")));
		this.templates.publish(null, "welcome");
		StoredTemplate backAgain = this.templates.publish(null, "welcome", 1);
		assertThat(backAgain.hasDraft()).isFalse();
		StoredTemplate draft = this.templates.saveDraft(null, "welcome",
				TemplateSource.of(TemplateContent.text("Third", "text")));
		assertThat(draft.latest()).isEqualTo(3);
		assertThat(this.templates.find(draft.id())).hasValue(draft);
		assertThat(draft.hasDraft()).isTrue();
		assertThat(this.templates.version(draft, 2).orElseThrow().source().content().subject()).isEqualTo("Second");
		assertThat(this.templates.publish(null, "welcome", 2).hasDraft()).isTrue();
	}

	@Test
	void theLanguageIsTheNearestThereIs() {
		publish(null, "welcome", WELCOME);
		assertThat(render("welcome", Locale.GERMANY, Map.of("name", "Ann")).subject()).isEqualTo("Willkommen, Ann");
		assertThat(render("welcome", Locale.FRENCH, Map.of("name", "Ann")).subject()).isEqualTo("Welcome, Ann");
	}

	@Test
	void aSubAccountSeesItsOwnTemplatesAndThoseOfTheAccountAndNoOthers() {
		publish(null, "shared", TemplateSource.of(TemplateContent.text("Of the account", "x")));
		publish("one", "shared", TemplateSource.of(TemplateContent.text("Of one", "x")));
		publish("one", "secret", TemplateSource.of(TemplateContent.text("Secret", "x")));
		assertThat(this.templates.render("one", new EmailTemplate("shared", null), Map.of()).subject())
			.isEqualTo("Of one");
		assertThat(this.templates.render("two", new EmailTemplate("shared", null), Map.of()).subject())
			.isEqualTo("Of the account");
		assertThat(catchThrowableOfType(TemplateException.class,
				() -> this.templates.render("two", new EmailTemplate("secret", null), Map.of()))
			.getReason()).isEqualTo(Reason.UNKNOWN);
		assertThat(unknown("secret")).isEqualTo(Reason.UNKNOWN);
		assertThat(this.templates.list("one", null, 10)).extracting(StoredTemplate::name)
			.containsExactly("secret", "shared");
		assertThat(this.templates.list("one", "secret", 10)).extracting(StoredTemplate::name).containsExactly("shared");
		assertThat(this.templates.list("two", null, 10)).isEmpty();
	}

	@Test
	void aNameIsTakenOnceAndFreeAfterRemoval() {
		publish(null, "welcome", WELCOME);
		assertThat(catchThrowableOfType(TemplateException.class, () -> this.templates.create(null, "welcome", WELCOME))
			.getReason()).isEqualTo(Reason.EXISTS);
		this.templates.remove(null, "welcome");
		assertThat(unknown("welcome")).isEqualTo(Reason.UNKNOWN);
		assertThat(this.node.count("sendpost_template_version")).isZero();
		this.templates.create(null, "welcome", WELCOME);
	}

	@Test
	void whatCannotBeReadIsNotSaved() {
		assertThat(catchThrowableOfType(TemplateException.class,
				() -> this.templates.create(null, "bad", TemplateSource.of(TemplateContent.text("{{#never", "x"))))
			.getReason()).isEqualTo(Reason.INVALID);
		assertThat(this.templates.find(null, "bad")).isEmpty();
	}

	@Test
	void mjmlBecomesHtmlWithItsVariables() {
		publish(null, "mjml", TemplateSource.of(TemplateContent.mjml("Hi", """
				<mjml><mj-body><mj-section><mj-column>
				<mj-text>Hello {{name}}</mj-text>
				<mj-button href="https://example.com/?a={{code}}">Go</mj-button>
				</mj-column></mj-section></mj-body></mjml>""")));
		String html = render("mjml", null, Map.of("name", "<Ann>", "code", "1&2")).html();
		assertThat(html).contains("Hello &lt;Ann&gt;").contains("https://example.com/?a=1&amp;2").contains("<table");
	}

	@Test
	void mjmlIncludesNoFile() {
		String html = this.templates.preview(TemplateSource.of(TemplateContent.mjml("Hi",
				"<mjml><mj-body><mj-include path=\"/etc/passwd\" /><mj-include path=\"file:///etc/passwd\" type=\"html\" />"
						+ "</mj-body></mjml>")),
				null, Map.of())
			.html();
		assertThat(html).doesNotContain("root:");
	}

	@Test
	void mjmlNestedThousandsDeepIsAnErrorOrHtml() {
		String mjml = "<mjml><mj-body>" + "<mj-wrapper>".repeat(20_000) + "</mj-body></mjml>";
		try {
			this.templates.preview(TemplateSource.of(TemplateContent.mjml("Hi", mjml)), null, Map.of());
		}
		catch (TemplateException ex) {
			assertThat(ex.getReason()).isEqualTo(Reason.INVALID);
		}
	}

	@Test
	void aMessageIsMadeFromItsTemplateWhenItIsAccepted() {
		publish(null, "welcome", WELCOME);
		Receipt receipt = this.node.gateway()
			.send(Email.builder()
				.from("shop@example.com")
				.to("ann@example.com")
				.template("welcome")
				.variable("name", "Ann")
				.build());
		publish(null, "welcome", TemplateSource.of(TemplateContent.text("Other", "other")));
		this.node.start();
		assertThat(sent(1).get(0).email()).satisfies((email) -> {
			assertThat(email.subject()).isEqualTo("Welcome, Ann");
			assertThat(email.html()).isEqualTo("<p>Hello Ann, this is the shop.</p>");
			assertThat(email.text()).contains("Hello Ann");
		});
		assertThat(this.node.gateway().find(receipt.id()).map(EmailRecord::subject)).hasValue("Welcome, Ann");
	}

	@Test
	void aMissingVariableIsTheSendersError() {
		publish(null, "welcome", WELCOME);
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> this.node.gateway()
				.send(Email.builder().from("shop@example.com").to("ann@example.com").template("welcome").build()))
			.withMessageContaining("'name'")
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("variables"));
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> this.node.gateway()
				.send(Email.builder().from("shop@example.com").to("ann@example.com").template("wellcome").build()))
			.withMessageContaining("wellcome");
		assertThat(this.node.count("sendpost_email")).isZero();
	}

	@Test
	void aBatchIsStoredOnceAndFilledInForEach() {
		publish(null, "welcome", WELCOME);
		EmailBatch batch = EmailBatch.of(Email.builder()
			.from("shop@example.com")
			.to("nobody@example.com")
			.template("welcome")
			.variable("shop", "Tea & Co")
			.build());
		IntStream.range(0, 300).forEach((n) -> batch.to("p" + n + "@example.com", Map.of("name", "P" + n)));
		List<Receipt> receipts = this.node.gateway().send(batch);
		assertThat(receipts).hasSize(300)
			.allSatisfy((receipt) -> assertThat(receipt.status()).isEqualTo(EmailStatus.QUEUED));
		assertThat(this.node.count("sendpost_content")).isOne();
		this.node.start();
		assertThat(sent(300)).allSatisfy((outgoing) -> {
			String name = outgoing.recipients().get(0).localPart().toUpperCase(Locale.ROOT);
			assertThat(outgoing.email().subject()).isEqualTo("Welcome, " + name);
			assertThat(outgoing.email().html()).isEqualTo("<p>Hello " + name + ", this is Tea &amp; Co.</p>");
		});
		assertThat(this.transport.asked()).doesNotHaveDuplicates().doesNotContain("nobody@example.com");
	}

	@Test
	void oneWithoutItsVariablesDoesNotStopABatch() {
		EmailBatch batch = EmailBatch
			.of(Email.builder().from("a@example.com").to("x@example.com").subject("Hi").text("Hi {{name}}").build())
			.to("ann@example.com", Map.of("name", "Ann"))
			.to("bob@example.com", Map.of());
		List<Receipt> receipts = this.node.gateway().send(batch);
		assertThat(receipts).extracting(Receipt::status).containsExactly(EmailStatus.QUEUED, EmailStatus.FAILED);
		assertThat(receipts.get(1).outcomes().get(0).reason()).contains("'name'");
	}

	@Test
	void valuesThatCannotBeStoredAsTheyAreAreFilledInAtOnce() {
		this.node.gateway()
			.send(EmailBatch
				.of(Email.builder().from("a@example.com").to("x@example.com").subject("Hi").text("{{sum}}").build())
				.to("ann@example.com", Map.of("sum", new BigDecimal("1.10")))
				.to("bob@example.com", Map.of("sum", "2.20")));
		this.node.start();
		assertThat(sent(2)).extracting((outgoing) -> outgoing.email().text()).containsExactlyInAnyOrder("1.10", "2.20");
	}

	@Test
	void bracesOfAMessageWithoutVariablesStandForThemselves() {
		this.node.gateway()
			.send(Email.builder().from("a@example.com").to("b@example.com").subject("{{x}}").text("{{y}}").build());
		this.node.start();
		assertThat(sent(1).get(0).email().text()).isEqualTo("{{y}}");
	}

	private void publish(String subAccount, String name, TemplateSource source) {
		if (this.templates.find(subAccount, name).isPresent()) {
			this.templates.saveDraft(subAccount, name, source);
		}
		else {
			this.templates.create(subAccount, name, source);
		}
		this.templates.publish(subAccount, name);
	}

	private RenderedTemplate render(String name, Locale locale, Map<String, ?> variables) {
		return this.templates.render(null, new EmailTemplate(name, locale), variables);
	}

	private Reason unknown(String name) {
		return catchThrowableOfType(TemplateException.class, () -> render(name, null, Map.of())).getReason();
	}

	private List<OutgoingEmail> sent(int count) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.transport.attempts().size() == count);
		return this.transport.attempts();
	}

	@Test
	void aMistakeInMjmlIsNamedByItsOwnLine() {
		TemplateSource source = TemplateSource.of(TemplateContent.mjml("x",
				"<mjml>\n<mj-body>\n<mj-section><mj-column><mj-text>{{#a}}</mj-text></mj-column></mj-section>\n</mj-body></mjml>"));
		assertThat(catchThrowableOfType(TemplateException.class, () -> this.templates.preview(source, null, Map.of())))
			.hasMessageContaining("the mjml is no template")
			.hasMessageContaining("line 3");
	}

	@Test
	void samplesShowWhatATemplateLooksLike() {
		TemplateSource source = new TemplateSource(
				new TemplateContent("{{order.number}}", "{{name}}",
						"{{#lines}}{{title}}{{.}}{{/lines}}{{#name}}{{shop}}{{/name}}{{^late}}x{{/late}}", null, null),
				Map.of("de", TemplateContent.text("x", "{{anrede}}")),
				List.of(TemplateVariable.optional("shop", "the shop")));
		Map<String, Object> samples = this.templates.samples(source, null);
		assertThat(samples).containsOnlyKeys("order", "name", "lines", "title", "shop", "late")
			.containsEntry("order", Map.of("number", "[order.number]"))
			.containsEntry("name", "[name]")
			.containsEntry("lines", true)
			.containsEntry("late", false)
			.containsEntry("shop", "the shop");
		assertThat(this.templates.preview(source, null, samples).html()).contains("[title]", "the shop", "x");
		assertThat(this.templates.samples(source, Locale.GERMAN)).containsOnlyKeys("anrede");
	}

}
