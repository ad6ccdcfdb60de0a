package dev.sendpost.tracking;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailStream;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.ListUnsubscribe;
import dev.sendpost.Submitter;
import dev.sendpost.domain.dkim.DkimAlgorithm;
import dev.sendpost.domain.dkim.DkimKey;
import dev.sendpost.domain.dkim.DkimKeyPair;
import dev.sendpost.domain.dkim.DkimKeyRecord;
import dev.sendpost.domain.dkim.DkimSigner;
import dev.sendpost.domain.dkim.JdkimVerifier;
import dev.sendpost.mime.MimeRenderer;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.policy.PolicyUnavailableException;
import dev.sendpost.suppression.SuppressionPolicy;
import dev.sendpost.template.LateVariables;
import dev.sendpost.template.TemplatePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.QueryTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TrackingPolicy}.
 */
class TrackingPolicyTests {

	private static final UUID ID = UUID.fromString("0190f5a2-0000-7000-8000-000000000001");

	private static final Reader ANN = new Reader("shop", EmailAddress.parse("ann@example.com"), ID);

	private static final TrackingSettings OFF = TrackingFixture.settings("https://www.acme.example/app", false, false,
			false);

	private final TrackingLinks links = TrackingFixture.links();

	@Test
	void aBroadcastToOneHasAWayOutInItsHeader() {
		ListUnsubscribe unsubscribe = dispatched(OFF, (email) -> email.stream(EmailStream.BROADCAST)).listUnsubscribe();
		assertThat(unsubscribe).isEqualTo(ListUnsubscribe.oneClick(this.links.unsubscribe(ANN, null)));
	}

	@Test
	void theHeaderIsForBroadcastsToOneThatHaveNoneThemselves() {
		assertThat(dispatched(OFF, (email) -> email).listUnsubscribe()).as("transactional").isNull();
		assertThat(
				dispatched(OFF, (email) -> email.stream(EmailStream.BROADCAST).cc("bob@example.com")).listUnsubscribe())
			.as("to several")
			.isNull();
		ListUnsubscribe own = ListUnsubscribe.of(URI.create("https://acme.example/leave"));
		assertThat(
				dispatched(OFF, (email) -> email.stream(EmailStream.BROADCAST).listUnsubscribe(own)).listUnsubscribe())
			.as("with one of its own")
			.isEqualTo(own);
		TrackingSettings off = new TrackingSettings(OFF.baseUrl(), "/t", false, false, false, null, false, false);
		assertThat(dispatched(off, (email) -> email.stream(EmailStream.BROADCAST)).listUnsubscribe()).as("switched off")
			.isNull();
	}

	@Test
	void mailUnsubscribesTooIfSomebodyTakesIt() {
		TrackingSettings settings = new TrackingSettings(OFF.baseUrl(), "/t", false, false, true,
				EmailAddress.parse("leave@acme.example"), false, false);
		ListUnsubscribe unsubscribe = dispatched(settings, (email) -> email.stream(EmailStream.BROADCAST))
			.listUnsubscribe();
		assertThat(unsubscribe.oneClick()).isTrue();
		assertThat(unsubscribe.targets()).map(URI::toString)
			.containsExactly(this.links.unsubscribe(ANN, null).toString(),
					"mailto:leave@acme.example?subject=unsubscribe%20" + this.links.token(ANN));
	}

	@Test
	void withoutTlsThereIsNoSingleClick() {
		TrackingSettings plain = TrackingFixture.settings("http://localhost:8080", false, false, false);
		PolicyMessage message = message((email) -> email.stream(EmailStream.BROADCAST));
		new TrackingPolicy(new TrackingLinks(plain, TrackingFixture.CIPHER, TrackingHosts.NONE), plain)
			.atDispatch(message);
		assertThat(message.email().listUnsubscribe().oneClick()).isFalse();
	}

	@Test
	void theHeaderPairIsSignedByDkim() throws Exception {
		Email email = dispatched(TrackingFixture.SETTINGS, (builder) -> builder.stream(EmailStream.BROADCAST));
		DkimKeyPair pair = DkimKeyPair.generate(DkimAlgorithm.RSA);
		DkimKey key = new DkimKey("acme.example", "s1", DkimAlgorithm.RSA, pair.privateKey());
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new DkimSigner(Clock.systemUTC(), null)
			.sign(new MimeRenderer().render(email, "<1@acme.example>", Instant.EPOCH), List.of(key))
			.writeTo(out);
		String message = out.toString(StandardCharsets.ISO_8859_1);
		String record = DkimKeyRecord.text(DkimAlgorithm.RSA, pair.publicKey());
		JdkimVerifier verifier = new JdkimVerifier(Map.of("s1._domainkey.acme.example", record));
		assertThat(verifier.verify(out.toByteArray())).hasSize(1);
		String unfolded = message.replaceAll("\r\n[ \t]+", " ");
		assertThat(unfolded)
			.containsPattern("(?m)^List-Unsubscribe: <https://www\\.acme\\.example/app/t/u/[A-Za-z0-9_ -]+>\r\n")
			.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
		assertThat(unfolded.replace(" ", "")).containsPattern(
				"h=[a-z:-]*:list-unsubscribe:list-unsubscribe:list-unsubscribe-post:list-unsubscribe-post");
		for (String altered : List.of(message.replace("List-Unsubscribe=One-Click", "List-Unsubscribe=Two-Click"),
				message.replace("/app/t/u/", "/app/t/x/"), message.replaceFirst("List-Unsubscribe-Post:.*\r\n", ""),
				message.replaceFirst("\r\nList-Unsubscribe-Post", "\r\nList-Unsubscribe: <https://evil.example/>$0"))) {
			assertThat(altered).isNotEqualTo(message);
			assertThatException().isThrownBy(() -> verifier.verify(altered.getBytes(StandardCharsets.ISO_8859_1)));
		}
	}

	@Test
	void placeholdersAreFilledInWithoutVariables() {
		Email email = dispatched(OFF,
				(builder) -> builder.html("<a href=\"{{unsubscribe_url}}\">Leave</a> {{name}} {{preferences_url}}")
					.text("Leave: {{unsubscribe_url}}"));
		String leave = this.links.unsubscribe(ANN, null).toString();
		assertThat(email.html())
			.isEqualTo("<a href=\"" + leave + "\">Leave</a> {{name}} " + this.links.preferences(ANN, null));
		assertThat(email.text()).isEqualTo("Leave: " + leave);
	}

	@Test
	void placeholdersAreFilledInBesideVariables() {
		TemplatePolicy templates = new TemplatePolicy(List::of,
				new LateVariables(Set.of(TrackingLinks.UNSUBSCRIBE_VARIABLE, TrackingLinks.PREFERENCES_VARIABLE)));
		PolicyMessage message = message((email) -> email
			.html("<p>{{name}}</p><a href='{{unsubscribe_url}}'>x</a>{{#vip}}{{{preferences_url}}}{{/vip}}")
			.text("{{name}} {{unsubscribe_url}}")
			.variable("name", "A&B")
			.variable("vip", true));
		TrackingPolicy policy = new TrackingPolicy(this.links, OFF);
		templates.atIntake(message);
		policy.atIntake(message);
		templates.atDispatch(message);
		policy.atDispatch(message);
		String leave = this.links.unsubscribe(ANN, null).toString();
		assertThat(message.email().html())
			.isEqualTo("<p>A&amp;B</p><a href='" + leave + "'>x</a>" + this.links.preferences(ANN, null));
		assertThat(message.email().text()).isEqualTo("A&B " + leave);
	}

	@Test
	void aVariableOfTheMessageComesBefore() {
		TemplatePolicy templates = new TemplatePolicy(List::of,
				new LateVariables(Set.of(TrackingLinks.UNSUBSCRIBE_VARIABLE)));
		PolicyMessage message = message(
				(email) -> email.text("{{unsubscribe_url}}").variable("unsubscribe_url", "https://acme.example/leave"));
		templates.atIntake(message);
		new TrackingPolicy(this.links, OFF).atDispatch(message);
		assertThat(message.email().text()).isEqualTo("https://acme.example/leave");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{{unsubscribe_url}}", "{{preferences_url}}" })
	void aMessageToSeveralHasNoLinkThatActsForOne(String placeholder) {
		TrackingPolicy policy = new TrackingPolicy(this.links, OFF);
		for (PolicyMessage message : List.of(message((email) -> email.bcc("bob@example.com").html(placeholder)),
				message((email) -> email.cc("bob@example.com").text(placeholder)))) {
			assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> policy.atIntake(message))
				.withMessageContaining(placeholder)
				.withMessageContaining("one recipient");
			assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> policy.atDispatch(message));
		}
	}

	@Test
	void opensAndClicksAreTrackedInTheHtmlAndNowhereElse() {
		Email email = dispatched(TrackingFixture.SETTINGS,
				(builder) -> builder.html("<body><a href='https://shop.example/'>Shop</a></body>")
					.text("https://shop.example/")
					.amp("<a href='https://shop.example/'>"));
		assertThat(email.text()).isEqualTo("https://shop.example/");
		assertThat(email.amp()).isEqualTo("<a href='https://shop.example/'>");
		assertThat(email.html()).matches("<body><a href='https://www.acme.example/app/t/c/[A-Za-z0-9_-]+'>Shop</a>"
				+ "<img src=\"https://www.acme.example/app/t/o/[A-Za-z0-9_-]+\" [^>]*></body>");
		TrackedMessage message = TrackedMessage.of(ID, ANN.address());
		assertThat(this.links.click(TrackingFixture.tokens(email.html(), "c").get(0)))
			.hasValue(new TrackedLink(message, "https://shop.example/"));
		assertThat(this.links.open(TrackingFixture.tokens(email.html(), "o").get(0))).hasValue(message);
	}

	@Test
	void theTextThatIsMadeOfTheHtmlLeadsWhereTheAuthorSaid() {
		Email email = dispatched(TrackingFixture.SETTINGS,
				(builder) -> builder.text(null).html("<p>Go to <a href='https://shop.example/'>the shop</a></p>"));
		assertThat(email.text()).contains("https://shop.example/").doesNotContain("/t/");
		assertThat(email.html()).contains("/t/c/");
	}

	@Test
	void linksToUnsubscribeAreNotTracked() {
		String own = "https://acme.example/leave";
		Email email = dispatched(TrackingFixture.SETTINGS, (builder) -> builder
			.html("<a href='{{unsubscribe_url}}'>1</a><a href='{{preferences_url}}'>2</a><a href='" + own + "'>3</a>")
			.listUnsubscribe(URI.create(own)));
		assertThat(email.html()).doesNotContain("/t/c/").contains("/t/u/", "/t/p/", own);
	}

	@Test
	void theMessageDecidesBeforeTheSettings() {
		UnaryOperator<EmailBuilder> html = (builder) -> builder.html("<a href='https://shop.example/'>Shop</a>");
		assertThat(dispatched(OFF, html).html()).doesNotContain("/t/");
		assertThat(dispatched(OFF, (builder) -> html.apply(builder).trackClicks(true)).html()).contains("/t/c/")
			.doesNotContain("/t/o/");
		assertThat(dispatched(OFF, (builder) -> html.apply(builder).trackOpens(true)).html()).contains("/t/o/")
			.doesNotContain("/t/c/");
		assertThat(dispatched(TrackingFixture.SETTINGS,
				(builder) -> html.apply(builder).trackClicks(false).trackOpens(false))
			.html()).doesNotContain("/t/");
	}

	@Test
	void noServiceTracksOnceMore() {
		Email email = dispatched(TrackingFixture.SETTINGS, (builder) -> builder.html("x"));
		assertThat(List.of(email.trackOpens(), email.trackClicks())).containsExactly(false, false);
		Email textOnly = dispatched(TrackingFixture.SETTINGS, (builder) -> builder.text("x").trackOpens(true));
		assertThat(textOnly.trackOpens()).as("nothing to track here").isTrue();
		assertThat(dispatched(OFF, (builder) -> builder.html("x")).trackOpens()).isNull();
	}

	@Test
	void ofAMessageToSeveralItIsNotKnownWhoOpensIt() {
		Email email = dispatched(TrackingFixture.SETTINGS, (builder) -> builder.html("x").bcc("bob@example.com"));
		assertThat(this.links.open(TrackingFixture.tokens(email.html(), "o").get(0)))
			.hasValue(new TrackedMessage(ID, 0));
	}

	@Test
	void whatIsSentAgainIsTheSame() {
		UnaryOperator<EmailBuilder> html = (builder) -> builder.stream(EmailStream.BROADCAST)
			.html("<a href='https://shop.example/'>Shop</a> {{unsubscribe_url}}");
		assertThat(dispatched(TrackingFixture.SETTINGS, html)).isEqualTo(dispatched(TrackingFixture.SETTINGS, html));
	}

	@Test
	void whoIsSuppressedCountsNoMore() {
		assertThat(TrackingPolicy.ORDER).isGreaterThan(SuppressionPolicy.ORDER).isGreaterThan(TemplatePolicy.ORDER);
		PolicyMessage message = message((email) -> email.cc("bob@example.com").stream(EmailStream.BROADCAST));
		message.drop(EmailAddress.parse("bob@example.com"), "suppressed");
		new TrackingPolicy(this.links, OFF).atDispatch(message);
		assertThat(message.email().listUnsubscribe()).isNotNull();
		message.drop(EmailAddress.parse("ann@example.com"), "suppressed");
		Email before = message.email();
		new TrackingPolicy(this.links, OFF).atDispatch(message);
		assertThat(message.email()).isSameAs(before);
		assertThat(message.recipients()).isEmpty();
	}

	@Test
	void whereTheHostCannotBeLookedUpTheMessageWaits() {
		List<String> asked = new ArrayList<>();
		TrackingLinks away = new TrackingLinks(OFF, TrackingFixture.CIPHER, (domain, subAccount) -> {
			asked.add(domain + " " + subAccount);
			throw new QueryTimeoutException("away");
		});
		TrackingPolicy policy = new TrackingPolicy(away, OFF);
		assertThatExceptionOfType(PolicyUnavailableException.class)
			.isThrownBy(() -> policy.atDispatch(message((email) -> email.stream(EmailStream.BROADCAST))));
		policy.atDispatch(message((email) -> email));
		assertThat(asked).containsExactly("acme.example shop");
	}

	private Email dispatched(TrackingSettings settings, UnaryOperator<EmailBuilder> composed) {
		PolicyMessage message = message(composed);
		TrackingPolicy policy = new TrackingPolicy(this.links, settings);
		policy.atIntake(message);
		policy.atDispatch(message);
		return message.email();
	}

	private static PolicyMessage message(UnaryOperator<EmailBuilder> composed) {
		Email email = composed
			.apply(Email.builder().from("news@acme.example").to("ann@example.com").subject("News").text("Hello"))
			.build();
		return new PolicyMessage(email, Submitter.subAccount("shop"), ID);
	}

}
