package dev.sendpost;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link EmailBuilder} and the {@link Email} it makes.
 */
class EmailBuilderTests {

	private static final URI PAGE = URI.create("https://example.com/leave");

	static Stream<Arguments> mistakes() {
		return Stream.of(mistake("to", "no recipient", EmailBuilder::clearRecipients),
				mistake("to", "it has no @", (email) -> email.to("ok@example.com", "jane")),
				mistake("to", "line break", (email) -> email.to("ja\nne@example.com")),
				mistake("cc", "it has no @", (email) -> email.cc("jane")),
				mistake("bcc", "it has no @", (email) -> email.bcc("jane")),
				mistake("replyTo", "it has no @", (email) -> email.replyTo("jane")),
				mistake("from", "it has no @", (email) -> email.from("jane")),
				mistake("from", "line break", (email) -> email.from("Ja\r\nne <jane@example.com>")),
				mistake("text", "no body", (email) -> email.text(null)),
				mistake("text", "no body", (email) -> email.text("")),
				mistake("text", "no body", (email) -> email.text("").html("")),
				mistake("text", "AMP alone", (email) -> email.text(null).amp("<html ⚡4email></html>")),
				mistake("subject", "line break", (email) -> email.subject("Hello\r\nBcc: evil@example.net")),
				mistake("subject", "line break", (email) -> email.subject("Hello\n")),
				mistake("subject", "U+0000", (email) -> email.subject("Hel\0lo")),
				mistake("subject", "U+2028", (email) -> email.subject("Hel\u2028lo")),
				mistake("subject", "surrogate", (email) -> email.subject("Hel\ud83dlo")),
				mistake("preheader", "line break", (email) -> email.preheader("Look\ninside")),
				mistake("headers", "not a header name", (email) -> email.header("", "value")),
				mistake("headers", "not a header name", (email) -> email.header("X Y", "value")),
				mistake("headers", "not a header name", (email) -> email.header("X:Y", "value")),
				mistake("headers", "not a header name", (email) -> email.header("X-A\r\nBcc", "value")),
				mistake("headers", "not a header name", (email) -> email.header("X-Ä", "value")),
				mistake("headers", "not a header name", (email) -> email.header("X".repeat(77), "value")),
				mistake("headers.X-A", "line break", (email) -> email.header("X-A", "a\r\nBcc: evil@example.net")),
				mistake("headers.X-A", "U+0000", (email) -> email.header("X-A", "\0")),
				mistake("tags", "an empty one names nothing", (email) -> email.tags("ok", " ")),
				mistake("tags", "longer than 100 characters", (email) -> email.tags("x".repeat(101))),
				mistake("idempotencyKey", "longer than 200 characters",
						(email) -> email.idempotencyKey("x".repeat(201))),
				mistake("idempotencyKey", "an empty one names nothing", (email) -> email.idempotencyKey(" ")),
				mistake("tags", "line break", (email) -> email.tags("a\nb")),
				mistake("metadata", "an empty one names nothing", (email) -> email.metadata("", "value")),
				mistake("metadata", "line break", (email) -> email.metadata("a\nb", "value")),
				mistake("metadata.a", "line break", (email) -> email.metadata("a", "b\r\nc")),
				mistake("attachments", "two attachments have the content id 'logo'",
						(email) -> email.attach(image().inline("logo"), image().inline("logo"))),
				mistake("listUnsubscribe", "no target", EmailBuilder::listUnsubscribe),
				mistake("listUnsubscribe", "neither mailto:",
						(email) -> email.listUnsubscribe(URI.create("ftp://example.com/leave"))),
				mistake("listUnsubscribe", "neither mailto:", (email) -> email.listUnsubscribe(URI.create("/leave"))),
				mistake("listUnsubscribe", "https: target",
						(email) -> email
							.listUnsubscribe(ListUnsubscribe.oneClick(URI.create("http://example.com/leave")))),
				mistake("listUnsubscribe", "https: target", (email) -> email
					.listUnsubscribe(new ListUnsubscribe(List.of(URI.create("mailto:leave@example.com")), true))));
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void aMistakeIsRefusedUnderTheNameOfItsField(String field, String reason, UnaryOperator<EmailBuilder> mistake) {
		assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> mistake.apply(email()).build())
			.withMessageStartingWith(field + ": ")
			.withMessageContaining(reason)
			.satisfies((ex) -> {
				assertThat(ex.getField()).isEqualTo(field);
				assertThat(ex.getReceipt()).isNull();
				assertThat(ex.getMessage()).doesNotContain("\r", "\n", "\0");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "From", "TO", "cc", "Bcc", "Reply-To", "SUBJECT", "date", "Message-ID", "mime-VERSION",
			"Return-Path", "Received", "List-Unsubscribe", "list-unsubscribe-post", "X-Priority", "Importance",
			"DKIM-Signature", "Resent-Bcc", "Content-Type", "CONTENT-TRANSFER-ENCODING", "content-whatever" })
	void headersThatFollowFromTheEmailAreReserved(String name) {
		assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> email().header(name, "value"))
			.withMessageContaining("'" + name + "' is reserved");
	}

	@Test
	void theNameOfACampaignIsShortAndWithoutASlash() {
		assertThat(new EmailCampaign("spring sale", "B").toString()).isEqualTo("spring sale/B");
		assertThat(new EmailCampaign("spring sale", null).toString()).isEqualTo("spring sale");
		for (String name : new String[] { "", " ", "a/b", "a\nb", "x".repeat(65) }) {
			assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> new EmailCampaign(name, null))
				.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("campaign"));
			assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> new EmailCampaign("a", name));
		}
	}

	@Test
	void reservedHeadersAreRecognisedInAnyLocale() {
		Locale before = Locale.getDefault();
		try {
			Locale.setDefault(Locale.forLanguageTag("tr"));
			assertThatExceptionOfType(InvalidEmailException.class)
				.isThrownBy(() -> email().header("MIME-VERSION", "2"));
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void anyKindOfRecipientIsEnough() {
		assertThatNoException().isThrownBy(() -> email().clearRecipients().cc("jane@example.com").build());
		assertThatNoException().isThrownBy(() -> email().clearRecipients().bcc("jane@example.com").build());
	}

	@Test
	void inlineFilesWithDifferentContentIdsAndFilesWithoutOneGoTogether() {
		assertThatNoException()
			.isThrownBy(() -> email().attach(image().inline("a"), image().inline("b"), image(), image()).build());
	}

	@Test
	void aBuilderMadeOfAnEmailMakesAnEqualOne() {
		Email email = everything().build();
		assertThat(email.toBuilder().build()).isEqualTo(email).hasSameHashCodeAs(email).isNotSameAs(email);
	}

	static Stream<UnaryOperator<EmailBuilder>> changes() {
		return Stream.of((email) -> email.from("other@example.com"), (email) -> email.to("other@example.com"),
				(email) -> email.cc("other@example.com"), (email) -> email.bcc("other@example.com"),
				(email) -> email.replyTo("other@example.com"), (email) -> email.subject("Other"),
				(email) -> email.preheader("Other"), (email) -> email.text("Other"), (email) -> email.html("Other"),
				(email) -> email.amp("Other"), (email) -> email.header("X-Other", "value"),
				(email) -> email.listUnsubscribe(PAGE, PAGE), (email) -> email.priority(EmailPriority.LOW),
				(email) -> email.attach(image()), (email) -> email.tags("other"),
				(email) -> email.metadata("other", "value"), (email) -> email.stream(EmailStream.TRANSACTIONAL),
				(email) -> email.route("other"), (email) -> email.trackOpens(true), (email) -> email.trackClicks(false),
				(email) -> email.hostedTemplate(new HostedTemplate("other", Map.of())));
	}

	@ParameterizedTest
	@MethodSource("changes")
	void everyPropertyCountsForEquality(UnaryOperator<EmailBuilder> change) {
		Email email = everything().build();
		assertThat(change.apply(email.toBuilder()).build()).isNotEqualTo(email);
	}

	@Test
	void anEmailDoesNotChangeWithItsBuilder() {
		EmailBuilder builder = everything();
		Email email = builder.build();
		Email same = email.toBuilder().build();
		changes().forEach((change) -> change.apply(builder));
		builder.clearRecipients();
		assertThat(email).isEqualTo(same);
	}

	@Test
	void anEmailDoesNotChangeWithTheListsItWasMadeOf() {
		List<EmailAddress> to = new ArrayList<>(List.of(EmailAddress.parse("jane@example.com")));
		List<URI> targets = new ArrayList<>(List.of(PAGE));
		Email email = email().clearRecipients().to(to).listUnsubscribe(new ListUnsubscribe(targets, false)).build();
		to.clear();
		targets.clear();
		assertThat(email.to()).hasSize(1);
		assertThat(email.listUnsubscribe()).isEqualTo(ListUnsubscribe.of(PAGE));
	}

	@Test
	void whatAnEmailHoldsCannotBeModified() {
		Email email = everything().build();
		for (List<?> list : Arrays.asList(email.to(), email.cc(), email.bcc(), email.replyTo(), email.headers(),
				email.attachments(), email.tags(), email.recipients())) {
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> list.remove(0));
		}
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> email.metadata().clear());
	}

	@Test
	void recipientsAreToThenCcThenBccEachMailboxOnce() {
		Email email = email().clearRecipients()
			.bcc("d@example.com", "b@EXAMPLE.com")
			.cc("C <c@example.com>", "A <a@example.com>")
			.to("a@example.com", "b@example.com", "a@example.com")
			.build();
		assertThat(email.recipients()).extracting(EmailAddress::toString)
			.containsExactly("a@example.com", "b@example.com", "\"C\" <c@example.com>", "d@example.com");
		assertThat(email.to()).hasSize(3);
	}

	@Test
	void tagsAreKeptOnceAndInOrder() {
		assertThat(email().tags("b", "a").tags("b").build().tags()).containsExactly("b", "a");
	}

	@Test
	void anEmailInALogSaysNothingOfItsContent() {
		assertThat(everything().build().toString()).doesNotContain("Secret", "<p>", "reader@example.com", "hidden@");
	}

	private static EmailBuilder email() {
		return Email.builder().from("shop@example.com").to("reader@example.com").subject("Hello").text("World");
	}

	private static EmailBuilder everything() {
		return email().cc("copy@example.com")
			.bcc("hidden@example.com")
			.replyTo("answers@example.com")
			.subject("Secret")
			.preheader("Secret")
			.text("Secret")
			.html("<p>Secret</p>")
			.amp("<html ⚡4email></html>")
			.header("X-A", "Secret")
			.header("X-A", "again")
			.listUnsubscribe(PAGE)
			.priority(EmailPriority.HIGH)
			.attach(image().inline("logo"), image())
			.tags("a", "b")
			.metadata("order", "Secret")
			.stream(EmailStream.BROADCAST)
			.route("bulk");
	}

	private static Attachment image() {
		return Attachment.of("a.png", new byte[] { 1 });
	}

	private static Arguments mistake(String field, String reason, UnaryOperator<EmailBuilder> mistake) {
		return arguments(field, reason, mistake);
	}

}
