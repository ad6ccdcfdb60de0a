package dev.sendpost.bounce;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import javax.crypto.spec.SecretKeySpec;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.EmailStream;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.bounce.BounceResult.Outcome;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.mime.MailSigner;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.store.Store;
import dev.sendpost.suppression.SuppressionEventListener;
import dev.sendpost.suppression.SuppressionExplanation;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionSettings;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.testsmtp.ScriptedSmtpServer;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.smtp.SmtpEncryption;
import dev.sendpost.transport.smtp.SmtpSettings;
import dev.sendpost.transport.smtp.SmtpTransport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From a message that leaves by SMTP to the report that comes back for it, on every
 * database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class BounceMailContractTests {

	private final VerpAddress verp = verp("0123456789abcdef0123456789abcdef");

	private final FreshDatabase database;

	private final ScriptedSmtpServer server = ScriptedSmtpServer.start();

	private final Store store;

	private final Suppressions suppressions;

	private final OutboxNode node;

	private final BounceMail bounceMail;

	BounceMailContractTests(TestDatabase kind) throws Exception {
		this.database = kind.clean();
		this.store = OutboxNode.store(this.database.dataSource());
		this.suppressions = new Suppressions(SuppressionSettings.DEFAULT, List.of(), this.store, List::of);
		SmtpTransport transport = new SmtpTransport("smtp",
				SmtpSettings.of(this.server.host(), this.server.port(), SmtpEncryption.NONE), MailSigner.NONE,
				(email) -> this.verp.address(email.id(), email.from().domain()), TransportCredentials.NONE);
		this.node = OutboxNode.on(this.store)
			.transports(transport)
			.recordedEventListeners(new SuppressionEventListener(this.suppressions))
			.build()
			.start();
		this.bounceMail = bounceMail(false);
	}

	@AfterEach
	void close() {
		this.node.close();
		this.suppressions.destroy();
		this.server.close();
		this.database.close();
	}

	private static VerpAddress verp(String key) {
		return new VerpAddress("bounces", "sp-bounces.{domain}",
				List.of(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA256")));
	}

	private BounceMail bounceMail(boolean verpRequired) {
		return new BounceMail(this.store, this.node.log(), new BounceMailParser(), this.verp, verpRequired);
	}

	@Test
	void aBounceComesBackToTheMessage() {
		Receipt receipt = send("ann@example.org");
		String returnPath = this.server.messages().get(0).sender();
		assertThat(returnPath).startsWith("bounces+").endsWith("@sp-bounces.example.com");
		byte[] bounce = bounce("postfix", receipt);
		BounceResult result = this.bounceMail.receive(bounce, "<" + returnPath.toUpperCase(Locale.ROOT) + ">");
		assertThat(result).isEqualTo(new BounceResult(Outcome.RECORDED, receipt.id(), 1, null));
		RecipientOutcome outcome = outcomes(receipt).get(0);
		assertThat(outcome.status()).isEqualTo(EmailStatus.BOUNCED);
		assertThat(outcome.statusCode()).hasToString("5.1.1");
		assertThat(outcome.serverText())
			.isEqualTo("550 5.1.1 <ann@example.org>: Recipient address rejected: User unknown");
		assertThat(record(receipt).status()).isEqualTo(EmailStatus.BOUNCED);
		assertThat(explain("ann@example.org").because()).satisfies((suppression) -> {
			assertThat(suppression.reason()).isEqualTo(SuppressionReason.HARD_BOUNCE);
			assertThat(suppression.smtpError()).startsWith("550 5.1.1");
		});
		List<DeliveryEvent> known = this.node.log().find(receipt.id());
		assertThat(bounced(receipt).source()).isEqualTo("bounce-mail");
		assertThat(this.bounceMail.receive(bounce, returnPath))
			.isEqualTo(new BounceResult(Outcome.KNOWN, receipt.id(), 0, null));
		assertThat(this.node.log().find(receipt.id())).isEqualTo(known);
		assertThat(this.node.events()).filteredOn((event) -> event.type() == DeliveryEventType.BOUNCED).hasSize(1);
	}

	@Test
	void aForgedReturnPathIsRefused() {
		Receipt receipt = send("ann@example.org");
		String forged = verp("another-key-of-thirty-two-octets").address(receipt.id(), "example.com").address();
		assertThat(this.bounceMail.receive(bounce("postfix", receipt), forged))
			.isEqualTo(BounceResult.of(Outcome.FORGED, null));
		String sample = new String(bounce("postfix", receipt), StandardCharsets.UTF_8);
		assertThat(this.bounceMail
			.receive(sample.replace(this.server.messages().get(0).sender(), forged).getBytes(StandardCharsets.UTF_8),
					null)
			.outcome()).isEqualTo(Outcome.FORGED);
		assertThat(outcomes(receipt).get(0).status()).isEqualTo(EmailStatus.SENT);
		assertThat(explain("ann@example.org").isSuppressed()).isFalse();
	}

	@Test
	void theReturnPathIsFoundInTheReportWhereTheEnvelopeIsLost() {
		Receipt receipt = send("ann@example.org");
		BounceMail strict = bounceMail(true);
		assertThat(strict.receive(bounce("amazon-ses", receipt), null).recorded()).isOne();
		Receipt another = send("bob@example.org");
		String complaint = new String(bounce("yahoo-complaint", another), StandardCharsets.UTF_8);
		assertThat(strict.receive(complaint.getBytes(StandardCharsets.UTF_8), "complaints@example.com"))
			.isEqualTo(new BounceResult(Outcome.RECORDED, another.id(), 1, null));
	}

	@Test
	void theMessageIdIsEnoughUnlessTheReturnPathIsRequired() {
		Receipt receipt = send("ann@example.org");
		byte[] bounce = withoutReturnPath(bounce("microsoft365", receipt));
		assertThat(bounceMail(true).receive(bounce, "bounces@example.com"))
			.isEqualTo(BounceResult.of(Outcome.UNVERIFIED, receipt.id()));
		assertThat(outcomes(receipt).get(0).status()).isEqualTo(EmailStatus.SENT);
		assertThat(this.bounceMail.receive(bounce, "bounces@example.com").outcome()).isEqualTo(Outcome.RECORDED);
		assertThat(outcomes(receipt).get(0).status()).isEqualTo(EmailStatus.BOUNCED);
	}

	@Test
	void whoKnowsNoMoreThanTheMessageIdMustNameARecipient() {
		Receipt receipt = send("ann@example.org");
		byte[] bounce = withoutReturnPath(bounce("amazon-ses", receipt));
		String other = new String(bounce, StandardCharsets.UTF_8).replace("ann@example.org", "eve@example.org");
		assertThat(this.bounceMail.receive(other.getBytes(StandardCharsets.UTF_8), null))
			.isEqualTo(BounceResult.of(Outcome.UNKNOWN_RECIPIENT, receipt.id()));
		String redacted = new String(withoutReturnPath(bounce("yahoo-complaint", receipt)), StandardCharsets.UTF_8)
			.replace("Original-Rcpt-To: ann@example.org\r\n", "");
		assertThat(this.bounceMail.receive(redacted.getBytes(StandardCharsets.UTF_8), null))
			.isEqualTo(BounceResult.of(Outcome.UNKNOWN_RECIPIENT, receipt.id()));
		assertThat(outcomes(receipt).get(0).status()).isEqualTo(EmailStatus.SENT);
		assertThat(explain("ann@example.org").isSuppressed()).isFalse();
		assertThat(this.bounceMail.receive(bounce, null).outcome()).isEqualTo(Outcome.RECORDED);
	}

	@Test
	void whatIsAboutNoMessageOfOursIsUnknown() {
		Receipt receipt = send("ann@example.org");
		byte[] strange = withoutReturnPath(BounceMailSamples.octets("microsoft365"));
		assertThat(this.bounceMail.receive(strange, null).outcome()).isEqualTo(Outcome.UNKNOWN_MESSAGE);
		String otherDomain = new String(withoutReturnPath(bounce("microsoft365", receipt)), StandardCharsets.UTF_8)
			.replace(receipt.messageId(), "<" + receipt.id() + "@other.example>");
		assertThat(this.bounceMail.receive(otherDomain.getBytes(StandardCharsets.UTF_8), null).outcome())
			.isEqualTo(Outcome.UNKNOWN_MESSAGE);
		String gone = this.verp.address(UUID.randomUUID(), "example.com").address();
		assertThat(this.bounceMail.receive(bounce("microsoft365", receipt), gone).outcome())
			.isEqualTo(Outcome.UNKNOWN_MESSAGE);
		assertThat(this.node.log().find(receipt.id())).extracting(DeliveryEvent::type)
			.doesNotContain(DeliveryEventType.BOUNCED);
	}

	@Test
	void eachRecipientGetsItsOwnFate() {
		Receipt receipt = send("Ann@Example.org", "bob@example.org", "team@example.org", "old@example.org",
				"eve@example.org");
		assertThat(receive("postfix-several", receipt))
			.isEqualTo(new BounceResult(Outcome.RECORDED, receipt.id(), 3, null));
		assertThat(outcomes(receipt)).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.BOUNCED, EmailStatus.DELIVERED, EmailStatus.DELIVERED, EmailStatus.SENT,
					EmailStatus.SENT);
		assertThat(record(receipt).status()).isEqualTo(EmailStatus.DELIVERED);
		assertThat(explain("ann@example.org").isSuppressed()).isTrue();
		assertThat(explain("bob@example.org").isSuppressed()).isFalse();
	}

	@Test
	void aDelayIsASoftBounceOnlyIfItIsAboutTheMailbox() {
		Receipt receipt = send("ann@example.org");
		assertThat(receive("postfix-delayed", receipt).outcome()).isEqualTo(Outcome.RECORDED);
		assertThat(this.node.log().find(receipt.id())).extracting(DeliveryEvent::type)
			.contains(DeliveryEventType.DEFERRED);
		assertThat(outcomes(receipt).get(0).status()).isEqualTo(EmailStatus.SENT);
		assertThat(this.node.count("sendpost_soft_bounce")).isZero();
		String full = new String(bounce("postfix-delayed", receipt), StandardCharsets.UTF_8).replace("4.4.1", "4.2.2");
		assertThat(this.bounceMail.receive(full.getBytes(StandardCharsets.UTF_8), null).recorded()).isOne();
		assertThat(this.node.count("sendpost_soft_bounce")).isOne();
		assertThat(explain("ann@example.org").isSuppressed()).isFalse();
	}

	@Test
	void whatWasForwardedBouncesForWhomItWasSentTo() {
		Receipt receipt = send("me@alumni.example");
		assertThat(receive("amazon-ses", receipt).outcome()).isEqualTo(Outcome.RECORDED);
		assertThat(outcomes(receipt).get(0).status()).isEqualTo(EmailStatus.BOUNCED);
		assertThat(outcomes(receipt).get(0).reason()).isEqualTo("reported of ann@example.org");
		Receipt toSeveral = send("me@alumni.example", "you@alumni.example");
		assertThat(receive("amazon-ses", toSeveral))
			.isEqualTo(BounceResult.of(Outcome.UNKNOWN_RECIPIENT, toSeveral.id()));
		String original = new String(bounce("postfix", toSeveral), StandardCharsets.UTF_8)
			.replace("Original-Recipient: rfc822;ann@example.org", "Original-Recipient: rfc822;You@alumni.example");
		assertThat(this.bounceMail.receive(original.getBytes(StandardCharsets.UTF_8), null).recorded()).isOne();
		assertThat(outcomes(toSeveral)).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.SENT, EmailStatus.BOUNCED);
	}

	@Test
	void anAddressMayBeReportedAsSmtpCarriedIt() {
		Receipt receipt = send("ann+news@example.org", "bob@example.org");
		String bounce = new String(bounce("postfix", receipt), StandardCharsets.UTF_8)
			.replace("Final-Recipient: rfc822; ann@", "Final-Recipient: rfc822; inbox@")
			.replace("Original-Recipient: rfc822;ann@", "Original-Recipient: rfc822;ann+2Bnews@");
		assertThat(this.bounceMail.receive(bounce.getBytes(StandardCharsets.UTF_8), null).recorded()).isOne();
		assertThat(outcomes(receipt)).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.BOUNCED, EmailStatus.SENT);
	}

	@Test
	void complaintsSuppressAndUnsubscribesDoSoForBroadcastMail() {
		Receipt receipt = send("ann@example.org", "bob@example.org");
		assertThat(receive("hotmail-complaint", receipt).recorded()).isOne();
		assertThat(explain("ann@example.org").because())
			.satisfies((suppression) -> assertThat(suppression.reason()).isEqualTo(SuppressionReason.SPAM_COMPLAINT));
		String unsubscribe = new String(bounce("yahoo-complaint", receipt), StandardCharsets.UTF_8)
			.replace("Feedback-Type: abuse", "Feedback-Type: unsubscribe")
			.replace("ann@example.org", "bob@example.org");
		assertThat(this.bounceMail.receive(unsubscribe.getBytes(StandardCharsets.UTF_8), null).recorded()).isOne();
		assertThat(explain("bob@example.org").isSuppressed()).isFalse();
		assertThat(this.suppressions.explain(EmailAddress.parse("bob@example.org"), "default", EmailStream.BROADCAST)
			.isSuppressed()).isTrue();
		String notSpam = unsubscribe.replace("Feedback-Type: unsubscribe", "Feedback-Type: not-spam");
		assertThat(this.bounceMail.receive(notSpam.getBytes(StandardCharsets.UTF_8), null))
			.isEqualTo(BounceResult.of(Outcome.NOTHING_TO_RECORD, receipt.id()));
		assertThat(outcomes(receipt)).extracting(RecipientOutcome::status).containsOnly(EmailStatus.SENT);
	}

	@Test
	void aComplaintWithoutAnAddressIsAboutTheOnlyRecipient() {
		Receipt receipt = send("ann@example.org");
		String redacted = new String(bounce("yahoo-complaint", receipt), StandardCharsets.UTF_8)
			.replace("Original-Rcpt-To: ann@example.org\r\n", "");
		assertThat(this.bounceMail.receive(redacted.getBytes(StandardCharsets.UTF_8), null).recorded()).isOne();
		assertThat(explain("ann@example.org").isSuppressed()).isTrue();
	}

	@Test
	void whatIsNoReportChangesNothing() {
		Receipt receipt = send("ann@example.org");
		String returnPath = this.server.messages().get(0).sender();
		assertThat(this.bounceMail.receive(bounce("out-of-office", receipt), returnPath).outcome())
			.isEqualTo(Outcome.AUTO_REPLY);
		assertThat(this.bounceMail.receive(bounce("forwarded-bounce", receipt), returnPath).outcome())
			.isEqualTo(Outcome.NOT_A_REPORT);
		BounceResult unreadable = this.bounceMail.receive("a:b\r\n".repeat(2000).getBytes(StandardCharsets.UTF_8),
				returnPath);
		assertThat(unreadable.outcome()).isEqualTo(Outcome.UNREADABLE);
		assertThat(unreadable.detail()).contains("header limit");
		assertThat(outcomes(receipt).get(0).status()).isEqualTo(EmailStatus.SENT);
	}

	@Test
	void whenItHappenedIsWhatTheReportSaysIfThatCanBe() {
		Receipt receipt = send("ann@example.org", "bob@example.org");
		Instant created = record(receipt).acceptedAt();
		receive("gmail", receipt);
		assertThat(bounced(receipt).occurredAt()).isEqualTo(created);
		Instant at = Instant.ofEpochSecond(this.store.now().getEpochSecond());
		Awaitility.await().until(() -> this.store.now().isAfter(at.plusSeconds(1)));
		String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(at.plusSeconds(1).atOffset(ZoneOffset.UTC));
		String bounce = new String(bounce("gmail", receipt), StandardCharsets.UTF_8)
			.replace("Mon, 16 Nov 2026 00:12:05 -0800 (PST)", date)
			.replace("ann@example.org", "bob@example.org");
		assertThat(this.bounceMail.receive(bounce.getBytes(StandardCharsets.UTF_8), null).recorded()).isOne();
		assertThat(this.node.log().find(receipt.id())).last()
			.satisfies((event) -> assertThat(event.occurredAt()).isEqualTo(at.plusSeconds(1)));
	}

	@Test
	void withACallersTransactionThatFailsNothingHappened() {
		Receipt receipt = send("ann@example.org");
		this.node.transaction().executeWithoutResult((status) -> {
			assertThat(receive("postfix", receipt).recorded()).isOne();
			status.setRollbackOnly();
		});
		assertThat(outcomes(receipt).get(0).status()).isEqualTo(EmailStatus.SENT);
		assertThat(receive("postfix", receipt).recorded()).isOne();
	}

	private DeliveryEvent bounced(Receipt receipt) {
		return this.node.log()
			.find(receipt.id())
			.stream()
			.filter((event) -> event.type() == DeliveryEventType.BOUNCED)
			.findFirst()
			.orElseThrow();
	}

	private Receipt send(String... recipients) {
		Receipt receipt = this.node.gateway()
			.send(Email.builder()
				.from("shop@example.com")
				.to(Arrays.stream(recipients).map(EmailAddress::parse).toList())
				.subject("Your order")
				.text("Thank you.")
				.build());
		Awaitility.await().until(() -> record(receipt).status() == EmailStatus.SENT);
		return receipt;
	}

	/**
	 * A sample that is about a message that was sent.
	 */
	private byte[] bounce(String sample, Receipt receipt) {
		String sender = this.verp.address(receipt.id(), "example.com").address();
		assertThat(this.server.messages()).anySatisfy((message) -> assertThat(message.sender()).isEqualTo(sender));
		return BounceMailSamples.read(sample)
			.replace(BounceMailSamples.RETURN_PATH, sender)
			.replace(BounceMailSamples.MESSAGE_ID, receipt.messageId())
			.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] withoutReturnPath(byte[] bounce) {
		return new String(bounce, StandardCharsets.UTF_8).replaceAll("bounces\\+[^>\r]+", "bounces@example.com")
			.getBytes(StandardCharsets.UTF_8);
	}

	private BounceResult receive(String sample, Receipt receipt) {
		return this.bounceMail.receive(bounce(sample, receipt), null);
	}

	private EmailRecord record(Receipt receipt) {
		return this.node.gateway().find(receipt.id()).orElseThrow();
	}

	private List<RecipientOutcome> outcomes(Receipt receipt) {
		return record(receipt).outcomes();
	}

	private SuppressionExplanation explain(String address) {
		return this.suppressions.explain(EmailAddress.parse(address), "default", EmailStream.TRANSACTIONAL);
	}

}
