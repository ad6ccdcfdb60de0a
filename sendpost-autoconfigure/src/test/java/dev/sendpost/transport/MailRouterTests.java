package dev.sendpost.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailStatus;
import dev.sendpost.EmailStream;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.transport.TransportException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link MailRouter}.
 */
class MailRouterTests {

	private static final Instant LATER = Instant.parse("2030-01-02T00:00:00Z");

	private static final QuickRetry ONCE = new QuickRetry(1, Duration.ofMillis(1), Duration.ofMillis(2));

	private static final Circuit NEVER_OPEN = new Circuit(100, 1_000_000, Duration.ofSeconds(30));

	@Test
	void theFirstTransportThatTakesAMessageIsTheLastAsked() {
		FakeTransport first = FakeTransport.accepting("first");
		FakeTransport second = FakeTransport.accepting("second");
		RoutingResult result = inOrder(first, second).send(to("ann@example.com"));
		assertThat(result.failure()).isNull();
		assertThat(result.outcomes())
			.containsExactly(RecipientOutcome.sent(address("ann@example.com"), "first", "250 2.0.0 Ok"));
		assertThat(second.attempts()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "PERHAPS_SENT")
	void theNextTransportStandsInForOneThatFails(Kind kind) {
		FakeTransport first = FakeTransport.failing("first", kind);
		FakeTransport second = FakeTransport.failing("second", kind);
		FakeTransport third = FakeTransport.accepting("third");
		RoutingResult result = inOrder(first, second, third).send(to("ann@example.com", "bob@example.com"));
		assertThat(result.failure()).isNull();
		assertThat(result.outcomes()).extracting(RecipientOutcome::transport).containsExactly("third", "third");
		assertThat(first.attempts()).hasSize(1);
		assertThat(second.attempts()).hasSize(1);
	}

	@Test
	void whoeverMayHaveTheMessageIsOfferedToTheNextWhereThatIsAllowedAlsoIfOthersAreLeft() {
		RecipientOutcome perhaps = RecipientOutcome.failed(address("ann@example.com"), EmailStatus.FAILED, "first",
				null, "no answer", true);
		FakeTransport first = FakeTransport.behaving("first", (email) -> {
			throw new TransportException(Kind.TIMED_OUT, "not asked for all", null, null, List.of(perhaps));
		});
		FakeTransport second = FakeTransport.accepting("second");
		Transports transports = new Transports(List.of(first, second), List.of(), ONCE, NEVER_OPEN);
		RoutingTable table = new RoutingTable(List.of(), List.of(), Route.inOrder("default", transports.names()),
				transports.names());
		new MailRouter(transports, table, RouteCapacity.UNLIMITED, new Random(), true)
			.send(to("ann@example.com", "bob@example.com"));
		assertThat(second.asked()).containsExactly("ann@example.com", "bob@example.com");
		RoutingResult cautious = new MailRouter(transports, table, RouteCapacity.UNLIMITED, new Random(), false)
			.send(to("ann@example.com", "bob@example.com"));
		assertThat(cautious.outcomes().get(0)).isEqualTo(perhaps);
		assertThat(second.attempts().get(1).recipients()).containsExactly(address("bob@example.com"));
	}

	@Test
	void aTransportThatAloneMayCarryAMessageIsTheOnlyOneAskedWhateverTheRoutesAreCalled() {
		FakeTransport first = FakeTransport.failing("first", Kind.UNAVAILABLE);
		FakeTransport second = FakeTransport.accepting("second");
		Transports transports = new Transports(List.of(first, second), List.of(), ONCE, NEVER_OPEN);
		Route misleading = Route.inOrder("first", List.of("first", "second"));
		MailRouter router = new MailRouter(transports,
				new RoutingTable(List.of(misleading), List.of(), misleading, transports.names()), new Random());
		OutgoingEmail email = to("ann@example.com", "bob@example.com");
		RoutingResult result = router.send(new OutgoingEmail(email.id(), email.messageId(), email.date(), email.email(),
				email.recipients(), email.subAccount(), Map.of("ann@example.com", "first")));
		assertThat(result.outcomes()).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.DEFERRED, EmailStatus.SENT);
		assertThat(second.asked()).containsExactly("bob@example.com");
	}

	@Test
	void whatMayBeOnItsWayIsNotSentByAnother() {
		FakeTransport second = FakeTransport.accepting("second");
		RoutingResult result = inOrder(FakeTransport.failing("first", Kind.PERHAPS_SENT), second)
			.send(to("ann@example.com"));
		assertThat(result.outcomes()).singleElement().satisfies((outcome) -> {
			assertThat(outcome.status()).isEqualTo(EmailStatus.FAILED);
			assertThat(outcome.perhapsSent()).isTrue();
			assertThat(outcome.transport()).isEqualTo("first");
		});
		assertThat(second.attempts()).isEmpty();
	}

	@Test
	void whatMayBeOnItsWayIsSentByAnotherWhereThatIsAllowed() {
		FakeTransport second = FakeTransport.accepting("second");
		RoutingResult result = failingOverPerhapsSent(FakeTransport.failing("first", Kind.PERHAPS_SENT), second)
			.send(to("ann@example.com"));
		assertThat(result.failure()).isNull();
		assertThat(result.outcomes()).extracting(RecipientOutcome::transport).containsExactly("second");
		assertThat(second.attempts()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "PERHAPS_SENT")
	void whatMayBeOnItsWayIsNotForgottenWhenAnotherFails(Kind kind) {
		RoutingResult result = failingOverPerhapsSent(FakeTransport.failing("first", Kind.PERHAPS_SENT),
				FakeTransport.failing("second", kind))
			.send(to("ann@example.com"));
		assertThat(result.outcomes()).singleElement().satisfies((outcome) -> {
			assertThat(outcome.perhapsSent()).isTrue();
			assertThat(outcome.transport()).isEqualTo("first");
		});
	}

	private static MailRouter failingOverPerhapsSent(FakeTransport... transports) {
		Transports all = new Transports(List.of(transports), ONCE, NEVER_OPEN);
		return new MailRouter(all,
				new RoutingTable(List.of(), List.of(), Route.inOrder("default", all.names()), all.names()),
				RouteCapacity.UNLIMITED, new Random(42), true);
	}

	@Test
	void anUnexpectedExceptionCountsAsPerhapsSent() {
		FakeTransport second = FakeTransport.accepting("second");
		RoutingResult result = inOrder(FakeTransport.behaving("first", (email) -> {
			throw new IllegalStateException("bug");
		}), second).send(to("ann@example.com"));
		assertThat(result.outcomes()).singleElement().satisfies((outcome) -> {
			assertThat(outcome.perhapsSent()).isTrue();
			assertThat(outcome.reason()).contains("'first'").contains("IllegalStateException: bug");
		});
		assertThat(result.failure()).hasRootCauseInstanceOf(IllegalStateException.class);
		assertThat(second.attempts()).isEmpty();
	}

	@Test
	void aRefusedRecipientIsNotOfferedToAnother() {
		FakeTransport second = FakeTransport.accepting("second");
		RoutingResult result = inOrder(FakeTransport.answering("first",
				(recipient) -> recipient.localPart().equals("ann")
						? RecipientOutcome.bounced(recipient, "first", "550 5.1.1 No")
						: RecipientOutcome.deferred(recipient, "first", "450 4.2.0 Later")),
				second)
			.send(to("ann@example.com", "bob@example.com"));
		assertThat(result.failure()).isNull();
		assertThat(result.outcomes()).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.BOUNCED, EmailStatus.DEFERRED);
		assertThat(second.attempts()).isEmpty();
	}

	@Test
	void whatAFailedAttemptSettledStaysSettled() {
		FakeTransport first = FakeTransport.behaving("first", (email) -> {
			throw new TransportException(Kind.DEFERRED, "too many recipients", "452 4.5.3 Too many", null,
					List.of(RecipientOutcome.sent(email.recipients().get(1), "first", null)));
		});
		FakeTransport second = FakeTransport.accepting("second");
		RoutingResult result = inOrder(first, second).send(to("ann@example.com", "bob@example.com", "eve@example.com"));
		assertThat(second.asked()).containsExactly("ann@example.com", "eve@example.com");
		assertThat(result.outcomes()).extracting(RecipientOutcome::transport)
			.containsExactly("second", "first", "second");
	}

	@Test
	void anAttemptThatSettledEverybodyBeforeItFailedIsNoFailure() {
		FakeTransport second = FakeTransport.accepting("second");
		RoutingResult result = inOrder(FakeTransport.behaving("first", (email) -> {
			throw new TransportException(Kind.UNAVAILABLE, "lost", null, null,
					List.of(RecipientOutcome.sent(email.recipients().get(0), "first", null)));
		}), second).send(to("ann@example.com"));
		assertThat(result.failure()).isNull();
		assertThat(result.outcomes()).extracting(RecipientOutcome::status).containsExactly(EmailStatus.SENT);
		assertThat(second.attempts()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "UNAVAILABLE, UNSUPPORTED, first, DEFERRED", "UNSUPPORTED, UNAVAILABLE, second, DEFERRED",
			"MISCONFIGURED, UNSUPPORTED, second, FAILED", "UNAVAILABLE, MISCONFIGURED, first, DEFERRED",
			"TIMED_OUT, DEFERRED, second, DEFERRED", "UNAVAILABLE, PERHAPS_SENT, second, FAILED",
			"CREDENTIALS_REFUSED, UNSUPPORTED, second, FAILED", "CREDENTIALS_REFUSED, UNAVAILABLE, second, DEFERRED",
			"UNAVAILABLE, CREDENTIALS_REFUSED, first, DEFERRED", "THROTTLED, UNAVAILABLE, second, DEFERRED",
			"UNAVAILABLE, THROTTLED, first, DEFERRED", "MISCONFIGURED, THROTTLED, first, FAILED" })
	void whereAllFailTheMostTellingFailureIsReported(Kind first, Kind second, String told, EmailStatus status) {
		RoutingResult result = inOrder(FakeTransport.failing("first", first), FakeTransport.failing("second", second))
			.send(to("ann@example.com"));
		assertThat(result.failure()).isNotNull();
		assertThat(result.outcomes()).singleElement().satisfies((outcome) -> {
			assertThat(outcome.transport()).isEqualTo(told);
			assertThat(outcome.status()).isEqualTo(status);
			assertThat(outcome.reason()).contains(told);
		});
	}

	@Test
	void aRecipientThatATransportForgotIsPerhapsSent() {
		RoutingResult result = inOrder(FakeTransport.behaving("first",
				(email) -> List.of(RecipientOutcome.sent(email.recipients().get(1), "first", null))))
			.send(to("ann@example.com", "bob@example.com"));
		assertThat(result.outcomes()).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.FAILED, EmailStatus.SENT);
		assertThat(result.outcomes().get(0).perhapsSent()).isTrue();
		assertThat(result.outcomes().get(0).reason()).contains("no outcome");
	}

	@Test
	void aRecipientNobodyAskedForIsLeftOut() {
		RoutingResult result = inOrder(
				FakeTransport.behaving("first",
						(email) -> List.of(RecipientOutcome.sent(address("eve@example.com"), "first", null),
								RecipientOutcome.sent(email.recipients().get(0), "first", null))))
			.send(to("ann@example.com"));
		assertThat(result.outcomes()).extracting((outcome) -> outcome.recipient().address())
			.containsExactly("ann@example.com");
	}

	@Test
	void weightsDecideHowOftenATransportIsFirst() {
		FakeTransport often = FakeTransport.accepting("often");
		FakeTransport seldom = FakeTransport.accepting("seldom");
		MailRouter router = weighted(Map.of("often", 9, "seldom", 1), often, seldom);
		for (int i = 0; i < 10_000; i++) {
			router.send(to("ann@example.com"));
		}
		assertThat(often.attempts().size()).isCloseTo(9000, within(150));
		assertThat(seldom.attempts().size()).isEqualTo(10_000 - often.attempts().size());
	}

	@Test
	void eachTransportOfAWeightedRouteStandsInForTheOthers() {
		FakeTransport often = FakeTransport.failing("often", Kind.UNAVAILABLE);
		FakeTransport seldom = FakeTransport.failing("seldom", Kind.UNAVAILABLE);
		FakeTransport rare = FakeTransport.accepting("rare");
		MailRouter router = weighted(Map.of("often", 1000, "seldom", 10, "rare", 1), often, seldom, rare);
		for (int i = 0; i < 200; i++) {
			assertThat(router.send(to("ann@example.com")).outcomes()).extracting(RecipientOutcome::transport)
				.containsExactly("rare");
		}
		assertThat(rare.attempts()).hasSize(200);
		assertThat(seldom.attempts()).hasSizeBetween(1, 200);
	}

	@Test
	void rulesDivideRecipientsAndOutcomesKeepTheirOrder() {
		FakeTransport fallback = FakeTransport.accepting("fallback");
		FakeTransport corporate = FakeTransport.accepting("corporate");
		MailRouter router = router(
				List.of(new RoutingRule(Set.of("Corp.example", "*.corp.example"), Set.of(), null, "corporate")),
				fallback, corporate);
		RoutingResult result = router.send(
				to("a@corp.example", "b@example.com", "c@eu.corp.example", "d@notcorp.example", "e@x.eu.CORP.example"));
		assertThat(corporate.asked()).containsExactly("a@corp.example", "c@eu.corp.example", "e@x.eu.corp.example");
		assertThat(fallback.asked()).containsExactly("b@example.com", "d@notcorp.example");
		assertThat(result.outcomes()).extracting((outcome) -> outcome.recipient().localPart())
			.containsExactly("a", "b", "c", "d", "e");
		assertThat(result.outcomes()).extracting(RecipientOutcome::transport)
			.containsExactly("corporate", "fallback", "corporate", "fallback", "corporate");
	}

	@Test
	void aWildcardDoesNotStandForTheDomainItself() {
		FakeTransport fallback = FakeTransport.accepting("fallback");
		FakeTransport corporate = FakeTransport.accepting("corporate");
		router(List.of(new RoutingRule(Set.of("*.corp.example"), Set.of(), null, "corporate")), fallback, corporate)
			.send(to("a@corp.example"));
		assertThat(corporate.attempts()).isEmpty();
		assertThat(fallback.attempts()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "TRANSACTIONAL, news, a@corp.example, fallback", "BROADCAST, news, a@corp.example, bulk",
			"BROADCAST, other, a@corp.example, fallback", "BROADCAST, news, a@example.com, fallback",
			"BROADCAST, other news, a@corp.example, bulk" })
	void aRuleMatchesIfEachOfItsConditionsHolds(EmailStream stream, String tags, String recipient, String transport) {
		RoutingRule rule = new RoutingRule(Set.of("corp.example"), Set.of("news", "digest"), EmailStream.BROADCAST,
				"bulk");
		RoutingResult result = router(List.of(rule), FakeTransport.accepting("fallback"),
				FakeTransport.accepting("bulk"))
			.send(outgoing((email) -> email.to(recipient).stream(stream).tags(tags.split(" "))));
		assertThat(result.outcomes()).extracting(RecipientOutcome::transport).containsExactly(transport);
	}

	@Test
	void theFirstRuleThatMatchesDecides() {
		List<RoutingRule> rules = List.of(new RoutingRule(Set.of(), Set.of("news"), null, "a"),
				new RoutingRule(Set.of(), Set.of(), null, "b"));
		MailRouter router = router(rules, FakeTransport.accepting("a"), FakeTransport.accepting("b"));
		assertThat(router.send(outgoing((email) -> email.to("ann@example.com").tags("news"))).outcomes())
			.extracting(RecipientOutcome::transport)
			.containsExactly("a");
		assertThat(router.send(to("ann@example.com")).outcomes()).extracting(RecipientOutcome::transport)
			.containsExactly("b");
	}

	@Test
	void theRouteOfTheEmailPrevailsOverRules() {
		MailRouter router = router(List.of(new RoutingRule(Set.of(), Set.of(), null, "a")),
				FakeTransport.accepting("a"), FakeTransport.accepting("b"));
		assertThat(router.send(outgoing((email) -> email.to("ann@example.com").route("b"))).outcomes())
			.extracting(RecipientOutcome::transport)
			.containsExactly("b");
	}

	@Test
	void anUnknownRouteIsRefusedWithThoseThatAreKnown() {
		MailRouter router = inOrder(FakeTransport.accepting("a"), FakeTransport.accepting("b"));
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> router.send(outgoing((email) -> email.to("ann@example.com").route("c"))))
			.withMessageContaining("'c'")
			.withMessageContaining("[a, b]")
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("route"));
	}

	@Test
	void routesThatLeadTheSameWayShareOneMessage() {
		FakeTransport only = FakeTransport.accepting("only");
		router(List.of(new RoutingRule(Set.of("corp.example"), Set.of(), null, "only")), only)
			.send(to("a@corp.example", "b@example.com"));
		assertThat(only.attempts()).hasSize(1);
	}

	@Test
	void aFailureOnOneRouteDoesNotConcernTheOther() {
		MailRouter router = router(List.of(new RoutingRule(Set.of("corp.example"), Set.of(), null, "down")),
				FakeTransport.accepting("up"), FakeTransport.failing("down", Kind.UNAVAILABLE));
		RoutingResult result = router.send(to("a@corp.example", "b@example.com"));
		assertThat(result.outcomes()).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.DEFERRED, EmailStatus.SENT);
		assertThat(result.failure()).isNotNull();
	}

	@Test
	void aTransportThatCannotCarryAMessageIsPassedOver() {
		FakeTransport plain = FakeTransport.accepting("plain").without(TransportFeature.ATTACHMENTS);
		FakeTransport full = FakeTransport.accepting("full");
		MailRouter router = inOrder(plain, full);
		assertThat(router.send(withFile()).outcomes()).extracting(RecipientOutcome::transport).containsExactly("full");
		assertThat(router.send(to("ann@example.com")).outcomes()).extracting(RecipientOutcome::transport)
			.containsExactly("plain");
	}

	@Test
	void whatNoTransportCanCarryIsRefusedBeforeAnythingIsSent() {
		FakeTransport fallback = FakeTransport.accepting("fallback");
		FakeTransport plain = FakeTransport.accepting("plain").without(TransportFeature.ATTACHMENTS);
		MailRouter router = router(List.of(new RoutingRule(Set.of("corp.example"), Set.of(), null, "plain")), fallback,
				plain);
		OutgoingEmail email = outgoing(
				(builder) -> builder.to("b@example.com", "a@corp.example").attach(Attachment.of("a.txt", new byte[1])));
		assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> router.send(email))
			.withMessageContaining("route 'plain'")
			.withMessageContaining("plain lacks [ATTACHMENTS]")
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("attachments"));
		assertThat(fallback.attempts()).isEmpty();
		assertThat(plain.attempts()).isEmpty();
	}

	@Test
	void theRestOfAMessageIsTheSameInEachAttempt() {
		FakeTransport first = FakeTransport.failing("first", Kind.DEFERRED);
		FakeTransport second = FakeTransport.accepting("second");
		OutgoingEmail email = to("ann@example.com");
		inOrder(first, second).send(email);
		assertThat(first.attempts()).containsExactly(email);
		assertThat(second.attempts()).containsExactly(email);
	}

	@ParameterizedTest
	@CsvSource({ "bücher.example, ann@bücher.example", "*.BÜCHER.example, ann@shop.bücher.example",
			"XN--bcher-kva.example, ann@bücher.example" })
	void theDomainOfARuleMayBeWrittenAsPeopleDo(String domain, String recipient) {
		RoutingResult result = router(List.of(new RoutingRule(Set.of(domain), Set.of(), null, "b")),
				FakeTransport.accepting("a"), FakeTransport.accepting("b"))
			.send(to(recipient));
		assertThat(result.outcomes()).extracting(RecipientOutcome::transport).containsExactly("b");
	}

	@Test
	void anInternationalSenderNeedsATransportThatKnowsSuchAddresses() {
		FakeTransport plain = FakeTransport.accepting("plain").without(TransportFeature.INTERNATIONAL_ADDRESSES);
		FakeTransport full = FakeTransport.accepting("full");
		for (OutgoingEmail email : List.of(outgoing((builder) -> builder.from("jürgen@example.com").to("a@b.example")),
				outgoing((builder) -> builder.replyTo("jürgen@example.com").to("a@b.example")))) {
			assertThat(inOrder(plain, full).send(email).outcomes()).extracting(RecipientOutcome::transport)
				.containsExactly("full");
		}
	}

	@Test
	void aTransportWithoutRoomIsPassedOver() {
		FakeTransport fresh = FakeTransport.accepting("fresh");
		FakeTransport old = FakeTransport.accepting("old");
		MailRouter router = limited(Map.of("fresh", LATER), fresh, old);
		assertThat(router.send(to("ann@example.com")).outcomes()).extracting(RecipientOutcome::transport)
			.containsExactly("old");
		assertThat(fresh.attempts()).isEmpty();
	}

	@Test
	void whereNoTransportHasRoomTheMessageWaitsForTheFirstThatWillHave() {
		FakeTransport fresh = FakeTransport.accepting("fresh");
		FakeTransport old = FakeTransport.accepting("old");
		RoutingResult result = limited(Map.of("fresh", LATER, "old", LATER.minusSeconds(60)), fresh, old)
			.send(to("ann@example.com"));
		assertThat(result.roomAt()).isEqualTo(LATER.minusSeconds(60));
		assertThat(result.failure())
			.hasMessage("Transport 'old' takes no more of this mail until 2030-01-01T23:59:00Z");
		assertThat(result.outcomes()).extracting(RecipientOutcome::status).containsExactly(EmailStatus.DEFERRED);
	}

	@Test
	void aRouteWithoutRoomIsNotTried() {
		FakeTransport fresh = FakeTransport.accepting("fresh");
		RoutingResult result = limited(Map.of("default", LATER), fresh).send(to("ann@example.com"));
		assertThat(result.roomAt()).isEqualTo(LATER);
		assertThat(fresh.attempts()).isEmpty();
	}

	@Test
	void whatIsPausedUsesUpNoRoomAndIsWaitedForRatherThanRoom() {
		FakeTransport paused = FakeTransport.accepting("paused");
		FakeTransport full = FakeTransport.accepting("full");
		List<String> asked = new ArrayList<>();
		Transports all = new Transports(List.of(full, paused), ONCE, NEVER_OPEN);
		all.pause(Set.of("paused"));
		MailRouter router = new MailRouter(all,
				new RoutingTable(List.of(), List.of(), Route.inOrder("default", all.names()), all.names()),
				(route, recipients) -> {
					asked.add(route);
					return route.equals("full") ? Optional.of(LATER) : Optional.empty();
				}, new Random(42));
		RoutingResult result = router.send(to("ann@example.com"));
		assertThat(asked).containsExactly("default", "full");
		assertThat(result.roomAt()).isNull();
		assertThat(result.failure().getKind()).isEqualTo(Kind.PAUSED);
	}

	@Test
	void aMessageForATransportByNameReservesOnce() {
		List<String> asked = new ArrayList<>();
		Transports all = new Transports(List.of(FakeTransport.accepting("a"), FakeTransport.accepting("b")), ONCE,
				NEVER_OPEN);
		MailRouter router = new MailRouter(all,
				new RoutingTable(List.of(), List.of(), Route.inOrder("default", all.names()), all.names()),
				(route, recipients) -> {
					asked.add(route);
					return Optional.empty();
				}, new Random(42));
		router.send(outgoing((email) -> email.to("ann@example.com").route("b")));
		assertThat(asked).containsExactly("b");
	}

	private static MailRouter limited(Map<String, Instant> full, FakeTransport... transports) {
		Transports all = new Transports(List.of(transports), ONCE, NEVER_OPEN);
		return new MailRouter(all,
				new RoutingTable(List.of(), List.of(), Route.inOrder("default", all.names()), all.names()),
				(route, recipients) -> Optional.ofNullable(full.get(route)), new Random(42));
	}

	private static OutgoingEmail withFile() {
		return outgoing((email) -> email.to("ann@example.com").attach(Attachment.of("a.txt", new byte[1])));
	}

	private static MailRouter inOrder(FakeTransport... transports) {
		List<String> names = Arrays.stream(transports).map(FakeTransport::name).toList();
		return router(List.of(), Route.inOrder("default", names), transports);
	}

	private static MailRouter weighted(Map<String, Integer> weights, FakeTransport... transports) {
		List<String> names = Arrays.stream(transports).map(FakeTransport::name).toList();
		return router(List.of(), new Route("default", names, weights), transports);
	}

	/**
	 * A router whose first transport takes whatever no rule matches.
	 */
	private static MailRouter router(List<RoutingRule> rules, FakeTransport... transports) {
		return router(rules, Route.inOrder("default", List.of(transports[0].name())), transports);
	}

	private static MailRouter router(List<RoutingRule> rules, Route defaultRoute, FakeTransport... transports) {
		Transports all = new Transports(List.of(transports), ONCE, NEVER_OPEN);
		return new MailRouter(all, new RoutingTable(List.of(), rules, defaultRoute, all.names()), new Random(42));
	}

	static OutgoingEmail to(String... recipients) {
		return outgoing((email) -> email.to(recipients));
	}

	static OutgoingEmail outgoing(UnaryOperator<EmailBuilder> content) {
		Email email = content.apply(Email.builder().from("shop@example.com").subject("Hello").text("World")).build();
		return new OutgoingEmail(new UUID(0, 1), "<1@example.com>", Instant.EPOCH, email, email.recipients());
	}

	private static EmailAddress address(String address) {
		return EmailAddress.parse(address);
	}

}
